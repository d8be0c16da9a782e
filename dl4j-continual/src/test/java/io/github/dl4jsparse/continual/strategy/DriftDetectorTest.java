package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriftDetectorTest {

    private static boolean[] drifts(DriftDetector detector, double... accuracies) {
        boolean[] drifts = new boolean[accuracies.length];
        for (int i = 0; i < drifts.length; i++) {
            drifts[i] = detector.drifts(accuracies[i]);
        }
        return drifts;
    }

    /** Half of the mean of 1, 0.5 is 0.375. */
    @Test
    void anAccuracyBelowTheShareOfTheMeanIsADrift() {
        assertThat(drifts(new DriftDetector(2, 0.5), 1, 0.5, 0.37)).containsExactly(false, false, true);
        assertThat(drifts(new DriftDetector(2, 0.5), 1, 0.5, 0.375)).containsExactly(false, false, false);
    }

    @Test
    void theOldestAccuracyIsForgotten() {
        assertThat(drifts(new DriftDetector(2, 0.5), 1, 0.4, 0.4, 0.25)).containsExactly(false, false, false, false);
    }

    @Test
    void untilTheWindowIsFullThereIsNoDrift() {
        assertThat(drifts(new DriftDetector(3, 0.5), 1, 0, 0)).containsExactly(false, false, false);
    }

    @Test
    void afterADriftTheWindowFillsAnew() {
        assertThat(drifts(new DriftDetector(2, 0.5), 1, 1, 0, 1, 0, 0))
                .containsExactly(false, false, true, false, false, true);
    }
}
