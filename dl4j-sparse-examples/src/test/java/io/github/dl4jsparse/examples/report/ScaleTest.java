package io.github.dl4jsparse.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void theEndsAreRoundNumbersAroundTheValues() {
        Scale scale = Scale.around(82.2, 96.98, 6, 100, 0);

        assertThat(scale.ticks()).containsExactly(80.0, 82.5, 85.0, 87.5, 90.0, 92.5, 95.0, 97.5);
        assertThat(scale.at(80)).isEqualTo(100);
        assertThat(scale.at(97.5)).isEqualTo(0);
    }

    @Test
    void equalValuesStillHaveAnAxis() {
        Scale scale = Scale.around(5, 5, 6, 0, 1);

        assertThat(scale.high()).isGreaterThan(scale.low());
        assertThat(scale.at(5)).isBetween(0.0, 1.0);
    }

    @Test
    void wholeNumbersHaveWholeTicks() {
        assertThat(Scale.ofWholeNumbers(1, 4, 10, 0, 1).ticks()).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(Scale.ofWholeNumbers(0, 200, 10, 0, 1).ticks()).hasSize(11).contains(20.0, 200.0);
        assertThat(Scale.ofWholeNumbers(1, 1, 10, 0, 1).ticks()).containsExactly(1.0, 2.0);
    }
}
