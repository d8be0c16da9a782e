package io.github.dl4jsparse.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {

    @Test
    void theMedianOfAnOddNumberOfTimesIsTheMiddleOne() {
        assertThat(new Timing("a", List.of(9.0, 1.0, 4.0)).median()).isEqualTo(4);
    }

    @Test
    void theMedianOfAnEvenNumberOfTimesIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(new Timing("a", List.of(9.0, 1.0, 4.0, 5.0)).median()).isEqualTo(4.5);
    }

    @Test
    void withoutTimesThereIsNoMedian() {
        assertThat(new Timing("a", List.of()).median()).isNaN();
    }

    @Test
    void theRatioTellsHowManyTimesAsFastTheSparseNetworkIs() {
        Comparison comparison = SampleComparisons.of(0.9, List.of(6.0, 8.0, 700.0), List.of(2.0, 2.0, 1.0));

        assertThat(comparison.ratio()).isEqualTo(4);
        assertThat(comparison.rounds()).isEqualTo(3);
    }
}
