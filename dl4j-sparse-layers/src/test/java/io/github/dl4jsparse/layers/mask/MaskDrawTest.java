package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskDrawTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "1, 1",
        "63, 31",
        "64, 64",
        "65, 1",
        "1000, 0",
        "1000, 100",
        "1000, 500",
        "1000, 501",
        "1000, 1000"
    })
    void aDrawnMaskHasExactlyTheAskedNumberOfActivePositions(long size, long count) {
        Mask mask = Mask.random(new long[] {size}, count, RandomStream.of(1, "draw"));

        assertThat(mask.count()).isEqualTo(count);
        assertThat(mask.toArray()).hasSize((int) count).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void moreActivePositionsThanThereAreCannotBeDrawn() {
        assertThatThrownBy(() -> Mask.random(new long[] {2, 5}, 11, RandomStream.of(1, "draw")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(11)")
                .hasMessageContaining("[2, 5]");
        assertThatThrownBy(() -> Mask.random(new long[] {2, 5}, -1, RandomStream.of(1, "draw")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameSeedDrawsTheSameMaskAndAnotherSeedAnotherOne() {
        long[] shape = {100};
        Mask one = Mask.random(shape, 30, RandomStream.of(1, "draw"));

        assertThat(Mask.random(shape, 30, RandomStream.of(1, "draw"))).isEqualTo(one);
        assertThat(Mask.random(shape, 30, RandomStream.of(2, "draw"))).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 9})
    void everyPositionIsDrawnEquallyOften(long count) {
        // 12 positions, of which exactly `count` are active; 4 is a generous quantile of the standardised deviation
        int draws = 20_000;
        long[] observed = new long[12];
        for (int i = 0; i < draws; i++) {
            Mask.random(new long[] {12}, count, RandomStream.of(5, "uniform", i))
                    .forEach(p -> observed[(int) p]++);
        }

        double p = count / 12.0;
        double sd = Math.sqrt(draws * p * (1 - p));
        assertThat(Arrays.stream(observed).mapToDouble(n -> (n - draws * p) / sd))
                .allMatch(z -> Math.abs(z) < 4);
    }

    @Test
    void bernoulliMasksMeetTheirDensityInExpectation() {
        Mask mask = Mask.bernoulli(new long[] {400, 500}, 0.1, RandomStream.of(3, "bernoulli"));

        // the standard error is 0.0007
        assertThat(mask.density()).isCloseTo(0.1, within(0.003));
        assertThat(mask.count()).isNotEqualTo(20_000);
        assertThat(Mask.bernoulli(new long[] {65}, 1, RandomStream.of(3, "b"))).isEqualTo(Mask.full(65));
        assertThat(Mask.bernoulli(new long[] {65}, 0, RandomStream.of(3, "b"))).isEqualTo(Mask.empty(65));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, 1.1, 90})
    void bernoulliDensitiesOutsideOfTheUnitIntervalAreRefused(double density) {
        assertThatThrownBy(() -> Mask.bernoulli(new long[] {5}, density, RandomStream.of(3, "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(" + density + ")");
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 10", "10, 4, 6", "200, 100, 7", "200, 1, 199", "200, 199, 1", "200, 200, 0", "65, 64, 1"})
    void sampledOthersAreExactlyAsManyInactivePositions(long size, long active, int wanted) {
        Mask mask = Mask.random(new long[] {size}, active, RandomStream.of(2, "base"));

        long[] others = mask.sampleOthers(wanted, RandomStream.of(2, "others"));

        assertThat(others).hasSize(wanted).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(others)).noneMatch(mask::contains);
    }

    @Test
    void othersAreSampledUniformly() {
        Mask mask = Mask.ofActive(
                new long[] {140},
                LongStream.range(0, 120).filter(p -> p % 7 != 3).toArray());
        int free = (int) (mask.universe() - mask.count());
        long[] observed = new long[140];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            for (long p : mask.sampleOthers(5, RandomStream.of(6, "others", i))) {
                observed[(int) p]++;
            }
        }

        double expected = 5.0 * draws / free;
        double chiSquare = 0;
        for (int p = 0; p < 140; p++) {
            if (mask.contains(p)) {
                assertThat(observed[p]).isZero();
            } else {
                chiSquare += (observed[p] - expected) * (observed[p] - expected) / expected;
            }
        }
        // 37 free positions; the 0.999 quantile of chi-square with 36 degrees of freedom is 68
        assertThat(free).isEqualTo(37);
        assertThat(chiSquare).isLessThan(68);
    }

    @Test
    void moreOthersThanThereAreCannotBeSampled() {
        Mask mask = Mask.ofActive(new long[] {10}, 1, 2, 3);

        assertThatThrownBy(() -> mask.sampleOthers(8, RandomStream.of(1, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(8) of (7)");
    }
}
