package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderStatisticTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 1000})
    void isTheNumberOfThatRankInOrder(int length) {
        RandomStream random = RandomStream.of(length, "numbers");
        double[] numbers = IntStream.range(0, length)
                .mapToDouble(i -> random.nextInt(Math.max(1, length / 3)))
                .toArray();
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);

        for (int rank = 0; rank < length; rank++) {
            assertThat(OrderStatistic.select(numbers.clone(), length, rank)).isEqualTo(sorted[rank]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500, 999})
    void copesWithSortedEqualAndInfiniteNumbers(int rank) {
        double[] ascending = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
        double[] descending = IntStream.range(0, 1000).mapToDouble(i -> 999 - i).toArray();
        double[] equal = new double[1000];
        double[] infinite = new double[1000];
        Arrays.fill(infinite, Double.POSITIVE_INFINITY);

        assertThat(OrderStatistic.select(ascending, 1000, rank)).isEqualTo(rank);
        assertThat(OrderStatistic.select(descending, 1000, rank)).isEqualTo(rank);
        assertThat(OrderStatistic.select(equal, 1000, rank)).isZero();
        assertThat(OrderStatistic.select(infinite, 1000, rank)).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void countsTheFirstNumbersOnly(int rank) {
        double[] numbers = {3, 1, 2, -5, -6};

        assertThat(OrderStatistic.select(numbers, 3, rank)).isEqualTo(rank + 1);
        assertThat(numbers).endsWith(-5, -6);
    }
}
