package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.continual.strategy.ConnectionDrop;
import io.github.dl4jsparse.continual.strategy.ConnectionGrowth;
import io.github.dl4jsparse.continual.strategy.ConnectionSpread;
import io.github.dl4jsparse.continual.strategy.ContinualDst;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class ContinualDstTest {

    private static final String FIRST = "layer0_W";

    private static ContinualLearner learner(ContinualDst strategy, ContinualListener... listeners) {
        ContinualLearnerBuilder builder = ContinualLearner.builder()
                .network(Networks.normalized(6))
                .strategy(strategy)
                .epochs(4)
                .seed(3);
        List.of(listeners).forEach(builder::listener);
        return builder.build();
    }

    private static float[] numbers(NetworkView network, String name) {
        return TaskParameters.arrays(network).get(name).dup('c').data().asFloat();
    }

    private static float[] installed(ContinualLearner learner, int task, String name) {
        learner.answers().logits(task, Blobs.features(Blobs.split(3).get(0)));
        return numbers(learner.learning().plain(), name);
    }

    @Test
    void eachTaskHasExactlyItsDensityInEachLayerThroughoutTraining() {
        List<Long> counts = new ArrayList<>();
        List<ContinualLearner> self = new ArrayList<>();
        ContinualLearner learner = learner(
                ContinualDst.builder()
                        .density(0.25)
                        .spread(ConnectionSpread.UNIFORM)
                        .updateEvery(2)
                        .growth(ConnectionGrowth.UNFIRED)
                        .build(),
                new ContinualListener() {
                    @Override
                    public void epochEnds(Task task, Phase phase, int epoch, double loss) {
                        var masks = TopologyListener.of(self.get(0).network())
                                .orElseThrow()
                                .masks();
                        assertThat(masks.names()).containsExactly(FIRST, "layer2_W");
                        counts.add(masks.get(FIRST).count());
                        counts.add(masks.get("layer2_W").count());
                    }
                });
        self.add(learner);

        Blobs.split(3).forEach(learner::learn);

        assertThat(counts).hasSize(3 * 4 * 2).containsOnly(8 * 16 / 4L, 16 * 12 / 4L);
    }

    @Test
    void aConnectionOfAnEarlierTaskTakesPartWithItsValueThroughoutTraining() {
        List<float[]> trained = new ArrayList<>();
        List<ContinualLearner> self = new ArrayList<>();
        ContinualLearner learner =
                learner(ContinualDst.builder().density(0.5).updateEvery(1).build(), new ContinualListener() {
                    @Override
                    public void epochEnds(Task task, Phase phase, int epoch, double loss) {
                        if (task.id() == 1) {
                            trained.add(numbers(NetworkView.of(self.get(0).network()), FIRST));
                        }
                    }
                });
        self.add(learner);
        List<Task> tasks = Blobs.split(3);
        learner.learn(tasks.get(0));
        float[] first = installed(learner, 0, FIRST);

        learner.learn(tasks.get(1));

        int reused = 0;
        for (float[] present : trained) {
            for (int p = 0; p < first.length; p++) {
                if (first[p] != 0 && present[p] != 0) {
                    assertThat(present[p]).isEqualTo(first[p]);
                    reused++;
                }
            }
        }
        assertThat(reused).isGreaterThan(20);
        assertThat(installed(learner, 1, FIRST)).isEqualTo(trained.get(3));
    }

    @Test
    void theTopologyMovesWhileATaskIsTrained() {
        List<Mask> topologies = new ArrayList<>();
        List<ContinualLearner> self = new ArrayList<>();
        ContinualLearner learner =
                learner(ContinualDst.builder().density(0.25).updateEvery(2).build(), new ContinualListener() {
                    @Override
                    public void epochEnds(Task task, Phase phase, int epoch, double loss) {
                        INDArray array = TaskParameters.arrays(
                                        NetworkView.of(self.get(0).network()))
                                .get(FIRST);
                        topologies.add(Mask.nonZero(array));
                    }
                });
        self.add(learner);

        learner.learn(Blobs.split(3).get(0));

        assertThat(topologies.get(0).hamming(topologies.get(3))).isPositive();
    }

    @Test
    void whatNoTaskUsesKeepsItsFirstValue() {
        ContinualLearner learner = learner(ContinualDst.builder()
                .density(0.25)
                .spread(ConnectionSpread.UNIFORM)
                .updateEvery(2)
                .build());
        float[] before = numbers(NetworkView.of(learner.network()), FIRST);

        learner.learn(Blobs.split(3).get(0));

        float[] used = installed(learner, 0, FIRST);
        float[] after = numbers(NetworkView.of(learner.network()), FIRST);
        int kept = 0;
        for (int p = 0; p < used.length; p++) {
            if (used[p] == 0) {
                kept += after[p] == before[p] ? 1 : 0;
            }
        }
        assertThat(kept).isGreaterThanOrEqualTo(8 * 16 * 3 / 4);
    }

    @ParameterizedTest
    @EnumSource(ConnectionGrowth.class)
    void everyGrowthForgetsNothing(ConnectionGrowth growth) {
        var result = learner(ContinualDst.builder()
                        .density(0.5)
                        .updateEvery(2)
                        .growth(growth)
                        .build())
                .study(TaskStream.of("blobs", Blobs.split(3)));

        assertThat(result.withTask().backwardTransfer()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ConnectionDrop.class)
    void everyDropForgetsNothing(ConnectionDrop drop) {
        var result = learner(ContinualDst.builder()
                        .density(0.5)
                        .updateEvery(2)
                        .drop(drop)
                        .build())
                .study(TaskStream.of("blobs", Blobs.split(3)));

        assertThat(result.withTask().backwardTransfer()).isZero();
    }

    @Test
    void aFullNetworkTellsThatItsCapacityIsExhausted() {
        List<String> arrays = new ArrayList<>();
        ContinualLearner learner = learner(ContinualDst.builder().density(1).build(), new ContinualListener() {
            @Override
            public void capacityExhausted(Task task, String array) {
                arrays.add(task.id() + " " + array);
            }
        });

        learner.learn(Blobs.split(3).get(0));
        learner.learn(Blobs.split(3).get(1));

        assertThat(arrays).containsExactly("1 layer0_W", "1 layer2_W");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> ContinualDst.builder().density(20))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(20.0)");
        assertThatThrownBy(() -> ContinualDst.builder().updateEvery(0)).hasMessageContaining("(0)");
        assertThatThrownBy(() -> ContinualDst.builder().fraction(0.1, 0.5)).hasMessageContaining("wrong order");
    }
}
