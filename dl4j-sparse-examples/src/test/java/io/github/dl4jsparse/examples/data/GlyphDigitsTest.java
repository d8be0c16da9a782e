package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlyphDigitsTest {

    private static final String SHA256 = "07649ba42e8ba07bd5e60a8ad7866e937e8bfe925aff420af7bb264f2724fe05";

    private static final int PIXELS = 784;

    @Test
    void theSameSeedGivesTheSameBitsOnEveryPlatform() {
        assertThat(ContentHash.of(GlyphDigits.generate(42, 100))).isEqualTo(SHA256);
    }

    @Test
    void aLongerSetBeginsWithAShorterOne() {
        LabeledExamples shorter = GlyphDigits.generate(3, 7);

        LabeledExamples longer = GlyphDigits.generate(3, 25);

        assertThat(ContentHash.of(longer.first(7))).isEqualTo(ContentHash.of(shorter));
    }

    @Test
    void anotherSeedDrawsOtherImagesOfTheSameDigits() {
        LabeledExamples one = GlyphDigits.generate(1, 50);
        LabeledExamples two = GlyphDigits.generate(2, 50);

        for (int i = 0; i < 50; i++) {
            assertThat(two.label(i)).isEqualTo(one.label(i));
            assertThat(two.features(i)).isNotEqualTo(one.features(i));
        }
    }

    @Test
    void noTwoImagesOfADigitAreTheSame() {
        LabeledExamples digits = GlyphDigits.generate(5, 1000);

        long distinct = IntStream.range(0, 1000)
                .mapToObj(i -> Arrays.hashCode(digits.features(i)))
                .distinct()
                .count();

        assertThat(distinct).isEqualTo(1000);
    }

    @Test
    void digitsComeInTurn() {
        LabeledExamples digits = GlyphDigits.generate(9, 30);

        assertThat(digits.classes()).isEqualTo(10);
        for (int i = 0; i < 30; i++) {
            assertThat(digits.label(i)).isEqualTo(i % 10);
        }
    }

    @Test
    void greysAreWholeStepsBetweenZeroAndOne() {
        LabeledExamples digits = GlyphDigits.generate(11, 200);

        for (int i = 0; i < 200; i++) {
            for (float grey : digits.features(i)) {
                assertThat(grey).isBetween(0f, 1f).isEqualTo(Math.round(grey * 255) / 255f);
            }
        }
    }

    @Test
    void everyImageShowsAStrokeOnAnEmptyGround() {
        LabeledExamples digits = GlyphDigits.generate(13, 2000);

        for (int i = 0; i < 2000; i++) {
            int inked = 0;
            for (float grey : digits.features(i)) {
                inked += grey > 0.3f ? 1 : 0;
            }
            assertThat(inked).as("inked pixels of example %d", i).isBetween(15, PIXELS / 2);
        }
    }

    @Test
    void fewDigitsTouchTheEdgeOfTheSheet() {
        LabeledExamples digits = GlyphDigits.generate(17, 2000);

        long touching = IntStream.range(0, 2000)
                .filter(i -> touchesEdge(digits.features(i)))
                .count();

        assertThat(touching).isLessThan(160);
    }

    @Test
    void aCountThatIsNotPositiveIsRefused() {
        assertThatThrownBy(() -> GlyphDigits.generate(100, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(0)");
    }

    private static boolean touchesEdge(float[] image) {
        return IntStream.range(0, PIXELS)
                .filter(p -> p / 28 == 0 || p / 28 == 27 || p % 28 == 0 || p % 28 == 27)
                .anyMatch(p -> image[p] > 0);
    }
}
