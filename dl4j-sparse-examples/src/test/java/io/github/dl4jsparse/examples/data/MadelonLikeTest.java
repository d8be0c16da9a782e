package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MadelonLikeTest {

    private static final MadelonLike MADE = MadelonLike.of(3);

    @Test
    void theSizesAreThoseOfThePublishedData() {
        TrainTestData data = MADE.data();

        assertThat(data.train().size()).isEqualTo(2000);
        assertThat(data.test().size()).isEqualTo(600);
        assertThat(data.train().width()).isEqualTo(Madelon.FEATURES);
        assertThat(data.train().classes()).isEqualTo(2);
        assertThat(data.provenance().name()).isEqualTo("madelon-like");
    }

    @Test
    void twentyFeaturesAreInformative() {
        assertThat(Arrays.stream(MADE.informative()).distinct().count()).isEqualTo(MadelonLike.INFORMATIVE);
        assertThat(MADE.informative()).isSorted();
        assertThat(IntStream.of(MADE.informative())).allMatch(feature -> feature >= 0 && feature < Madelon.FEATURES);
    }

    @Test
    void informativeFeaturesDependOnEachOtherAndTheOthersDoNot() {
        LabeledExamples train = MADE.data().train();
        int[] informative = MADE.informative();
        int[] noise = IntStream.range(0, Madelon.FEATURES)
                .filter(feature -> Arrays.binarySearch(informative, feature) < 0)
                .limit(MadelonLike.INFORMATIVE)
                .toArray();

        // fifteen of the twenty are combinations of five; of 2000 examples of noise, 0.15 is over six deviations
        assertThat(largestCorrelation(train, informative)).isGreaterThan(0.7);
        assertThat(largestCorrelation(train, noise)).isLessThan(0.15);
    }

    private static double largestCorrelation(LabeledExamples examples, int... features) {
        double largest = 0;
        for (int one : features) {
            for (int other : features) {
                if (one < other) {
                    double sum = 0;
                    for (int i = 0; i < examples.size(); i++) {
                        float[] row = examples.features(i);
                        sum += row[one] * row[other];
                    }
                    largest = Math.max(largest, Math.abs(sum / examples.size()));
                }
            }
        }
        return largest;
    }

    @Test
    void classesAreAboutEquallyLarge() {
        LabeledExamples train = MADE.data().train();
        double share =
                IntStream.range(0, train.size()).map(train::label).average().orElseThrow();

        assertThat(share).isCloseTo(0.5, within(0.06));
    }

    @Test
    void theSameSeedMakesTheSameDataAndAnotherOneOtherData() {
        String hash = MADE.data().provenance().sha256();

        assertThat(MadelonLike.of(3).data().provenance().sha256()).isEqualTo(hash);
        assertThat(MadelonLike.of(4).data().provenance().sha256()).isNotEqualTo(hash);
        assertThat(MadelonLike.of(4).informative()).isNotEqualTo(MADE.informative());
    }
}
