package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.ContinualLearnerBuilder;
import io.github.dl4jsparse.continual.ContinualListener;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.continual.Phase;
import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.continual.TaskStream;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;

class DynamicallyExpandableNetworkTest {

    private final List<Task> tasks = Blobs.split(3);
    private final List<String> phases = new ArrayList<>();
    private DynamicallyExpandableNetworkSession session;

    private ContinualLearnerBuilder builder(DynamicallyExpandableNetworkBuilder settings) {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(new WatchedStrategy(
                        settings.build(), begun -> session = (DynamicallyExpandableNetworkSession) begun))
                .epochs(3)
                .listener(new ContinualListener() {
                    @Override
                    public void phaseStarts(Task task, Phase phase) {
                        phases.add(task.id() + " " + phase.name());
                    }
                });
    }

    private ContinualLearner learner(DynamicallyExpandableNetworkBuilder settings) {
        return builder(settings).build();
    }

    /** Expands always, and never splits. */
    private static DynamicallyExpandableNetworkBuilder expanding() {
        return DynamicallyExpandableNetwork.builder().expansion(4, 0).split(100, 10);
    }

    private static DenseChain chain(ContinualLearner learner) {
        return DenseChain.of(NetworkView.of(learner.network()));
    }

    @Test
    void aTaskWithMoreThanTheLossGrowsEachHiddenLayer() {
        ContinualLearner learner = learner(expanding());

        tasks.forEach(learner::learn);

        assertThat(session.widths(0)).containsExactly(8, 16, 12, 6);
        assertThat(session.widths(1)).containsExactly(8, 20, 16, 6);
        assertThat(session.widths(2)).containsExactly(8, 24, 20, 6);
        assertThat(chain(learner).widths()).containsExactly(8, 24, 20, 6);
        assertThat(phases)
                .containsExactly(
                        "0 train",
                        "1 head",
                        "1 selective retraining",
                        "1 expansion",
                        "2 head",
                        "2 selective retraining",
                        "2 expansion");
    }

    @Test
    void aTaskWithLessThanTheLossDoesNot() {
        ContinualLearner learner = learner(expanding().expansion(4, 100));

        tasks.forEach(learner::learn);

        assertThat(chain(learner).widths()).containsExactly(8, 16, 12, 6);
        assertThat(phases).doesNotContain("1 expansion", "1 split", "2 expansion", "2 split");
    }

    @Test
    void unitsWhoseGroupHasBecomeZeroAreTakenAwayAgain() {
        ContinualLearner learner = learner(expanding().sparsity(1e-5, 1000));

        tasks.forEach(learner::learn);

        assertThat(phases).contains("1 expansion");
        assertThat(chain(learner).widths()).containsExactly(8, 16, 12, 6);
    }

    @Test
    void unitsThatDriftAreSplitWithoutAnExpansionToo() {
        ContinualLearner learner = learner(DynamicallyExpandableNetwork.builder()
                .pull(0, 0)
                .expansion(0, 0)
                .split(1e-4, 3));

        learner.learn(tasks.get(0));
        learner.learn(tasks.get(1));

        assertThat(session.widths(1)).containsExactly(8, 19, 15, 6);
        assertThat(phases).containsExactly("0 train", "1 head", "1 selective retraining", "1 split");
    }

    @Test
    void splitUnitsKeepTheWeightsThatTheyHadBefore() {
        ContinualLearner learner = learner(DynamicallyExpandableNetwork.builder()
                .pull(0, 0)
                .expansion(0, 0)
                .split(1e-4, 3));
        learner.learn(tasks.get(0));
        DenseChain before = chain(learner);
        FlatArray earlier = FlatArray.of(learner.network().params().dup());

        learner.learn(tasks.get(1));

        DenseChain after = chain(learner);
        for (int h = 1; h <= 2; h++) {
            int layer = h - 1;
            assertThat(session.splitUnits().get(layer).cardinality()).isEqualTo(3);
            session.splitUnits().get(layer).stream().forEach(unit -> {
                for (int in = 0; in < before.width(layer); in++) {
                    assertThat(after.numbers().get(after.index(layer, in, unit)))
                            .isEqualTo(earlier.get(before.index(layer, in, unit)));
                }
                assertThat(after.numbers().get(after.biasIndex(layer, unit)))
                        .isEqualTo(earlier.get(before.biasIndex(layer, unit)));
            });
        }
    }

    @Test
    void onlyWeightsBetweenSelectedUnitsAreRetrained() {
        ContinualLearner learner = learner(DynamicallyExpandableNetwork.builder()
                .sparsity(0.01, 0)
                .expansion(0, 0)
                .split(0, 0));
        learner.learn(tasks.get(0));
        DenseChain chain = chain(learner);
        FlatArray before = FlatArray.of(learner.network().params().dup());

        learner.learn(tasks.get(1));

        int moved = 0;
        int left = 0;
        for (int l = 0; l < 2; l++) {
            for (int in = 0; in < chain.width(l); in++) {
                for (int out = 0; out < chain.width(l + 1); out++) {
                    boolean same = chain.numbers().get(chain.index(l, in, out)) == before.get(chain.index(l, in, out));
                    boolean selected = session.selectedUnits().get(l).get(in)
                            && session.selectedUnits().get(l + 1).get(out);
                    assertThat(selected || same).isTrue();
                    moved += same ? 0 : 1;
                    left += selected ? 0 : 1;
                }
            }
        }
        assertThat(moved).isPositive();
        assertThat(left).isPositive();
    }

    @Test
    void expansionLeavesWeightsBetweenEarlierUnitsAlone() {
        List<double[]> afterRetraining = new ArrayList<>();
        ContinualLearner watched = builder(expanding().pull(0, 0))
                .listener(new ContinualListener() {
                    @Override
                    public void phaseStarts(Task task, Phase phase) {
                        if (phase.name().equals("expansion")) {
                            afterRetraining.add(old(session.present()));
                        }
                    }
                })
                .build();

        watched.learn(tasks.get(0));
        watched.learn(tasks.get(1));

        assertThat(afterRetraining).hasSize(1);
        assertThat(old(chain(watched))).isEqualTo(afterRetraining.get(0));
    }

    /** The weights between the first units of the hidden layers. */
    private static double[] old(DenseChain chain) {
        double[] weights = new double[16 * 12];
        for (int in = 0; in < 16; in++) {
            for (int out = 0; out < 12; out++) {
                weights[in * 12 + out] = chain.numbers().get(chain.index(1, in, out));
            }
        }
        return weights;
    }

    @Test
    void aTaskIsAnsweredWithoutLaterUnits() {
        ContinualLearner learner = learner(expanding());
        tasks.forEach(learner::learn);
        NetworkView plain = NetworkView.of(((MultiLayerNetwork) learner.network()).clone());

        session.install(1, plain);

        DenseChain shown = DenseChain.of(plain);
        FlatArray numbers = shown.numbers();
        int[] known = {8, 20, 16, 6};
        int used = 0;
        for (int l = 0; l < 3; l++) {
            for (int in = 0; in < shown.width(l); in++) {
                for (int out = 0; out < shown.width(l + 1); out++) {
                    boolean later = in >= known[l] || out >= known[l + 1];
                    double weight = numbers.get(shown.index(l, in, out));
                    assertThat(later && weight != 0).isFalse();
                    used += in >= (l == 0 ? 0 : known[l] - 4) && weight != 0 ? 1 : 0;
                }
            }
        }
        assertThat(used).isPositive();
    }

    @Test
    void aTaskThatFailsAfterGrowthLeavesTheNetworkAsItWas() {
        boolean[] fails = {false};
        ContinualLearner learner = builder(expanding())
                .trainingListeners(new BaseTrainingListener() {
                    @Override
                    public void iterationDone(Model model, int iteration, int epoch) {
                        if (fails[0] && phases.get(phases.size() - 1).endsWith("expansion")) {
                            throw new IllegalStateException("enough");
                        }
                    }
                })
                .build();
        learner.learn(tasks.get(0));
        Model network = learner.network();
        float[] before = network.params().dup().data().asFloat();
        fails[0] = true;

        assertThatThrownBy(() -> learner.learn(tasks.get(1))).hasMessage("enough");

        assertThat(learner.network()).isSameAs(network);
        assertThat(network.params().dup().data().asFloat()).isEqualTo(before);
        fails[0] = false;
        learner.learn(tasks.get(1));
        assertThat(session.widths(1)).containsExactly(8, 20, 16, 6);
    }

    @Test
    void everyTaskIsStillKnownAfterTheLastOne() {
        ContinualLearner learner =
                builder(expanding().split(0.05, 4)).epochs(20).build();

        var result = learner.study(TaskStream.of("blobs", tasks));

        for (int t = 0; t < 3; t++) {
            assertThat(result.withTask().get(2, t)).as("task %d", t).isGreaterThan(0.8);
        }
    }

    @Test
    void thePullToEarlierValuesKeepsUnitsFromDrifting() {
        double[] moved = new double[2];
        for (int i = 0; i < 2; i++) {
            ContinualLearner learner = learner(DynamicallyExpandableNetwork.builder()
                    .pull(0, i == 0 ? 0 : 100)
                    .expansion(0, 0)
                    .split(0, 0));
            learner.learn(tasks.get(0));
            double[] before = old(chain(learner));
            learner.learn(tasks.get(1));
            double[] after = old(chain(learner));
            for (int w = 0; w < before.length; w++) {
                moved[i] += Math.abs(after[w] - before[w]);
            }
        }

        assertThat(moved[1]).isPositive().isLessThan(moved[0] / 2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> DynamicallyExpandableNetwork.builder().sparsity(-1, 0))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-1.0)");
        assertThatThrownBy(() -> DynamicallyExpandableNetwork.builder().pull(0, Double.NaN))
                .isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> DynamicallyExpandableNetwork.builder().expansion(-1, 0))
                .isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> DynamicallyExpandableNetwork.builder().split(0, -1))
                .isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(Networks.normalized(6))
                        .strategy(expanding().build())
                        .build())
                .hasMessageContaining("BatchNormalization");
        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(Networks.plain(6))
                        .strategy(new Naive(), expanding().build())
                        .build())
                .hasMessageContaining("grows");
    }
}
