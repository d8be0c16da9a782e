package io.github.dl4jsparse.listeners.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Hand-computed theoretical costs and compression. */
class TheoreticalCostsTest {

    private static final Flops TENTH = new Flops(10, 100);

    @Test
    void aStepCostsThreeTimesAForwardPass() {
        assertThat(TENTH.denseStep()).isEqualTo(300);
        assertThat(TENTH.sparseStep()).isEqualTo(30);
        assertThat(TENTH.speedUp()).isEqualTo(10);
    }

    @Test
    void riglPaysForOneDenseGradientInEachInterval() {
        assertThat(TENTH.riglStep(9))
                .isEqualTo((3 * 10 * 9 + 2 * 10 + 100) / 10.0)
                .isEqualTo(39);
        assertThat(TENTH.riglStep(99)).isEqualTo(30.9);
        assertThatThrownBy(() -> TENTH.riglStep(0)).hasMessageContaining("(0)");
    }

    @Test
    void sparseMomentumPaysForADenseGradientInEachStep() {
        assertThat(TENTH.snfsStep()).isEqualTo(120);
    }

    @Test
    void biasesCountWhenADensityIsSoughtForACompression() {
        assertThat(Compression.density(110, 100, 2)).isCloseTo(.45, within(1e-12));
        assertThat(new Compression(110, 100, 45).ratio()).isEqualTo(2);
    }

    @Test
    void whatBiasesAloneExceedIsRefused() {
        assertThatThrownBy(() -> Compression.density(110, 100, 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(11.0)")
                .hasMessageContaining("smaller ratio");
    }
}
