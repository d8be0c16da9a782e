package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandardizedTest {

    @Test
    void allFeaturesTogetherHaveOneMeanAndOneDeviation() {
        // mean 3, variance (4 + 4 + 0 + 0) / 4 = 2
        LabeledExamples train = LabeledExamples.of(new float[] {1, 5, 3, 3}, new int[] {0, 1}, 2, 2);
        LabeledExamples test = LabeledExamples.of(new float[] {3, 7}, new int[] {1}, 2, 2);
        TrainTestData published = TrainTestData.of("tiny", "here", train, test);

        TrainTestData data = published.standardized();

        float two = (float) (2 / Math.sqrt(2));
        assertThat(data.train().features(0)).containsExactly(-two, two);
        assertThat(data.train().features(1)).containsExactly(0, 0);
        assertThat(data.test().features(0)).containsExactly(0, 2 * two);
        assertThat(data.test().label(0)).isEqualTo(1);
        assertThat(data.provenance()).isEqualTo(published.provenance());
    }
}
