package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparsityDistributionTest {

    private static final Offset<Double> SIX_DIGITS = within(5e-7);
    private static final WeightShape A = WeightShape.dense("a", 4, 2);
    private static final WeightShape B = WeightShape.dense("b", 10, 10);

    @Test
    void kernelCaseAAtDensityThreeTenths() {
        SparsityDistribution erk = SparsityDistribution.erdosRenyiKernel(0.7);

        double[] densities = erk.densities(List.of(A, B));

        assertThat(densities[0]).isEqualTo(0.934615, SIX_DIGITS);
        assertThat(densities[1]).isEqualTo(0.249231, SIX_DIGITS);
        // 7.4769 + 24.9231 = 32.4, rounded to 32: the larger remainder is b's
        assertThat(erk.budgets(List.of(A, B))).isEqualTo(Map.of("a_W", 7L, "b_W", 25L));
    }

    @Test
    void kernelCaseBAtOneHalfMakesTheSmallLayerDense() {
        SparsityDistribution erk = SparsityDistribution.erdosRenyiKernel(0.5);

        double[] densities = erk.densities(List.of(A, B));

        assertThat(densities[0]).isEqualTo(1);
        assertThat(densities[1]).isEqualTo(0.46, within(1e-12));
        assertThat(erk.budgets(List.of(A, B))).isEqualTo(Map.of("a_W", 8L, "b_W", 46L));
    }

    @Test
    void kernelSumsAllDimensionsOfAConvolution() {
        WeightShape conv = new WeightShape("c", "W", List.of(8L, 4L, 3L, 3L), 1, List.of(0));
        WeightShape dense = WeightShape.dense("d", 20, 30);

        double[] densities = SparsityDistribution.erdosRenyiKernel(0.8).densities(List.of(conv, dense));

        // raw p: 18/288 and 50/600; eps = 0.2 * 888 / 68
        double epsilon = 0.2 * 888 / 68;
        assertThat(densities[0]).isEqualTo(epsilon * 18 / 288, within(1e-12));
        assertThat(densities[1]).isEqualTo(epsilon * 50 / 600, within(1e-12));
    }

    @Test
    void kernelWithPowerZeroIsUniform() {
        assertThat(new ErdosRenyiKernel(0.7, 0).densities(List.of(A, B)))
                .containsExactly(new double[] {0.3, 0.3}, within(1e-12));
    }

    @Test
    void kernelWithoutSparsityIsDenseEverywhere() {
        assertThat(SparsityDistribution.erdosRenyiKernel(0).budgets(List.of(A, B)))
                .isEqualTo(Map.of("a_W", 8L, "b_W", 100L));
    }

    @Test
    void erdosRenyiByEpsilonOfTheWorkedCase() {
        SparsityDistribution er = SparsityDistribution.erdosRenyi(10);
        List<WeightShape> arrays = List.of(WeightShape.dense("d", 100, 50));

        assertThat(er.densities(arrays)).containsExactly(new double[] {0.3}, within(1e-12));
        assertThat(er.budgets(arrays)).isEqualTo(Map.of("d_W", 1500L));
    }

    @Test
    void erdosRenyiMakesALayerThatIsTooSmallDense() {
        WeightShape large = WeightShape.dense("l", 100, 50);

        assertThat(SparsityDistribution.erdosRenyi(10).budgets(List.of(A, large)))
                .isEqualTo(Map.of("a_W", 8L, "l_W", 1500L));
    }

    @Test
    void erdosRenyiRefusesAnEpsilonThatMakesEveryLayerDense() {
        assertThatThrownBy(() -> SparsityDistribution.erdosRenyi(20).densities(List.of(A)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(20.0)")
                .hasMessageContaining("a_W");
    }

    @Test
    void uniformGivesEveryLayerTheSameShare() {
        assertThat(SparsityDistribution.uniform(0.75).budgets(List.of(A, B))).isEqualTo(Map.of("a_W", 2L, "b_W", 25L));
    }

    @Test
    void equalRemaindersGoToTheFirstArrays() {
        List<WeightShape> arrays =
                List.of(WeightShape.dense("x", 1, 5), WeightShape.dense("y", 1, 5), WeightShape.dense("z", 1, 5));

        Map<String, Long> budgets = SparsityDistribution.uniform(0.5).budgets(arrays);

        // 2.5 three times: 7.5 rounds to 8, so two of the three get one more
        assertThat(budgets.values()).containsExactly(3L, 3L, 2L);
        assertThat(budgets.keySet()).containsExactly("x_W", "y_W", "z_W");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9, 0.95})
    void budgetsAddUpToTheRoundedTotalAndFitTheirArrays(double sparsity) {
        for (int seed = 0; seed < 200; seed++) {
            RandomStream random = RandomStream.of(seed, "nets");
            List<WeightShape> arrays = new ArrayList<>();
            for (int l = 0; l < 1 + seed % 7; l++) {
                arrays.add(WeightShape.dense("l" + l, 5 + random.nextInt(200), 5 + random.nextInt(200)));
            }
            long size = arrays.stream().mapToLong(WeightShape::size).sum();

            Map<String, Long> budgets =
                    SparsityDistribution.erdosRenyiKernel(sparsity).budgets(arrays);

            assertThat(budgets.values().stream().mapToLong(n -> n).sum())
                    .as("seed " + seed)
                    .isEqualTo(BigDecimal.ONE
                            .subtract(BigDecimal.valueOf(sparsity))
                            .multiply(BigDecimal.valueOf(size))
                            .setScale(0, RoundingMode.HALF_UP)
                            .longValueExact());
            arrays.forEach(array -> assertThat(budgets.get(array.name())).isBetween(1L, array.size()));
        }
    }

    @Test
    void anOverriddenLayerLeavesTheDistributionOfTheOthersAlone() {
        SparsityDistribution erk = SparsityDistribution.erdosRenyiKernel(0.5);
        WeightShape c = WeightShape.dense("c", 6, 6);

        double[] densities = erk.withDensity("c", 0.25).densities(List.of(A, c, B));

        assertThat(densities[1]).isEqualTo(0.25);
        assertThat(new double[] {densities[0], densities[2]}).isEqualTo(erk.densities(List.of(A, B)));
    }

    @Test
    void layersCanBeKeptDenseByLayerOrArrayName() {
        WeightShape recurrent = new WeightShape("lstm", "RW", List.of(4L, 16L), 0, List.of(1));
        WeightShape input = new WeightShape("lstm", "W", List.of(4L, 16L), 0, List.of(1));

        double[] densities =
                SparsityDistribution.uniform(0.5).keepDense("a", "lstm_RW").densities(List.of(A, input, recurrent, B));

        assertThat(densities).containsExactly(1, 0.5, 1, 0.5);
    }

    @Test
    void aLaterOverrideOfTheSameLayerIsRefusedRatherThanIgnored() {
        // the outer exception takes the layer away, so the inner one no longer finds it
        assertThatThrownBy(() -> SparsityDistribution.uniform(0.5)
                        .keepDense("a")
                        .withDensity("a", 0.2)
                        .densities(List.of(A, B)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(a)");
    }

    @Test
    void anUnknownLayerInAnOverrideIsRefusedWithTheLayersThereAre() {
        assertThatThrownBy(() ->
                        SparsityDistribution.uniform(0.5).keepDense("dense7").budgets(List.of(A, B)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(dense7)")
                .hasMessageContaining("[a, b]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.0001, 90, Double.NaN})
    void overriddenDensitiesOutsideOfTheirRangeAreRefused(double density) {
        assertThatThrownBy(() -> SparsityDistribution.uniform(0.5).withDensity("a", density))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + density + ")")
                .hasMessageContaining("(a)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.2, 90, Double.NaN, Double.POSITIVE_INFINITY})
    void sparsitiesOutsideOfTheirRangeAreRefused(double sparsity) {
        for (Runnable make : List.<Runnable>of(
                () -> SparsityDistribution.uniform(sparsity), () -> SparsityDistribution.erdosRenyiKernel(sparsity))) {
            assertThatThrownBy(make::run)
                    .isInstanceOf(DL4JInvalidConfigException.class)
                    .hasMessageContaining("(" + sparsity + ")")
                    .hasMessageContaining("[0, 1)");
        }
    }

    @Test
    void aPercentageIsRecognised() {
        assertThatThrownBy(() -> SparsityDistribution.uniform(90))
                .hasMessageContaining("percentage")
                .hasMessageContaining("0.9");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void epsilonsThatAreNotPositiveAreRefused(double epsilon) {
        assertThatThrownBy(() -> SparsityDistribution.erdosRenyi(epsilon))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + epsilon + ")");
    }

    @Test
    void aLayerLeftWithoutConnectionsIsRefusedByName() {
        assertThatThrownBy(() -> SparsityDistribution.uniform(0.99).budgets(List.of(B, A)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("layer (a)")
                .hasMessageContaining("(8)");
    }
}
