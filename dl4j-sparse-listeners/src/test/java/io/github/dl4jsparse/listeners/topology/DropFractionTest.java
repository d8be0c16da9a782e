package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropFractionTest {

    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void cosineFallsFromItsStartToZero() {
        DropFraction cosine = DropFraction.cosine(0.3);

        assertThat(cosine.at(0)).isEqualTo(0.3, EXACT);
        assertThat(cosine.at(0.5)).isEqualTo(0.15, EXACT);
        assertThat(cosine.at(1)).isEqualTo(0, EXACT);
        assertThat(cosine.at(0.25)).isEqualTo(0.15 * (1 + Math.sqrt(0.5)), EXACT);
    }

    @Test
    void cosineWithAFloorFallsToTheFloor() {
        DropFraction cosine = DropFraction.cosine(0.5, 0.005);

        assertThat(cosine.at(0)).isEqualTo(0.5, EXACT);
        assertThat(cosine.at(0.5)).isEqualTo(0.2525, EXACT);
        assertThat(cosine.at(1)).isEqualTo(0.005, EXACT);
    }

    @Test
    void constantStaysLinearFallsEvenlyAndInversePowerFallsFast() {
        assertThat(DropFraction.constant(0.3).at(0.9)).isEqualTo(0.3);
        assertThat(DropFraction.linear(0.3).at(0)).isEqualTo(0.3);
        assertThat(DropFraction.linear(0.3).at(0.5)).isEqualTo(0.15, EXACT);
        assertThat(DropFraction.linear(0.3).at(1)).isZero();
        assertThat(DropFraction.inversePower(0.3, 3).at(0)).isEqualTo(0.3, EXACT);
        assertThat(DropFraction.inversePower(0.3, 3).at(0.5)).isEqualTo(0.0375, EXACT);
        assertThat(DropFraction.inversePower(0.3, 3).at(1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, 30, Double.NaN})
    void fractionsOutsideOfTheUnitIntervalAreRefused(double fraction) {
        for (Runnable make : List.<Runnable>of(
                () -> DropFraction.constant(fraction),
                () -> DropFraction.cosine(fraction),
                () -> DropFraction.linear(fraction),
                () -> DropFraction.inversePower(fraction, 3))) {
            assertThatThrownBy(make::run)
                    .isInstanceOf(DL4JInvalidConfigException.class)
                    .hasMessageContaining("(" + fraction + ")");
        }
    }

    @Test
    void floorsAboveTheStartAndPowersThatAreNotPositiveAreRefused() {
        assertThatThrownBy(() -> DropFraction.cosine(0.3, 0.4)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> DropFraction.cosine(0.3, Double.NaN)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> DropFraction.inversePower(0.3, 0)).isInstanceOf(DL4JInvalidConfigException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOOR, 0.3, 10, 3",
        "FLOOR, 0.1, 30, 3",
        "FLOOR, 0.3, 9, 2",
        "FLOOR, 0, 9, 0",
        "FLOOR, 0.29, 100, 29",
        "CEILING, 0.3, 9, 3",
        "CEILING, 0.3, 10, 3",
        "CEILING, 0.22000000000000004, 100, 22",
        "CEILING, 0, 9, 0",
        "CEILING, 1, 9, 9"
    })
    void productsAreRoundedAsIfTheyWereExact(CountRounding rounding, double fraction, long count, long expected) {
        assertThat(rounding.of(fraction, count)).isEqualTo(expected);
    }
}
