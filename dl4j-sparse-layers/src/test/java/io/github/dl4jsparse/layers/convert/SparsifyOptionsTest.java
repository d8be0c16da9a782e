package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.kernel.KernelBackend;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
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

        assertThat(SparsifyOptions.defaults().thresholdFor(DataType.FLOAT)).isEqualTo(vector ? 0.60 : 0.75);
        assertThat(SparsifyOptions.defaults().thresholdFor(DataType.DOUBLE)).isEqualTo(0.75);
        assertThat(SparsifyOptions.builder().minSparsity(0.9).build().thresholdFor(DataType.DOUBLE))
                .isEqualTo(0.9);
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
