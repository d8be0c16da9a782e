package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.mask;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.masks;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.state;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class CalibrationTest {

    private static MultiLayerNetwork masked() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Adam(0.01)).dropOut(0.8));
        mask(net, masks(net, 0.3));
        train(net, DataType.FLOAT, 2, 1);
        return net;
    }

    private static SparsifyOptions timed(Timed timed) {
        return SparsifyOptions.builder()
                .calibrate(new Calibration(timed, 8, 1, 3, 1))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Timed.class)
    void eachLayerIsConvertedIfItsTimeIsTheSmallerOne(Timed timed) {
        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(masked(), timed(timed));

        assertThat(result.layers()).hasSize(3).allSatisfy(decision -> {
            LayerTimes times = decision.times().orElseThrow();
            assertThat(times.denseMillis()).hasSize(3).allMatch(time -> time > 0);
            assertThat(times.sparseMillis()).hasSize(3).allMatch(time -> time > 0);
            assertThat(decision.converted()).isEqualTo(times.sparseMedian() < times.denseMedian());
            assertThat(decision.reason()).startsWith("Measured (").contains("batch 8");
        });
    }

    @Test
    void aLayerThatIsMoreThanHalfFullStaysWithoutBeingTimed() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Adam(0.01)));

        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, timed(Timed.INFERENCE));

        assertThat(result.layers()).hasSize(3).allSatisfy(decision -> {
            assertThat(decision.converted()).isFalse();
            assertThat(decision.times()).isEmpty();
            assertThat(decision.reason()).contains("(0.0000)").contains("(0.5)");
        });
    }

    @ParameterizedTest
    @CsvSource({"IMAGES, 0.6, true", "IMAGES, 0.4, false", "LAST_STEPS, 0.8, true", "LAST_STEPS, 0.4, false"})
    void ofConvolutionsAndLstmsTheThresholdDecides(ConvertedKind kind, double sparsity, boolean converted) {
        MultiLayerNetwork net = kind.net(base(DataType.FLOAT, new Adam(0.01)));
        mask(net, kind.masks(net, 1 - sparsity));
        SparsifyOptions options = SparsifyOptions.builder()
                .minPlaces(0)
                .calibrate(new Calibration(Timed.INFERENCE, 8, 1, 3, 1))
                .build();

        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, options);

        assertThat(result.layers().subList(0, 2)).allSatisfy(decision -> {
            assertThat(decision.converted()).isEqualTo(converted);
            assertThat(decision.times()).isEmpty();
            assertThat(decision.reason()).startsWith("It is not timed").contains("the threshold (");
        });
    }

    @Test
    void neitherTheNetworkNorTheRandomGeneratorIsTouched() {
        MultiLayerNetwork net = masked();
        double[] params = bits(net.params());
        double[] state = state(net);
        long root = Nd4j.getRandom().rootState();
        long node = Nd4j.getRandom().nodeState();

        Sparsify.toSparse(net, timed(Timed.TRAINING));

        assertThat(bits(net.params())).containsExactly(params);
        assertThat(state(net)).containsExactly(state);
        assertThat(Nd4j.getRandom().rootState()).isEqualTo(root);
        assertThat(Nd4j.getRandom().nodeState()).isEqualTo(node);
    }

    @Test
    void thresholdsMeasureNothing() {
        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(masked());

        assertThat(result.layers()).allMatch(decision -> decision.times().isEmpty());
    }

    @Test
    void aMedianIsTheMiddleTimeOrTheMeanOfTwo() {
        LayerTimes times = new LayerTimes(List.of(5.0, 1.0, 2.0), List.of(4.0, 1.0, 2.0, 9.0));

        assertThat(times.denseMedian()).isEqualTo(2);
        assertThat(times.sparseMedian()).isEqualTo(3);
        assertThat(new LayerTimes(List.of(), List.of()).denseMedian()).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, -1, 1", "1, 1, 0"})
    void numbersOutOfRangeAreRefused(int batch, int warmUp, int rounds) {
        assertThatThrownBy(() -> new Calibration(Timed.TRAINING, batch, warmUp, rounds, 1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + batch + ")")
                .hasMessageContaining("(" + warmUp + ")")
                .hasMessageContaining("(" + rounds + ")");
    }
}
