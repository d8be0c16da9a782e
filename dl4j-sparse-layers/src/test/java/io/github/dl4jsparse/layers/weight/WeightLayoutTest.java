package io.github.dl4jsparse.layers.weight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class WeightLayoutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DENSE                | W [6, 5] in 0 out [1]",
                "EMBEDDING            | W [6, 4] in 0 out [1]",
                "EMBEDDING_SEQUENCE   | W [6, 4] in 0 out [1]",
                "LSTM_LAYER           | W [3, 16] in 0 out [1], RW [4, 16] in 0 out [1]",
                "GRAVES_LSTM          | W [3, 16] in 0 out [1], RW [4, 16] in 0 out [1]",
                "GRAVES_BIDIRECTIONAL | WF [3, 16] in 0 out [1], RWF [4, 16] in 0 out [1], WB [3, 16] in 0 out [1], RWB [4, 16] in 0 out [1]",
                "SIMPLE_RNN           | W [3, 4] in 0 out [1], RW [4, 4] in 0 out [1]",
                "BIDIRECTIONAL        | fW [3, 12] in 0 out [1], fRW [3, 12] in 0 out [1], bW [3, 12] in 0 out [1], bRW [3, 12] in 0 out [1]",
                "LAST_TIME_STEP       | W [3, 16] in 0 out [1], RW [4, 16] in 0 out [1]",
                "MASK_ZERO            | W [3, 16] in 0 out [1], RW [4, 16] in 0 out [1]",
                "TIME_DISTRIBUTED     | W [3, 4] in 0 out [1]",
                "CONV_1D              | W [2, 3, 4] in 1 out [2]",
                "CONV_2D              | W [4, 2, 3, 2] in 1 out [0]",
                "CONV_3D              | W [3, 2, 2, 2, 3] in 1 out [0]",
                "DECONV_2D            | W [2, 4, 2, 3] in 0 out [1]",
                "DECONV_3D            | W [2, 2, 2, 4, 2] in 4 out [3]",
                "DEPTHWISE            | W [3, 2, 2, 2] in 2 out [2, 3]",
                "SEPARABLE            | W [2, 2, 3, 2] in 1 out [0, 1], pW [3, 4, 1, 1] in 1 out [0]"
            })
    void everyKindHasTheWeightsOfTheTable(LayerKind kind, String expected) {
        NetworkView view = NetworkView.of(TinyNetworks.layered(kind, false, b -> b));

        List<WeightShape> shapes = NetworkWeights.of(view).maskable();

        assertThat(shapes.stream()
                        .filter(s -> s.layer().equals("x"))
                        .map(s -> s.parameter() + " " + s.dims() + " in " + s.inputAxis() + " out " + s.outputAxes()))
                .isEqualTo(List.of(expected.split(", (?=\\D)")));
        assertThat(shapes.get(shapes.size() - 1).name()).isEqualTo("out_W");
    }

    @ParameterizedTest
    @EnumSource
    void aPositionIsTheElementWithItsCoordinates(LayerKind kind) {
        MultiLayerNetwork network = TinyNetworks.layered(kind, false, b -> b);
        NetworkView view = NetworkView.of(network);
        Map<String, int[]> others = otherParameters(network.getLayer(0));

        List<SparseWeight> weights = openFull(view);
        for (int a = 0; a < weights.size(); a++) {
            int base = 10_000 * (a + 1);
            weights.get(a).assign(position -> base + position);
        }

        for (int a = 0; a < weights.size(); a++) {
            WeightShape shape = weights.get(a).shape();
            INDArray array = seenAs(shape, view.layers().get(shape.layer()).getParam(shape.parameter()));
            for (long position = 0; position < shape.size(); position++) {
                int[] at = TinyNetworks.coordinates(position, dims(shape));
                assertThat((long) array.getDouble(at)).isEqualTo(10_000L * (a + 1) + position);
            }
            weights.get(a)
                    .forEachActive((position, value) ->
                            assertThat((long) value % 10_000).isEqualTo(position));
        }
        assertThat(otherParameters(network.getLayer(0)))
                .usingRecursiveComparison()
                .isEqualTo(others);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsBelongToTheSameElement(LayerKind kind) {
        MultiLayerNetwork network = TinyNetworks.layered(kind, false, b -> b.activation(Activation.TANH));
        List<SparseWeight> weights = openFull(NetworkView.of(network));
        weights.forEach(SparseWeight::requestGradient);
        DataSet data = TinyNetworks.data(kind.data(), 4, 1);
        network.setInput(data.getFeatures());
        network.setLabels(data.getLabels());

        network.computeGradientAndScore();

        for (SparseWeight weight : weights) {
            weight.afterGradient();
            WeightShape shape = weight.shape();
            String key = (shape.layer().equals("x") ? "0_" : "1_") + shape.parameter();
            INDArray expected = seenAs(shape, network.gradient().getGradientFor(key));
            double[] sum = {0};
            Mask none = Mask.empty(dims(shape));
            weight.forEachGradient(none, (position, value) -> {
                sum[0] += Math.abs(value);
                assertThat(value)
                        .as(shape.name() + " " + position)
                        .isEqualTo(expected.getDouble(TinyNetworks.coordinates(position, dims(shape))));
            });
            assertThat(sum[0]).as(shape.name()).isPositive();
        }
    }

    /** One weight alone is 1: only its output unit answers, and only to its input unit. */
    @ParameterizedTest
    @EnumSource(
            names = {"DENSE", "CONV_1D", "CONV_2D", "CONV_3D", "DECONV_2D", "DECONV_3D", "DEPTHWISE", "TIME_DISTRIBUTED"
            })
    void unitsAreThoseThatDl4jComputesWith(LayerKind kind) {
        MultiLayerNetwork network = TinyNetworks.layered(kind, false, b -> b.activation(Activation.IDENTITY));
        NetworkView view = NetworkView.of(network);
        SparseWeight weight = openFull(view).get(0);
        WeightShape shape = weight.shape();
        INDArray features = TinyNetworks.data(kind.data(), 2, 3).getFeatures();
        int channels = kind.data() == LayerKind.Data.VOLUME ? 4 : 1;
        for (long one = 0; one < shape.size(); one++) {
            long single = one;
            weight.assign(position -> position == single ? 1 : 0);

            INDArray output = activate(network, features);
            INDArray silenced = features.dup();
            silenced.slice(shape.inputUnit(one), channels).assign(0);

            for (int unit = 0; unit < output.size(channels); unit++) {
                double magnitude =
                        output.slice(unit, channels).dup().norm1Number().doubleValue();
                assertThat(magnitude > 0)
                        .as("weight " + one + " unit " + unit)
                        .isEqualTo(unit == shape.outputUnit(one));
            }
            assertThat(activate(network, silenced).norm1Number().doubleValue()).isZero();
        }
    }

    private static INDArray activate(MultiLayerNetwork network, INDArray features) {
        Layer layer = network.getLayer(0);
        layer.setInput(features, LayerWorkspaceMgr.noWorkspaces());
        return layer.activate(false, LayerWorkspaceMgr.noWorkspaces()).dup('c');
    }

    @Test
    void normalisationSlopesAndFrozenLayersHaveNoWeights() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new FrozenLayer(new DenseLayer.Builder().nIn(4).nOut(4).build()))
                .layer(new FrozenLayerWithBackprop(
                        new DenseLayer.Builder().nIn(4).nOut(4).build()))
                .layer(new BatchNormalization.Builder().nOut(4).build())
                .layer(new PReLULayer.Builder().nIn(4).nOut(4).inputShape(4).build())
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .hasLayerNorm(true)
                        .build())
                .layer(new LossLayer.Builder().activation(Activation.SOFTMAX).build())
                .build());
        network.init();

        assertThat(NetworkWeights.of(NetworkView.of(network)).maskable().stream()
                        .map(WeightShape::name))
                .containsExactly("layer4_W");
    }

    @Test
    void anOutputLayerWithParametersOfItsOwnKindHasNoWeights() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
                .layer(new OCNNOutputLayer.Builder()
                        .nIn(3)
                        .hiddenLayerSize(2)
                        .nu(0.1)
                        .windowSize(10)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();

        assertThat(NetworkWeights.of(NetworkView.of(network)).maskable().stream()
                        .map(WeightShape::name))
                .containsExactly("layer0_W");
    }

    private static List<SparseWeight> openFull(NetworkView view) {
        NetworkWeights found = NetworkWeights.of(view);
        Map<String, Mask> masks = new LinkedHashMap<>();
        found.maskable().forEach(shape -> masks.put(shape.name(), Mask.full(dims(shape))));
        return found.open(new MaskSet(masks));
    }

    /** The array in the dimensions of the table; one with peepholes stays as it is. */
    private static INDArray seenAs(WeightShape shape, INDArray array) {
        return array.length() == shape.size() ? array.dup('c').reshape('c', dims(shape)) : array;
    }

    private static long[] dims(WeightShape shape) {
        return shape.dims().stream().mapToLong(Long::longValue).toArray();
    }

    /** Biases and peepholes. */
    private static Map<String, int[]> otherParameters(Layer layer) {
        Map<String, int[]> others = new LinkedHashMap<>();
        Map<String, WeightLayout> layouts = new LinkedHashMap<>();
        WeightLayout.of(layer.conf().getLayer()).forEach(l -> layouts.put(l.parameter(), l));
        layer.paramTable().forEach((name, array) -> {
            WeightLayout layout = layouts.get(name);
            if (layout == null) {
                others.put(name, TinyNetworks.bits(array));
            } else if (layout.peepholes() > 0) {
                int[] all = TinyNetworks.bits(array);
                int columns = (int) array.size(1);
                int[] peepholes = new int[(int) array.size(0) * 3];
                for (int i = 0; i < peepholes.length; i++) {
                    peepholes[i] = all[i / 3 * columns + columns - 3 + i % 3];
                }
                assertThat(Arrays.stream(peepholes).distinct().count()).isGreaterThan(1);
                others.put(name, peepholes);
            }
        });
        return others;
    }

    @Test
    void doubleNetworksAreReadAndWrittenInFullPrecision() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.DENSE, b -> b.dataType(DataType.DOUBLE));
        SparseWeight weight = openFull(NetworkView.of(network)).get(0);

        weight.assign(position -> position + 1.0 / 3);

        assertThat(network.getLayer(0).getParam("W").getDouble(1, 2)).isEqualTo(7 + 1.0 / 3);
        weight.forEachActive((position, value) -> assertThat(value).isEqualTo(position + 1.0 / 3));
    }
}
