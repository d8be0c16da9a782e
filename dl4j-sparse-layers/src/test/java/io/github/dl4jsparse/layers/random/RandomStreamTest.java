package io.github.dl4jsparse.layers.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {

    @Test
    void firstNumbersOfAnAddressAreTheSameOnEveryPlatform() {
        // computed once with arbitrary-precision arithmetic from the definition: SplitMix64 over an FNV-1a key
        RandomStream stream = RandomStream.of(42, "grow 0_W", 7);

        long[] first = LongStream.generate(stream::nextLong).limit(4).toArray();

        assertThat(first)
                .containsExactly(
                        4370773894361356778L, -4163341489209141108L, -3609389726350744395L, -5130878813848488171L);
    }

    @Test
    void firstNumbersWithoutIndicesAndWithANegativeSeedArePinnedToo() {
        long[] first = LongStream.generate(RandomStream.of(-1, "mask é")::nextLong)
                .limit(3)
                .toArray();

        assertThat(first).containsExactly(-8414480163385280832L, -8250735889611811881L, 4710481507734164528L);
    }

    @Test
    void theSameAddressGivesTheSameNumbers() {
        RandomStream one = RandomStream.of(3, "mask dense0_W", 1, 2);
        RandomStream two = RandomStream.of(3, "mask dense0_W", 1, 2);

        assertThat(LongStream.generate(one::nextLong).limit(100).toArray())
                .isEqualTo(LongStream.generate(two::nextLong).limit(100).toArray());
    }

    @Test
    void everyPartOfTheAddressCounts() {
        Set<Long> first = new HashSet<>();
        first.add(RandomStream.of(3, "grow", 1, 2).nextLong());
        first.add(RandomStream.of(4, "grow", 1, 2).nextLong());
        first.add(RandomStream.of(3, "grov", 1, 2).nextLong());
        first.add(RandomStream.of(3, "grow", 2, 2).nextLong());
        first.add(RandomStream.of(3, "grow", 1, 1).nextLong());
        first.add(RandomStream.of(3, "grow", 2, 1).nextLong());
        first.add(RandomStream.of(3, "grow", 1).nextLong());
        first.add(RandomStream.of(3, "grow").nextLong());

        assertThat(first).hasSize(8);
    }

    @Test
    void neighbouringUpdatesShareNoNumbers() {
        Set<Long> seen = new HashSet<>();
        for (int update = 0; update < 100; update++) {
            RandomStream stream = RandomStream.of(0, "grow 0_W", update);
            for (int i = 0; i < 100; i++) {
                seen.add(stream.nextLong());
            }
        }

        assertThat(seen).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 10, 1000, (1L << 62) + 1, Long.MAX_VALUE})
    void boundedNumbersStayBelowTheBound(long bound) {
        RandomStream stream = RandomStream.of(5, "bounds");

        assertThat(LongStream.generate(() -> stream.nextLong(bound)).limit(1000))
                .allMatch(value -> value >= 0 && value < bound);
    }

    @Test
    void boundedNumbersAreUniform() {
        RandomStream stream = RandomStream.of(5, "dice");
        long[] observed = new long[7];
        for (int i = 0; i < 70_000; i++) {
            observed[stream.nextInt(7)]++;
        }

        // the 0.999 quantile of chi-square with 6 degrees of freedom is 22.5
        assertThat(chiSquare(observed, 10_000)).isLessThan(22.5);
    }

    @Test
    void aBoundThatDoesNotDivideTheRangeIsNotBiased() {
        // without rejection, numbers below 2^63 - bound would be drawn twice as often: two thirds instead of a half
        long bound = (1L << 62) + (1L << 61);
        RandomStream stream = RandomStream.of(9, "bias");
        int low = 0;
        for (int i = 0; i < 20_000; i++) {
            low += stream.nextLong(bound) < bound / 2 ? 1 : 0;
        }

        assertThat(low / 20_000.0).isCloseTo(0.5, within(0.015));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aBoundThatIsNotPositiveIsRefused(long bound) {
        assertThatThrownBy(() -> RandomStream.of(1, "x").nextLong(bound))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(" + bound + ")");
    }

    @Test
    void doublesAndFloatsAreUniformInTheUnitInterval() {
        RandomStream stream = RandomStream.of(6, "uniform");
        double sum = 0;
        double floats = 0;
        for (int i = 0; i < 100_000; i++) {
            double d = stream.nextDouble();
            float f = stream.nextFloat();
            assertThat(d >= 0 && d < 1 && f >= 0 && f < 1).isTrue();
            sum += d;
            floats += f;
        }

        // the standard error of the mean is 0.0009
        assertThat(sum / 100_000).isCloseTo(0.5, within(0.004));
        assertThat(floats / 100_000).isCloseTo(0.5, within(0.004));
    }

    @Test
    void gaussianNumbersHaveMeanZeroAndVarianceOne() {
        RandomStream stream = RandomStream.of(7, "normal");
        double[] drawn = new double[200_000];
        Arrays.setAll(drawn, i -> stream.nextGaussian());

        double mean = Arrays.stream(drawn).average().orElseThrow();
        double variance = Arrays.stream(drawn).map(v -> v * v).average().orElseThrow();
        double fourth = Arrays.stream(drawn).map(v -> v * v * v * v).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(0.01));
        assertThat(variance).isCloseTo(1, within(0.015));
        assertThat(fourth).isCloseTo(3, within(0.15));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "10, 3", "10, 5", "10, 6", "10, 10", "1000, 999", "1000, 1", "4611686018427387904, 20"})
    void samplesAreAscendingAndDistinctAndInRange(long population, int count) {
        long[] drawn = RandomStream.of(8, "sample").sample(population, count);

        assertThat(drawn).hasSize(count).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(drawn)).allMatch(value -> value >= 0 && value < population);
    }

    @Test
    void everySubsetIsEquallyLikely() {
        // 20 subsets of 3 in 6; the 0.999 quantile of chi-square with 19 degrees of freedom is 43.8
        long[] observed = new long[64];
        for (int i = 0; i < 40_000; i++) {
            int subset = 0;
            for (long member : RandomStream.of(11, "subsets", i).sample(6, 3)) {
                subset |= 1 << member;
            }
            observed[subset]++;
        }

        long[] possible = LongStream.of(observed).filter(n -> n > 0).toArray();
        assertThat(possible).hasSize(20);
        assertThat(chiSquare(possible, 2000)).isLessThan(43.8);
    }

    @ParameterizedTest
    @CsvSource({"10, 11", "10, -1", "0, 1"})
    void moreThanThereIsCannotBeDrawn(long population, int count) {
        assertThatThrownBy(() -> RandomStream.of(1, "x").sample(population, count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(" + count + ") of (" + population + ")");
    }

    private static double chiSquare(long[] observed, double expected) {
        return LongStream.of(observed)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
    }
}
