package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.dense;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.kernel.KernelBackend;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class SparsifyOptionsTest {

    private static LayerDecision decisionOfMiddleLayer(int zeros, SparsifyOptions options) {
        MultiLayerNetwork net = small(base(DataType.DOUBLE, new Sgd(0.1)));
        for (int i = 0; i < zeros; i++) {
            net.getLayer(1).getParam("W").putScalar(i, 0);
        }
        return Sparsify.toSparse(net, options).layer("layer1").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"53, false", "54, true", "55, true"})
    void aLayerIsConvertedFromTheThresholdOn(int zeros, boolean converted) {
        // 54 of the 72 places are 75 %
        SparsifyOptions options =
                SparsifyOptions.builder().minPlaces(72).minSparsity(0.75).build();

        assertThat(decisionOfMiddleLayer(zeros, options).converted()).isEqualTo(converted);
    }

    @ParameterizedTest
    @CsvSource({"71, true", "72, true", "73, false"})
    void aLayerIsConvertedFromTheSmallestSizeOn(int minPlaces, boolean converted) {
        SparsifyOptions options = SparsifyOptions.builder().minPlaces(minPlaces).build();

        LayerDecision decision = decisionOfMiddleLayer(70, options);

        assertThat(decision.converted()).isEqualTo(converted);
        assertThat(decision.reason()).contains(converted ? "reaches the threshold (0.75)" : "places (72)");
    }

    @Test
    void theDefaultThresholdIsThatOfTheKernelsThatCompute() {
        boolean vector = KernelBackend.name().startsWith("vector");

        for (Layer layer : List.of(dense(2, 3), output(2, 3), new LSTM.Builder().build())) {
            assertThat(SparsifyOptions.defaults().thresholdFor(layer, DataType.FLOAT))
                    .isEqualTo(vector ? 0.60 : 0.75);
            assertThat(SparsifyOptions.defaults().thresholdFor(layer, DataType.DOUBLE))
                    .isEqualTo(0.75);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theDefaultThresholdOfAConvolutionIsAHalf(DataType type) {
        Layer layer = new ConvolutionLayer.Builder().build();

        assertThat(SparsifyOptions.defaults().thresholdFor(layer, type)).isEqualTo(0.5);
    }

    @Test
    void aThresholdThatIsGivenIsThatOfEveryLayer() {
        SparsifyOptions options = SparsifyOptions.builder().minSparsity(0.9).build();

        assertThat(options.thresholdFor(dense(2, 3), DataType.DOUBLE)).isEqualTo(0.9);
        assertThat(options.thresholdFor(new ConvolutionLayer.Builder().build(), DataType.DOUBLE))
                .isEqualTo(0.9);
    }

    @ParameterizedTest
    @CsvSource({"23, false", "24, true"})
    void aConvolutionIsConvertedFromItsOwnThresholdOn(int zeros, boolean converted) {
        // 24 of the 48 places are 50 %
        MultiLayerNetwork net = ConvertedKind.IMAGES.net(base(DataType.DOUBLE, new Sgd(0.1)));
        INDArray filters = net.getLayer(0).getParam("W").assign(1);
        for (int i = 0; i < zeros; i++) {
            filters.putScalar(i, 0);
        }
        SparsifyOptions options = SparsifyOptions.builder().minPlaces(48).build();

        LayerDecision decision = Sparsify.toSparse(net, options).layer("layer0").orElseThrow();

        assertThat(decision.converted()).isEqualTo(converted);
        assertThat(decision.reason()).endsWith("the threshold (0.5).");
    }

    @Test
    void theDefaultSmallestSizeIsThatOfTheKindOfLayer() {
        Layer convolution = new ConvolutionLayer.Builder().build();

        assertThat(SparsifyOptions.defaults().minPlacesFor(dense(2, 3))).isEqualTo(4096);
        assertThat(SparsifyOptions.defaults().minPlacesFor(convolution)).isEqualTo(256);
        assertThat(SparsifyOptions.builder().minPlaces(10).build().minPlacesFor(convolution))
                .isEqualTo(10);
    }

    @Test
    void aLayerCanBeKeptDense() {
        SparsifyOptions options =
                SparsifyOptions.builder().minPlaces(0).keepDense("layer1").build();

        LayerDecision decision = decisionOfMiddleLayer(70, options);

        assertThat(decision.converted()).isFalse();
        assertThat(decision.reason()).contains("keep dense");
    }

    @Test
    void anUnknownLayerCannotBeKeptDense() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Sgd(0.1)));
        SparsifyOptions options = SparsifyOptions.builder().keepDense("layer7").build();

        assertThatThrownBy(() -> Sparsify.toSparse(net, options))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(layer7)")
                .hasMessageContaining("layer0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, 90, Double.NaN})
    void aThresholdIsAShare(double sparsity) {
        SparsifyOptions.Builder builder = SparsifyOptions.builder().minSparsity(sparsity);

        assertThatThrownBy(builder::build)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + sparsity + ")");
    }

    @Test
    void aSizeIsNotNegative() {
        SparsifyOptions.Builder builder = SparsifyOptions.builder().minPlaces(-1);

        assertThatThrownBy(builder::build)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-1)");
    }
}
