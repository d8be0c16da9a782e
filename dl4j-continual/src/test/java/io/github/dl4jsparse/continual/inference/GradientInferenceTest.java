package io.github.dl4jsparse.continual.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientInferenceTest {

    /** Hands out given derivatives, pass by pass, and remembers the weights. */
    private static final class Given implements Candidates, Superposition {

        private final List<double[]> derivatives;
        private final List<double[]> asked = new ArrayList<>();
        private final NetworkView network;

        Given(double[]... derivatives) {
            this.derivatives = List.of(derivatives);
            MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .list()
                    .layer(new OutputLayer.Builder()
                            .nIn(2)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build());
            net.init();
            network = NetworkView.of(net);
        }

        int infer(TaskInference way) {
            return way.infer(this, Nd4j.ones(1, 2));
        }

        @Override
        public void install(double[] alphas, NetworkView plain) {
            asked.add(alphas.clone());
        }

        @Override
        public double[] gradients(NetworkView plain) {
            return derivatives.get(asked.size() - 1);
        }

        /** The last one has id 0, the one before it 10, and so on. */
        @Override
        public List<Integer> tasks() {
            int last = derivatives.get(0).length - 1;
            return IntStream.rangeClosed(0, last).mapToObj(i -> 10 * (last - i)).toList();
        }

        @Override
        public Optional<Superposition> superposition() {
            return Optional.of(this);
        }

        @Override
        public NetworkView plain() {
            return network;
        }

        @Override
        public SortedSet<Integer> classes(int task) {
            return new TreeSet<>(List.of(0));
        }

        @Override
        public SortedSet<Integer> outputs(int task) {
            return classes(task);
        }

        @Override
        public INDArray logits(int task, INDArray features) {
            throw new UnsupportedOperationException("No task is asked alone.");
        }

        @Override
        public INDArray features(int task, INDArray examples) {
            return logits(task, examples);
        }

        @Override
        public SortedMap<Integer, INDArray> classMeans(int task) {
            return new TreeMap<>();
        }

        @Override
        public void overwritten() {}
    }

    @Test
    void oneShotTakesTheLeastDerivativeAtEqualWeights() {
        Given given = new Given(new double[] {0.5, -2, 1, -1});

        assertThat(given.infer(TaskInferences.oneShot(1))).isEqualTo(20);
        assertThat(given.asked).hasSize(1);
        assertThat(given.asked.get(0)).containsOnly(0.25);
    }

    @Test
    void ofEqualDerivativesTheTaskWithTheLowestIdIsTaken() {
        assertThat(new Given(new double[] {3, 1, 1}).infer(TaskInferences.oneShot(1)))
                .isZero();
    }

    /** The lower median of 4, 1, 3, 2 is 2: tasks 1 and 3 stay, with weights of a half. */
    @Test
    void halvesStayUpToTheLowerMedian() {
        Given given = new Given(new double[] {4, 1, 3, 2}, new double[] {-9, 5, -9, 4});

        assertThat(given.infer(TaskInferences.binary(1))).isZero();
        assertThat(given.asked).hasSize(2);
        assertThat(given.asked.get(1)).containsExactly(0, 0.5, 0, 0.5);
    }

    @Test
    void whenAllAreEqualHalvingStopsAtTheLowestId() {
        Given given = new Given(new double[] {1, 1, 1});

        assertThat(given.infer(TaskInferences.binary(1))).isZero();
        assertThat(given.asked).hasSize(1);
    }

    @Test
    void aSingleTaskNeedsNoPass() {
        Given given = new Given(new double[] {1});

        assertThat(given.infer(TaskInferences.binary(1))).isZero();
        assertThat(given.asked).isEmpty();
    }
}
