package io.github.dl4jsparse.layers.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Sgd;

class LayerwiseIsometryTest {

    /** {@code x_W} of [6, 5]. */
    private static SparseWeight weight(Mask mask) {
        return NetworkWeights.of(NetworkView.of(TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Sgd(.1)))))
                .open(new MaskSet(Map.of("x_W", mask)))
                .get(0);
    }

    private static IsometryReport apply(SparseWeight weight, int steps) {
        return new LayerwiseIsometry(steps, 1e-12).apply(List.of(weight)).get(0);
    }

    @Test
    void anOrthogonalWeightHasNoLossAndStays() {
        SparseWeight weight = weight(Mask.full(6, 5));
        weight.assign(position -> position / 5 == position % 5 ? 1 : 0); // the first five of six unit vectors

        IsometryReport report = apply(weight, 100);

        assertThat(report.lossBefore()).isZero();
        assertThat(report.lossAfter()).isZero();
        assertThat(report.steps()).isZero();
        assertThat(report.before().mean()).isCloseTo(1, within(1e-6));
        assertThat(report.before().deviation()).isCloseTo(0, within(1e-3));
    }

    @Test
    void theLossIsTheSquaredDistanceOfTheGramMatrixFromIdentity() {
        SparseWeight weight = weight(Mask.full(6, 5));
        weight.assign(position -> position / 5 == position % 5 ? 2 : 0);

        // five times (4 - 1)^2, and five singular values of 2
        IsometryReport report = apply(weight, 1);

        assertThat(report.lossBefore()).isEqualTo(45);
        assertThat(report.before()).isEqualTo(new SingularValues(2, 0));
    }

    @Test
    void oneStepIsOneOfGradientDescent() {
        SparseWeight weight = weight(Mask.ofActive(new long[] {6, 5}, 0));
        weight.assign(position -> 1.5);

        IsometryReport report = apply(weight, 1);

        // 1.5 - .1 * 4 * (2.25 - 1) * 1.5 = .75; the other four columns are empty for ever
        double[] value = new double[1];
        weight.forEachActive((position, v) -> value[0] = v);
        assertThat(value[0]).isCloseTo(.75, within(1e-6));
        assertThat(report.lossBefore()).isCloseTo(4 + 1.25 * 1.25, within(1e-9));
        assertThat(report.lossAfter()).isCloseTo(4 + .4375 * .4375, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void theLossFallsSingularValuesGatherAndTheMaskStays(LayerKind kind) {
        MultiLayerNetwork network = TinyNetworks.network(kind, b -> b.updater(new Sgd(.1)));
        NetworkView view = NetworkView.of(network);
        Map<String, Mask> masks = new LinkedHashMap<>();
        for (WeightShape shape : NetworkWeights.of(view).maskable()) {
            long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
            masks.put(shape.name(), Mask.random(dims, shape.size() * 7 / 10, RandomStream.of(1, shape.name())));
        }
        List<SparseWeight> weights = NetworkWeights.of(view).open(new MaskSet(masks));

        List<IsometryReport> reports = new LayerwiseIsometry(300, 1e-9).apply(weights);

        for (int i = 0; i < reports.size(); i++) {
            IsometryReport report = reports.get(i);
            assertThat(report.name()).isEqualTo(weights.get(i).name());
            assertThat(report.lossAfter()).isLessThan(report.lossBefore());
            assertThat(Math.abs(report.after().mean() - 1))
                    .isLessThanOrEqualTo(Math.abs(report.before().mean() - 1));
            assertThat(weights.get(i).active()).isEqualTo(masks.get(report.name()));
        }
        int[] params = TinyNetworks.parameters(network);
        weights.forEach(SparseWeight::afterStep);
        assertThat(TinyNetworks.parameters(network))
                .as("inactive positions are +0.0")
                .isEqualTo(params);
    }

    @Test
    void everyFurtherStepLowersTheLoss() {
        double last = Double.POSITIVE_INFINITY;
        for (int steps = 1; steps < 8; steps++) {
            double loss = apply(weight(Mask.random(new long[] {6, 5}, 20, RandomStream.of(2, "mask"))), steps)
                    .lossAfter();
            assertThat(loss).isLessThan(last);
            last = loss;
        }
    }

    @Test
    void weightsThatAreTooLargeAndNumbersOutOfRangeAreRefused() {
        LayerwiseIsometry isometry = new LayerwiseIsometry(1, 0);
        assertThatThrownBy(() -> isometry.check(List.of(WeightShape.dense("huge", 100_000, 100_000))))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(huge_W)")
                .hasMessageContaining("sparsity-aware");
        assertThatThrownBy(() -> new LayerwiseIsometry(0, 0)).hasMessageContaining("(0)");
        assertThatThrownBy(() -> new LayerwiseIsometry(1, -1)).hasMessageContaining("(-1.0)");
    }
}
