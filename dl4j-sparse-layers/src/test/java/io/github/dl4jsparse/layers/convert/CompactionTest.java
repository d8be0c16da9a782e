package io.github.dl4jsparse.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class CompactionTest {

    private static final DataSet DATA = TinyNetworks.data(LayerKind.Data.FLAT, 16, 3);

    private static INDArray output(Model net) {
        return net instanceof MultiLayerNetwork layered
                ? layered.output(DATA.getFeatures())
                : ((ComputationGraph) net).output(DATA.getFeatures())[0];
    }

    private static Layer layer(Model net, String name) {
        return NetworkView.of(net).layers().get(name);
    }

    /** Biases away from zero, so that constants matter. */
    private static void drawBiases(Model net) {
        NetworkView.of(net).layers().forEach((name, layer) -> {
            INDArray bias = layer.getParam("b");
            for (int i = 0; bias != null && i < bias.length(); i++) {
                bias.putScalar(i, RandomStream.of(3, name, i).nextGaussian());
            }
        });
    }

    /** Puts masks on as the listener does. */
    private static MaskSet masked(Model net, Map<String, Mask> masks) {
        masks.forEach((name, mask) -> {
            INDArray w = layer(net, name.substring(0, name.length() - 2)).getParam("W");
            mask.forEachInactive(p -> w.putScalar(new long[] {p / w.size(1), p % w.size(1)}, 0));
        });
        return new MaskSet(masks);
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-7);
    }

    @Test
    void unitsWithoutInputsBecomeBiasesAndUnreadUnitsGo() {
        MultiLayerNetwork net = TinyNetworks.perceptron(b -> b);
        drawBiases(net);
        INDArray b = layer(net, "b").getParam("b").dup();
        // a: units 0 and 1 receive, unit 2 is read without receiving, all others do neither
        Mask a = Mask.ofActive(new long[] {6, 12}, 0, 13);
        Mask second = Mask.ofActive(new long[] {12, 8}, 0, 8 + 1, 2 * 8, 2 * 8 + 1);
        double constant = Math.tanh(layer(net, "a").getParam("b").getDouble(2));
        double weight = layer(net, "b").getParam("W").getDouble(2, 1);
        MaskSet masks = masked(net, new LinkedHashMap<>(Map.of("a_W", a, "b_W", second)));
        INDArray before = output(net);

        Compacted<MultiLayerNetwork> compacted = Compaction.compact(net, masks);

        assertThat(layer(compacted.network(), "a").getParam("W").shape()).containsExactly(6, 2);
        assertThat(layer(compacted.network(), "b").getParam("W").shape()).containsExactly(2, 2);
        assertThat(layer(compacted.network(), "out").getParam("W").shape()).containsExactly(2, 3);
        assertThat(compacted.masks().get("a_W").toArray()).containsExactly(0, 3);
        assertThat(compacted.masks().get("b_W").toArray()).containsExactly(0, 3);
        assertThat(layer(compacted.network(), "b").getParam("b").getDouble(1))
                .isCloseTo(b.getDouble(1) + constant * weight, within(1e-6));
        assertClose(output(compacted.network()), before);
        assertThat(compacted.layer("a").orElseThrow())
                .isEqualTo(new LayerSaving("a", 12, 2, 6 * 12 + 12, 6 * 2 + 2, 72, 12, ""));
        assertThat(compacted.unitsSaved()).isEqualTo(10 + 6);
        assertThat(compacted.parametersSaved()).isEqualTo(84 - 14 + 104 - 6 + 27 - 9);
        assertThat(compacted.multiplyAddsSaved()).isEqualTo(72 - 12 + 96 - 4 + 24 - 6);
        assertThat(compacted.describe())
                .contains("a: 2 of 12 units, 14 of 84 parameters, 12 of 72 multiply-adds left.");
        assertThat(layer(net, "a").getParam("W").shape()).containsExactly(6, 12);
    }

    private static FeedForwardLayer hidden(boolean sparse, int in, int out, String name, boolean bias) {
        return sparse
                ? new SparseDenseLayer.Builder()
                        .nIn(in)
                        .nOut(out)
                        .density(.06)
                        .activation(Activation.SIGMOID)
                        .hasBias(bias)
                        .name(name)
                        .build()
                : new DenseLayer.Builder()
                        .nIn(in)
                        .nOut(out)
                        .activation(Activation.SIGMOID)
                        .hasBias(bias)
                        .name(name)
                        .build();
    }

    private static Model network(String storage, boolean graph, boolean bias) {
        boolean[] sparse = {storage.charAt(0) == 's', storage.charAt(1) == 's', storage.charAt(2) == 's'};
        FeedForwardLayer a = hidden(sparse[0], 6, 40, "a", bias);
        FeedForwardLayer b = hidden(sparse[1], 40, 30, "b", bias);
        FeedForwardLayer out = sparse[2]
                ? new SparseOutputLayer.Builder()
                        .nIn(30)
                        .nOut(3)
                        .density(.2)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build()
                : new OutputLayer.Builder()
                        .nIn(30)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build();
        NeuralNetConfiguration.Builder builder =
                new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(.01));
        Model net;
        if (graph) {
            ComputationGraphConfiguration conf = builder.graphBuilder()
                    .addInputs("in")
                    .addLayer("a", a, "in")
                    .addLayer("b", b, "a")
                    .addLayer("out", out, "b")
                    .setOutputs("out")
                    .build();
            net = new ComputationGraph(conf);
        } else {
            net = new MultiLayerNetwork(
                    builder.list().layer(a).layer(b).layer(out).build());
        }
        net.init();
        return net;
    }

    private static Compacted<? extends Model> compact(Model net, MaskSet masks) {
        return net instanceof MultiLayerNetwork layered
                ? Compaction.compact(layered, masks)
                : Compaction.compact((ComputationGraph) net, masks);
    }

    private static MaskSet draw(Model net, long seed) {
        Map<String, Mask> masks = new LinkedHashMap<>();
        NetworkView.of(net).layers().forEach((name, layer) -> {
            INDArray w = layer.getParam("W");
            if (layer.getParam("pattern") == null) {
                masks.put(
                        name + "_W",
                        Mask.bernoulli(w.shape(), name.equals("out") ? .2 : .06, RandomStream.of(seed, name)));
            }
        });
        return masked(net, masks);
    }

    @ParameterizedTest
    @CsvSource({
        "ddd, false",
        "ddd, true",
        "sdd, false",
        "dsd, true",
        "dds, false",
        "ssd, true",
        "sss, false",
        "sss, true"
    })
    void theSmallerNetworkComputesTheSame(String storage, boolean graph) {
        for (int seed = 0; seed < 4; seed++) {
            Model net = network(storage, graph, true);
            MaskSet masks = draw(net, seed);
            for (int step = 0; step < 3; step++) {
                TinyNetworks.fit(net, DATA);
                masked(net, masks.masks());
            }
            drawBiases(net);
            INDArray before = output(net);

            Compacted<? extends Model> compacted = compact(net, masks);

            assertThat(compacted.unitsSaved()).isGreaterThan(20);
            assertClose(output(compacted.network()), before);
            assertThat(compacted.network().numParams()).isLessThan(net.numParams());
            Compacted<? extends Model> again = compact(compacted.network(), compacted.masks());
            assertThat(again.unitsSaved()).isZero();
            assertThat(TinyNetworks.parameters(again.network()))
                    .isEqualTo(TinyNetworks.parameters(compacted.network()));
            assertThat(compacted.masks().names()).isEqualTo(masks.names());
        }
    }

    @Test
    void unreadUnitsTakeTheirUpdaterStateAlongAndNothingElse() {
        MultiLayerNetwork net = TinyNetworks.perceptron(b -> b.updater(new Adam(.01)));
        MaskSet masks =
                masked(net, new LinkedHashMap<>(Map.of("b_W", Mask.full(12, 8).minus(unread()))));
        for (int step = 0; step < 3; step++) {
            net.fit(DATA);
            masked(net, masks.masks());
        }

        MultiLayerNetwork small = Compaction.compact(net, masks).network();

        assertThat(layer(small, "a").getParam("W").shape()).containsExactly(6, 10);
        for (int step = 0; step < 5; step++) {
            net.fit(DATA);
            masked(net, masks.masks());
            small.fit(DATA);
            assertThat(output(small).sub(output(net)).amaxNumber().doubleValue())
                    .isLessThan(1e-6);
        }
    }

    /** The rows of units 4 and 7. */
    private static long[] unread() {
        long[] places = new long[16];
        for (int i = 0; i < 8; i++) {
            places[i] = 4L * 8 + i;
            places[8 + i] = 7L * 8 + i;
        }
        return places;
    }

    @Test
    void aConstantWithoutABiasToGoToStays() {
        MultiLayerNetwork net = (MultiLayerNetwork) network("ddd", false, false);
        Mask first = Mask.full(6, 40).minus(new long[] {3, 43, 83, 123, 163, 203}); // unit 3 receives nothing
        MaskSet masks = masked(net, new LinkedHashMap<>(Map.of("a_W", first)));
        INDArray before = output(net);

        Compacted<MultiLayerNetwork> compacted = Compaction.compact(net, masks);

        assertThat(compacted.unitsSaved()).isZero(); // sigmoid(0) = 0.5 goes to 30 units without biases
        assertThat(compacted.layer("a").orElseThrow().note())
                .contains("no biases")
                .contains("(1)");
        assertThat(TinyNetworks.bits(output(compacted.network()))).isEqualTo(TinyNetworks.bits(before));
    }

    @Test
    void aNetworkThatIsCutThroughIsRefused() {
        MultiLayerNetwork net = TinyNetworks.perceptron(b -> b);
        MaskSet masks = masked(net, new LinkedHashMap<>(Map.of("b_W", Mask.empty(12, 8))));

        assertThatThrownBy(() -> Compaction.compact(net, masks))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("does not depend on its input");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void layersOfOtherKindsAreLeftAloneAndSaidSo(boolean graph) {
        for (LayerKind kind : LayerKind.values()) {
            Model net = graph ? TinyNetworks.graph(kind, true, b -> b) : TinyNetworks.layered(kind, true, b -> b);
            DataSet data = TinyNetworks.data(kind.data(), 4, 1);

            Compacted<? extends Model> compacted = compact(net, new MaskSet(Map.of()));

            INDArray[] outputs = new INDArray[2];
            Model[] both = {net, compacted.network()};
            for (int i = 0; i < 2; i++) {
                outputs[i] = both[i] instanceof MultiLayerNetwork layered
                        ? layered.output(data.getFeatures())
                        : ((ComputationGraph) both[i]).output(data.getFeatures())[0];
            }
            assertClose(outputs[1], outputs[0]);
            if (kind != LayerKind.DENSE) {
                assertThat(compacted.layer("x").orElseThrow().note()).contains("Left alone");
            }
        }
    }
}
