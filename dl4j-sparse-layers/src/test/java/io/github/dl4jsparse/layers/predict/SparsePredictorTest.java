package io.github.dl4jsparse.layers.predict;

import static io.github.dl4jsparse.layers.predict.PredictedNets.base;
import static io.github.dl4jsparse.layers.predict.PredictedNets.dense;
import static io.github.dl4jsparse.layers.predict.PredictedNets.net;
import static io.github.dl4jsparse.layers.predict.PredictedNets.numbers;
import static io.github.dl4jsparse.layers.predict.PredictedNets.output;
import static io.github.dl4jsparse.layers.predict.PredictedNets.prune;
import static io.github.dl4jsparse.layers.predict.PredictedNets.small;
import static io.github.dl4jsparse.layers.predict.PredictedNets.softmax;
import static io.github.dl4jsparse.layers.predict.PredictedNets.sparse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class SparsePredictorTest {

    private static void assertPredictsAs(Model net, int inputs, int examples, double zeros) {
        assertPredictsAs(net, numbers(inputs * examples, zeros, examples), examples);
    }

    private static void assertPredictsAs(Model net, float[] in, int examples) {
        SparsePredictor predictor = SparsePredictor.of(net);
        float[] expected = output(net, in, examples);
        float[] out = new float[examples * predictor.outputs()];

        predictor.predict(in, examples, out);

        for (int i = 0; i < out.length; i++) {
            if (Float.isFinite(expected[i])) {
                assertThat(out[i]).as("output %d", i).isCloseTo(expected[i], within(2e-5f));
            } else {
                assertThat(out[i]).as("output %d", i).isEqualTo(Float.valueOf(expected[i]));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 2, 0.5", "3, 3, 0.9", "4, 4, 0", "5, 4, 0.6", "6, 5, 0", "7, 11, 0.2", "8, 32, 1"})
    void equalsTheNetworkForEveryBatchSize(long seed, int examples, double zeros) {
        assertPredictsAs(small(seed), 30, examples, zeros);
    }

    @Test
    void equalsTheNetworkWithASparseOutputLayer() {
        SparseDenseLayer first = new SparseDenseLayer.Builder()
                .nIn(20)
                .nOut(15)
                .density(0.2)
                .activation(Activation.RELU)
                .build();
        SparseOutputLayer last = new SparseOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(15)
                .nOut(4)
                .density(0.5)
                .activation(Activation.SOFTMAX)
                .build();

        assertPredictsAs(net(3, first, last), 20, 6, 0);
    }

    @Test
    void equalsTheNetworkWithoutBiases() {
        SparseDenseLayer first = new SparseDenseLayer.Builder()
                .nIn(20)
                .nOut(15)
                .density(0.2)
                .hasBias(false)
                .activation(Activation.TANH)
                .build();

        assertPredictsAs(net(3, first, softmax(15, 4)), 20, 6, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.03, 0.3, 0.5, 1})
    void equalsTheNetworkForPrunedOrdinaryLayers(double keep) {
        MultiLayerNetwork net = net(5, dense(33, 29, Activation.RELU), dense(29, 17, Activation.TANH), softmax(17, 3));
        prune(net.getLayer(0).getParam("W"), keep, 1);
        prune(net.getLayer(1).getParam("W"), keep, 2);

        assertPredictsAs(net, 33, 7, 0.3);
    }

    @Test
    void equalsTheNetworkWithNormalizationDropoutAndActivationLayers() {
        MultiLayerNetwork net = net(
                base(6).updater(new Sgd(0.1)),
                sparse(12, 10, 0.5, Activation.IDENTITY),
                new BatchNormalization.Builder().nOut(10).build(),
                new ActivationLayer(Activation.RELU),
                new DropoutLayer(0.5),
                new BatchNormalization.Builder().nOut(10).useLogStd(false).build(),
                dense(10, 4, Activation.IDENTITY),
                new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build());
        net.fit(new DataSet(
                Nd4j.rand(DataType.FLOAT, 32, 12),
                Nd4j.ones(DataType.FLOAT, 32, 4).div(4)));

        assertPredictsAs(net, 12, 5, 0);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "1, 0.5", "2, 0.5"})
    void equalsTheNetworkWhereGammaAndBetaAreLocked(double gamma, double beta) {
        MultiLayerNetwork net = net(
                6,
                new BatchNormalization.Builder()
                        .nIn(5)
                        .nOut(5)
                        .lockGammaBeta(true)
                        .gamma(gamma)
                        .beta(beta)
                        .build(),
                softmax(5, 3));

        assertPredictsAs(net, 5, 3, 0);
    }

    @Test
    void equalsANetworkOfDoublePrecision() {
        MultiLayerNetwork net =
                net(base(7).dataType(DataType.DOUBLE), sparse(20, 15, 0.7, Activation.TANH), softmax(15, 3));

        assertPredictsAs(net, 20, 3, 0);
    }

    @Test
    void equalsANetworkWithFrozenLayers() {
        assertPredictsAs(net(8, new FrozenLayer(sparse(9, 8, 0.5, Activation.RELU)), softmax(8, 3)), 9, 2, 0);
    }

    @Test
    void equalsAGraphThatIsAChain() {
        assertPredictsAs(chain(), 9, 5, 0);
    }

    private static ComputationGraph chain() {
        ComputationGraph graph = new ComputationGraph(base(9).graphBuilder()
                .addInputs("in")
                .addLayer("out", softmax(8, 3), "hidden")
                .addLayer("hidden", sparse(9, 8, 0.5, Activation.RELU), "in")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @Test
    void anInputThatIsNotFiniteReachesTheSameUnitsAsInTheNetwork() {
        MultiLayerNetwork net = net(10, sparse(6, 8, 0.7, Activation.IDENTITY), dense(8, 9, Activation.IDENTITY));
        prune(net.getLayer(1).getParam("W"), 0.2, 4);
        MultiLayerNetwork second = net(10, dense(8, 9, Activation.IDENTITY));
        second.setParam("0_W", net.getLayer(1).getParam("W"));
        float[] in = numbers(8 * 4, 0, 1);
        in[3] = Float.POSITIVE_INFINITY;
        in[17] = Float.NaN;

        assertPredictsAs(second, in, 4);
        assertPredictsAs(second, Arrays.copyOf(in, 8), 1);
        assertPredictsAs(net(10, sparse(8, 9, 0.7, Activation.IDENTITY)), in, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aWeightThatIsNotFiniteMeetsZeroInputsToo(int examples) {
        MultiLayerNetwork net = net(11, sparse(4, 6, 0.5, Activation.IDENTITY));
        net.getLayer(0).getParam("W").putScalar(0, Float.POSITIVE_INFINITY);

        assertPredictsAs(net, new float[4 * examples], examples);
    }

    @Test
    void anExampleGivesTheSameBitsByItselfAndInABatch() {
        MultiLayerNetwork net = net(12, dense(40, 30, Activation.RELU), sparse(30, 20, 0.8, Activation.TANH));
        SparsePredictor predictor = SparsePredictor.of(net);
        float[] in = numbers(40 * 9, 0.1, 2);
        float[] batch = new float[20 * 9];
        predictor.predict(in, 9, batch);

        for (int example = 0; example < 9; example++) {
            float[] one = predictor.predict(Arrays.copyOfRange(in, example * 40, (example + 1) * 40));

            assertThat(one).containsExactly(Arrays.copyOfRange(batch, example * 20, (example + 1) * 20));
        }
    }

    @Test
    void compressingAnOrdinaryLayerChangesNoBit() {
        float[] weights = numbers(30 * 20, 0.8, 3);
        Stage dense = new DenseProduct(30, 20, weights, null);
        Stage compressed = Products.ofMatrix(30, 20, weights, null);
        assertThat(compressed).isInstanceOf(CompressedProduct.class);
        float[] in = numbers(30 * 4, 0.2, 4);

        assertThat(run(compressed, in)).containsExactly(run(dense, in));
    }

    private static float[] run(Stage stage, float[] in) {
        Scratch scratch = new Scratch(30);
        System.arraycopy(in, 0, scratch.current(), 0, in.length);
        stage.run(scratch, 30, 4);
        return Arrays.copyOf(scratch.current(), 20 * 4);
    }

    @Test
    void trainingOnDoesNotChangeAPredictor() {
        MultiLayerNetwork net = small(13);
        SparsePredictor predictor = SparsePredictor.of(net);
        float[] in = numbers(30, 0, 1);
        float[] before = predictor.predict(in);

        net.params().assign(0);

        assertThat(predictor.predict(in)).containsExactly(before);
    }

    @Test
    void inputsAndOutputsMayBeOneArray() {
        SparsePredictor predictor = SparsePredictor.of(net(14, sparse(6, 6, 0.5, Activation.TANH)));
        float[] values = numbers(6, 0, 1);
        float[] expected = predictor.predict(values);

        predictor.predict(values, values);

        assertThat(values).containsExactly(expected);
    }

    @Test
    void aPredictorFromAFileGivesTheSameBits(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("net.zip");
        MultiLayerNetwork net = small(15);
        ModelSerializer.writeModel(net, file.toFile(), true);
        float[] in = numbers(30, 0, 1);

        assertThat(SparsePredictor.load(file).predict(in))
                .containsExactly(SparsePredictor.of(net).predict(in));
    }

    @Test
    void aPredictorFromTheFileOfAGraphGivesTheSameBits(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("graph.zip");
        ComputationGraph graph = chain();
        ModelSerializer.writeModel(graph, file.toFile(), false);
        float[] in = numbers(9, 0, 1);

        assertThat(SparsePredictor.load(file).predict(in))
                .containsExactly(SparsePredictor.of(graph).predict(in));
    }
}
