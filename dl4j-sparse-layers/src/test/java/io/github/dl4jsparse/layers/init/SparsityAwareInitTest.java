package io.github.dl4jsparse.layers.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class SparsityAwareInitTest {

    private static MultiLayerNetwork network(Layer layer) {
        layer.setLayerName("x");
        MultiLayerNetwork network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().seed(1).list().layer(layer).build());
        network.init();
        return network;
    }

    private static SparseWeight open(MultiLayerNetwork network, Mask mask) {
        return NetworkWeights.of(NetworkView.of(network))
                .open(new MaskSet(Map.of("x_W", mask)))
                .get(0);
    }

    private static double[] drawn(MultiLayerNetwork network, SparseWeight weight, long seed) {
        SparsityAwareInit.apply(NetworkView.of(network), List.of(weight), seed);
        List<Double> values = new ArrayList<>();
        weight.forEachActive((position, value) -> values.add(value));
        return values.stream().mapToDouble(v -> v).toArray();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        assertThat(mean).isBetween(-0.03, 0.03);
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElseThrow());
    }

    private static MultiLayerNetwork dense(int inputs, int outputs, WeightInit scheme) {
        return network(new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .weightInit(scheme)
                .build());
    }

    /** A mask [inputs, outputs] with as many connections in each column. */
    private static Mask columns(int inputs, int outputs, int each) {
        long[] active = new long[outputs * each];
        for (int unit = 0; unit < outputs; unit++) {
            long[] rows = RandomStream.of(1, "rows", unit).sample(inputs, each);
            for (int i = 0; i < each; i++) {
                active[unit * each + i] = rows[i] * outputs + unit;
            }
        }
        return Mask.ofActive(new long[] {inputs, outputs}, active);
    }

    @Test
    void unitsWithFourOfAHundredConnectionsAreDrawnAsWithAFanInOfFour() {
        MultiLayerNetwork network = dense(100, 2500, WeightInit.RELU);

        double[] values = drawn(network, open(network, columns(100, 2500, 4)), 7);

        assertThat(values).hasSize(10_000);
        assertThat(deviation(values)).isCloseTo(0.7071, withPercentage(2));
    }

    @Test
    void unitsOfDifferentFanInsAreDrawnEachWithItsOwn() {
        MultiLayerNetwork network = dense(200, 400, WeightInit.RELU);
        Mask few = columns(200, 400, 5);
        Mask firstHalf = Mask.ofActive(
                new long[] {200, 400},
                Arrays.stream(few.toArray()).filter(p -> p % 400 < 200).toArray());
        Mask many = columns(200, 400, 80);
        Mask secondHalf = Mask.ofActive(
                new long[] {200, 400},
                Arrays.stream(many.toArray()).filter(p -> p % 400 >= 200).toArray());
        SparseWeight weight = open(network, firstHalf.or(secondHalf));
        drawn(network, weight, 7);

        List<Double> sparse = new ArrayList<>();
        List<Double> dense = new ArrayList<>();
        weight.forEachActive((p, value) -> (p % 400 < 200 ? sparse : dense).add(value));

        assertThat(deviation(sparse.stream().mapToDouble(v -> v).toArray()))
                .isCloseTo(Math.sqrt(2.0 / 5), withPercentage(8));
        assertThat(deviation(dense.stream().mapToDouble(v -> v).toArray()))
                .isCloseTo(Math.sqrt(2.0 / 80), withPercentage(3));
    }

    @Test
    void unitsWithoutConnectionsStayEmptyAndDoNotCountAsOutputs() {
        MultiLayerNetwork network = dense(50, 100, WeightInit.XAVIER);
        Mask half = Mask.ofActive(
                new long[] {50, 100},
                Arrays.stream(columns(50, 100, 50).toArray())
                        .filter(p -> p % 100 < 40)
                        .toArray());

        double[] values = drawn(network, open(network, half), 7);

        // fan-in 50, fan-out 40
        assertThat(deviation(values)).isCloseTo(Math.sqrt(2.0 / 90), withPercentage(5));
        assertThat(network.getLayer(0).getParam("W").getColumn(70).sumNumber().doubleValue())
                .isZero();
    }

    @Test
    void aDenseMaskGivesTheDistributionOfTheSchemeItself() {
        for (WeightInit scheme : new WeightInit[] {WeightInit.RELU, WeightInit.XAVIER}) {
            MultiLayerNetwork network = dense(80, 120, scheme);
            double expected = network.getLayer(0).getParam("W").stdNumber().doubleValue();

            double[] values = drawn(network, open(network, Mask.full(80, 120)), 7);

            assertThat(deviation(values)).as(scheme.name()).isCloseTo(expected, withPercentage(4));
        }
    }

    @Test
    void aFilterIsDrawnWithItsOwnConnectionsAsFanIn() {
        MultiLayerNetwork network = network(new ConvolutionLayer.Builder(3, 3)
                .nIn(8)
                .nOut(300)
                .weightInit(WeightInit.RELU)
                .build());
        List<Long> active = new ArrayList<>();
        for (int filter = 0; filter < 300; filter++) {
            for (long p : RandomStream.of(1, "taps", filter).sample(72, 9)) {
                active.add(filter * 72L + p);
            }
        }
        Mask mask = Mask.ofActive(
                new long[] {300, 8, 3, 3}, active.stream().mapToLong(p -> p).toArray());

        double[] values = drawn(network, open(network, mask), 7);

        assertThat(deviation(values)).isCloseTo(Math.sqrt(2.0 / 9), withPercentage(5));
    }

    @Test
    void aGateOfAnLstmIsDrawnWithItsOwnConnectionsAsFanIn() {
        MultiLayerNetwork network = network(
                new LSTM.Builder().nIn(60).nOut(100).weightInit(WeightInit.RELU).build());

        double[] values = drawn(network, open(network, columns(60, 400, 6)), 7);

        assertThat(deviation(values)).isCloseTo(Math.sqrt(2.0 / 6), withPercentage(5));
    }

    @Test
    void theSameSeedDrawsTheSameAndNd4jsGeneratorStaysWhereItWas() {
        MultiLayerNetwork network = dense(20, 30, WeightInit.XAVIER);
        SparseWeight weight = open(network, columns(20, 30, 5));
        Nd4j.getRandom().setSeed(99);
        double next = Nd4j.getRandom().nextDouble();
        Nd4j.getRandom().setSeed(99);

        double[] one = drawn(network, weight, 7);
        double[] two = drawn(network, weight, 7);
        double[] other = drawn(network, weight, 8);

        assertThat(two).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
        assertThat(Nd4j.getRandom().nextDouble()).isEqualTo(next);
    }

    @Test
    void shapesAndInactivePositionsStay() {
        MultiLayerNetwork network = dense(20, 30, WeightInit.XAVIER);
        SparseWeight weight = open(network, columns(20, 30, 5));
        WeightShape shape = weight.shape();

        drawn(network, weight, 7);

        assertThat(weight.shape()).isEqualTo(shape);
        assertThat(Mask.nonZero(network.getLayer(0).getParam("W"))).isEqualTo(weight.active());
    }
}
