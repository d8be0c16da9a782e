package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargestRemainderTest {

    @Test
    void theLargestRemaindersAreRoundedUp() {
        assertThat(LargestRemainder.round(new double[] {7.48, 24.92})).containsExactly(7, 25);
        assertThat(LargestRemainder.round(new double[] {0.857142857, 2.142857143}))
                .containsExactly(1, 2);
    }

    @Test
    void theFirstAmongEqualRemaindersIsRoundedUp() {
        assertThat(LargestRemainder.round(new double[] {1.25, 1.25, 1.5, 1.5})).containsExactly(1, 1, 2, 2);
        assertThat(LargestRemainder.round(new double[] {1.5, 1.5})).containsExactly(2, 1);
    }

    @Test
    void productsThatAreWholeButForTheRoundingOfDoublesStayWhole() {
        assertThat(LargestRemainder.round(new double[] {22.000000000000004, 2.9999999999999996}))
                .containsExactly(22, 3);
    }

    @Test
    void aTotalJustBelowAHalfBecauseOfTheRoundingOfDoublesIsRoundedUp() {
        // 5475.5 in exact numbers
        assertThat(LargestRemainder.round(new double[] {5000.25, 475.2499999999999}))
                .containsExactly(5001, 475);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
    void sharesOfWhichNoPartFollowsAreRefused(double share) {
        assertThatThrownBy(() -> LargestRemainder.apportion(4, new double[] {share, 1}, new long[] {9, 9}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(" + share + ")");
    }

    @Test
    void wholeSharesAndNoSharesStayAsTheyAre() {
        assertThat(LargestRemainder.round(new double[] {3, 0, 5})).containsExactly(3, 0, 5);
        assertThat(LargestRemainder.round(new double[0])).isEmpty();
    }
}
