package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.continual.strategy.DriftDetector.Answers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftDetectorTest {

    private static List<Boolean> drifts(DriftDetector detector, int all, int... right) {
        List<Boolean> drifts = new ArrayList<>();
        for (int count : right) {
            drifts.add(detector.drifts(new Answers(count, all)));
        }
        return drifts;
    }

    /** Half of the mean of 1, 0.5 is 0.375. */
    @Test
    void anAccuracyBelowTheShareOfTheMeanIsADrift() {
        assertThat(drifts(new DriftDetector(2, 0.5, 1), 1000, 1000, 500, 374)).containsExactly(false, false, true);
        assertThat(drifts(new DriftDetector(2, 0.5, 1), 1000, 1000, 500, 375)).containsExactly(false, false, false);
    }

    @Test
    void theOldestAccuracyIsForgotten() {
        assertThat(drifts(new DriftDetector(2, 0.5, 1), 100, 100, 40, 40, 25))
                .containsExactly(false, false, false, false);
    }

    @Test
    void untilTheWindowIsFullThereIsNoDrift() {
        assertThat(drifts(new DriftDetector(3, 0.5, 1), 10, 10, 0, 0)).containsExactly(false, false, false);
    }

    @Test
    void afterADriftTheWindowFillsAnew() {
        assertThat(drifts(new DriftDetector(2, 0.5, 1), 10, 10, 10, 0, 10, 0, 0))
                .containsExactly(false, false, true, false, false, true);
    }

    /** All 5 right ones of 10 are among the earlier 5 in one of 252 ways. */
    @Test
    void chanceMustBeLessLikelyThanTheSignificance() {
        assertThat(drifts(new DriftDetector(1, 0.5, 1.001 / 252), 5, 5, 0)).containsExactly(false, true);
        assertThat(drifts(new DriftDetector(1, 0.5, 0.999 / 252), 5, 5, 0)).containsExactly(false, false);
    }

    /** Of 5 right ones 1 or 0 is among the last 5 in (5 * 5 + 1) of 252 ways. */
    @Test
    void fewerRightAnswersCountToo() {
        assertThat(drifts(new DriftDetector(1, 0.5, 26.01 / 252), 5, 4, 1)).containsExactly(false, true);
        assertThat(drifts(new DriftDetector(1, 0.5, 25.99 / 252), 5, 4, 1)).containsExactly(false, false);
    }

    /** 9 of the first 10 and none of the last 4: C(10, 9) / C(14, 9). */
    @Test
    void minibatchesMayDifferInSize() {
        for (boolean drift : new boolean[] {true, false}) {
            DriftDetector detector = new DriftDetector(2, 0.5, (drift ? 10.01 : 9.99) / 2002);
            assertThat(detector.drifts(new Answers(6, 6))).isFalse();
            assertThat(detector.drifts(new Answers(3, 4))).isFalse();
            assertThat(detector.drifts(new Answers(0, 4))).isEqualTo(drift);
        }
    }

    @Test
    void whatIsLostByOneOrTwoExamplesIsNoDrift() {
        assertThat(drifts(new DriftDetector(10, 0.5, 1e-5), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0))
                .doesNotContain(true);
    }
}
