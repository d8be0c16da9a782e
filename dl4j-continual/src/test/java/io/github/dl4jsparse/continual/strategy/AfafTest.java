package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.ContinualListener;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.continual.Phase;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class AfafTest {

    private final List<Task> tasks = Blobs.split(3);
    private AfafSession session;

    private WatchedStrategy watched(AfafBuilder settings) {
        return new WatchedStrategy(settings.build(), begun -> session = (AfafSession) begun);
    }

    private ContinualLearner learner(AfafBuilder settings) {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(watched(settings))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .epochs(4)
                .build();
    }

    private static AfafBuilder small() {
        return Afaf.builder().connections(30, 9, 5).neurons(6, 3).reuse(1, 1).candidates(3, 4);
    }

    private static float[] numbers(ContinualLearner learner, int layer, String key) {
        return ((MultiLayerNetwork) learner.network())
                .getLayer(layer)
                .getParam(key)
                .dup('c')
                .data()
                .asFloat();
    }

    private List<BitSet> connected() {
        return session.connected().stream().map(bits -> (BitSet) bits.clone()).toList();
    }

    @Test
    void aBudgetIsSharedOutWhole() {
        assertThat(List.of(AfafSession.share(10, 0, 3), AfafSession.share(10, 1, 3), AfafSession.share(10, 2, 3)))
                .containsExactly(3, 3, 4);
        assertThat(AfafSession.share(7, 0, 1)).isEqualTo(7);
    }

    @Test
    void candidatesAreTheNeuronsWithTheLargestMeanActivationOnAClass() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().name("hidden").nIn(2).nOut(3).build())
                .layer(new OutputLayer.Builder()
                        .name("out")
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        net.getLayer(0).getParam("W").assign(Nd4j.create(new double[][] {{1, 0, 2}, {0, 1, 1}}));
        // hidden: class 0 (1, 0, 2) and (3, 0, 6), mean (2, 0, 4); class 1 (0, 1, 1)
        var examples = new ListDataSetIterator<>(
                new DataSet(Nd4j.create(new double[][] {{1, 0}, {0, 1}, {3, 0}}), Nd4j.create(new double[][] {
                            {1, 0}, {0, 1}, {1, 0}
                        }))
                        .asList(),
                2);

        ClassActivity activity = ClassActivity.of(NetworkView.of(net), examples, Set.of("out"));

        assertThat(activity.most("out", 0, 1)).containsExactly(2);
        assertThat(activity.most("out", 0, 2)).containsExactly(0, 2);
        assertThat(activity.most("out", 1, 1)).containsExactly(1);
        assertThat(activity.most("out", 1, 9)).containsExactly(0, 1, 2);
    }

    @Test
    void aLaterTaskAddsNothingToTheLayersThatItUsesAsTheyAre() {
        ContinualLearner learner = learner(small());
        learner.learn(tasks.get(0));
        float[] weights = numbers(learner, 0, "W");
        float[] biases = numbers(learner, 0, "b");

        for (int t = 1; t < 3; t++) {
            learner.learn(tasks.get(t));

            assertThat(connected()).extracting(BitSet::cardinality).containsExactly(30, 9 * (t + 1), 5 * (t + 1));
            assertThat(numbers(learner, 0, "W")).isEqualTo(weights);
            assertThat(numbers(learner, 0, "b")).isEqualTo(biases);
        }
    }

    @Test
    void beforeThatTaskItIsSpaceNet() {
        ContinualLearner learner = learner(small().reuse(2, 1));

        learner.learn(tasks.get(0));
        learner.learn(tasks.get(1));
        assertThat(connected()).extracting(BitSet::cardinality).containsExactly(60, 18, 10);

        learner.learn(tasks.get(2));
        assertThat(connected()).extracting(BitSet::cardinality).containsExactly(60, 27, 15);
    }

    @Test
    void itsConnectionsLeadFromCandidatesToNeuronsThatAreNotReserved() {
        ContinualLearner learner = learner(small());
        learner.learn(tasks.get(0));
        List<BitSet> before = connected();
        List<Integer> reserved = session.reservedUnits(1);

        learner.learn(tasks.get(1));

        Set<Integer> candidates = new TreeSet<>(session.unitsOf(2, 1));
        candidates.addAll(session.unitsOf(3, 1));
        BitSet added = connected().get(1);
        added.andNot(before.get(1));
        assertThat(session.unitsOf(2, 1)).hasSize(3);
        assertThat(reserved).hasSize(3);
        assertThat(added.stream().mapToObj(pair -> pair / 12)).isSubsetOf(candidates);
        assertThat(added.stream().mapToObj(pair -> pair % 12)).doesNotContainAnyElementsOf(reserved);
        BitSet outputs = connected().get(2);
        outputs.andNot(before.get(2));
        assertThat(outputs.stream().mapToObj(pair -> pair / 6)).isSubsetOf(session.unitsOf(2, 2));
        assertThat(outputs.stream().filter(pair -> pair % 6 == 2).count()).isEqualTo(2);
        assertThat(outputs.stream().filter(pair -> pair % 6 == 3).count()).isEqualTo(3);
    }

    @Test
    void weightsOfEarlierTasksKeepTheirBits() {
        ContinualLearner learner = learner(small());
        learner.learn(tasks.get(0));
        List<BitSet> used = connected();
        List<float[]> before = List.of(numbers(learner, 0, "W"), numbers(learner, 1, "W"), numbers(learner, 2, "W"));

        learner.learn(tasks.get(1));
        learner.learn(tasks.get(2));

        for (int l = 0; l < 3; l++) {
            float[] after = numbers(learner, l, "W");
            float[] earlier = before.get(l);
            assertThat(used.get(l).stream().allMatch(pair -> after[pair] == earlier[pair]))
                    .isTrue();
        }
    }

    @Test
    void aNeuronIsAsImportantAsTheConnectionsThatLeaveIt() {
        ContinualLearner learner = learner(small().plainSums());

        learner.learn(tasks.get(0));

        int[][] layers = {{8, 16}, {16, 12}, {12, 6}};
        for (int l = 0; l < 3; l++) {
            double all = 0;
            for (int unit = 0; unit < layers[l][0]; unit++) {
                double leaving = 0;
                for (int out = 0; out < layers[l][1]; out++) {
                    leaving += session.importance().ofConnection(l, unit * layers[l][1] + out);
                }
                assertThat(session.importance().ofNeuron(l, unit)).isCloseTo(leaving, within(1e-12));
                all += leaving;
            }
            assertThat(all).isPositive();
        }
    }

    /** Looks at the exchange of the first layer's connections between two epochs. */
    private final class Exchange extends BaseTrainingListener implements ContinualListener {

        private BitSet before;
        private BitSet after;
        private float[] weightsBefore;
        private float[] weightsAfter;
        private List<Integer> fromLeast;
        private List<Integer> fromMostPromising;

        @Override
        public void phaseStarts(Task task, Phase phase) {
            before = (BitSet) session.present().get(0).clone();
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            weightsBefore = after == null ? weights(model) : weightsBefore;
        }

        @Override
        public void epochEnds(Task task, Phase phase, int epoch, double loss) {
            if (after != null) {
                return;
            }
            after = (BitSet) session.present().get(0).clone();
            weightsAfter = weights(session.learning.network().model());
            SpaceNetImportance importance = session.importance();
            fromLeast = before.stream()
                    .boxed()
                    .sorted(Comparator.comparingDouble(pair -> importance.ofConnection(0, pair)))
                    .toList();
            fromMostPromising = IntStream.range(0, 8 * 16)
                    .boxed()
                    .filter(pair -> session.selected.get(1).contains(pair % 16))
                    .sorted(Comparator.comparingDouble(
                            pair -> -importance.ofNeuron(0, pair / 16) * importance.ofNeuron(1, pair % 16)))
                    .toList();
        }

        private float[] weights(Model model) {
            return ((MultiLayerNetwork) model)
                    .getLayer(0)
                    .getParam("W")
                    .dup('c')
                    .data()
                    .asFloat();
        }
    }

    @Test
    void connectionsGrowInTheMostPromisingPlacesWhereOnesWereDroppedToo() {
        Exchange exchange = new Exchange();
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(watched(small().connections(24, 16, 8).neurons(4, 2).replaced(0.5)))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .epochs(2)
                .trainingListeners(exchange)
                .listener(exchange)
                .build();

        learner.learn(tasks.get(0));

        Set<Integer> dropped = new TreeSet<>(exchange.fromLeast.subList(0, 12));
        Set<Integer> kept = new TreeSet<>(exchange.fromLeast.subList(12, 24));
        Set<Integer> grown = exchange.fromMostPromising.stream()
                .filter(pair -> !kept.contains(pair))
                .limit(12)
                .collect(Collectors.toSet());
        assertThat(grown).containsAnyElementsOf(dropped);
        Set<Integer> expected = new TreeSet<>(kept);
        expected.addAll(grown);
        assertThat(exchange.after.stream().boxed()).containsExactlyInAnyOrderElementsOf(expected);
        for (int pair : grown) {
            float weight = dropped.contains(pair) ? exchange.weightsBefore[pair] : 0;
            assertThat(exchange.weightsAfter[pair]).isEqualTo(weight);
        }
        assertThat(dropped.stream().filter(grown::contains))
                .allSatisfy(pair -> assertThat(exchange.weightsAfter[pair]).isNotZero());
    }

    @Test
    void droppedConnectionsThatGrowAgainTrainOnAsIfNothingHadHappened() {
        List<float[]> runs = new ArrayList<>();
        for (double replaced : new double[] {0, 0.5}) {
            ContinualLearner learner = learner(
                    small().connections(8 * 4, 4 * 4, 4 * 2).neurons(4, 2).replaced(replaced));
            learner.learn(tasks.get(0));
            runs.add(learner.network().params().dup().data().asFloat());
        }

        assertThat(runs.get(1)).isEqualTo(runs.get(0)); // there is no other place
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Afaf.builder().neurons(4, 5)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> Afaf.builder().connections(4, 0)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> Afaf.builder().replaced(20)).hasMessageContaining("percentage");
        assertThatThrownBy(() -> Afaf.builder().reuse(0, 1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> Afaf.builder().reuse(1, -1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> Afaf.builder().candidates(0, 1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> learner(small().reuse(1, 3)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(3)");
        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(Networks.plain(6))
                        .strategy(small().build(), Rehearsal.reservoir(10))
                        .build())
                .hasMessageContaining("silent");
        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(new NeuralNetConfiguration.Builder()
                                .list()
                                .layer(new ConvolutionLayer.Builder(2, 2)
                                        .nOut(3)
                                        .build())
                                .layer(new OutputLayer.Builder()
                                        .nOut(6)
                                        .activation(Activation.SOFTMAX)
                                        .build())
                                .setInputType(InputType.convolutional(4, 4, 1))
                                .build())
                        .strategy(small().connections(4, 4).build())
                        .build())
                .hasMessageContaining("is not dense");
    }
}
