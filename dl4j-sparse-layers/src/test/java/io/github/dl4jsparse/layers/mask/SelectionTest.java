package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    @Test
    void tiesAreBrokenByTheLowerIndexAmongSmallestAndAmongLargest() {
        double[] scores = {2, 1, 2, 1, 2, 1};

        assertThat(select(Selection.smallest(2), scores)).containsExactly(1, 3);
        assertThat(select(Selection.smallest(4), scores)).containsExactly(0, 1, 3, 5);
        assertThat(select(Selection.largest(2), scores)).containsExactly(0, 2);
        assertThat(select(Selection.largest(4), scores)).containsExactly(0, 1, 2, 4);
    }

    @Test
    void positiveAndNegativeZeroAreTheSameScore() {
        double[] scores = {0.0, -0.0, 0.0, -0.0};

        assertThat(select(Selection.smallest(2), scores)).containsExactly(0, 1);
        assertThat(select(Selection.largest(2), scores)).containsExactly(0, 1);
    }

    @Test
    void negativeScoresStandBelowPositiveOnes() {
        double[] scores = {-1, 3, -Double.MAX_VALUE, Double.MAX_VALUE, -Double.MIN_VALUE, Double.MIN_VALUE};

        assertThat(select(Selection.smallest(3), scores)).containsExactly(0, 2, 4);
        assertThat(select(Selection.largest(3), scores)).containsExactly(1, 3, 5);
    }

    static Stream<Arguments> randomCases() {
        return IntStream.range(0, 60).mapToObj(seed -> {
            RandomStream random = RandomStream.of(seed, "selection cases");
            int size = 1 + random.nextInt(seed < 40 ? 50 : 5000);
            int distinct = 1 + random.nextInt(seed % 3 == 0 ? 3 : 2 * size);
            return Arguments.of(seed, size, distinct, random.nextInt(size + 3));
        });
    }

    @ParameterizedTest
    @MethodSource("randomCases")
    void selectsWhatSortingWouldSelect(int seed, int size, int distinct, int k) {
        RandomStream random = RandomStream.of(seed, "selection scores");
        double[] scores = IntStream.range(0, size)
                .mapToDouble(i -> (random.nextInt(distinct) - distinct / 2) * (random.nextBoolean() ? 0.1 : -0.1))
                .toArray();

        assertThat(select(Selection.smallest(k), scores)).containsExactly(bySorting(scores, k, 1));
        assertThat(select(Selection.largest(k), scores)).containsExactly(bySorting(scores, k, -1));
    }

    @Test
    void theOrderOfOffersDoesNotMatter() {
        RandomStream random = RandomStream.of(1, "order");
        double[] scores =
                IntStream.range(0, 3000).mapToDouble(i -> random.nextInt(20)).toArray();
        long[] expected = bySorting(scores, 700, -1);

        for (int step : new int[] {1, 7, 1013, 2999}) {
            Selection selection = Selection.largest(700);
            for (int i = 0; i < 3000; i++) {
                int position = (int) ((long) i * step % 3000);
                selection.accept(position, scores[position]);
            }
            assertThat(selection.positions()).as("step " + step).containsExactly(expected);
        }
    }

    @Test
    void askingTwiceGivesTheSame() {
        Selection selection = Selection.smallest(3);
        for (int i = 0; i < 5; i++) {
            selection.accept(i, 5 - i);
        }

        assertThat(selection.positions()).containsExactly(2, 3, 4);
        assertThat(selection.positions()).containsExactly(2, 3, 4);
    }

    @Test
    void offersAfterAnAnswerCount() {
        Selection selection = Selection.smallest(2);
        selection.accept(0, 3);
        selection.accept(1, 2);
        selection.accept(2, 1);
        assertThat(selection.positions()).containsExactly(1, 2);

        selection.accept(3, 0);

        assertThat(selection.positions()).containsExactly(2, 3);
    }

    @Test
    void noneAllAndMoreThanAllCanBeAskedFor() {
        double[] scores = {3, 1, 2};

        assertThat(select(Selection.smallest(0), scores)).isEmpty();
        assertThat(select(Selection.smallest(3), scores)).containsExactly(0, 1, 2);
        assertThat(select(Selection.largest(9), scores)).containsExactly(0, 1, 2);
        assertThat(select(Selection.largest(2), new double[0])).isEmpty();
    }

    @Test
    void positionsBeyondTheIntegersAreKept() {
        Selection selection = Selection.largest(1);
        selection.accept(1L << 40, 1);
        selection.accept((1L << 40) + 1, 1);

        assertThat(selection.positions()).containsExactly(1L << 40);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aScoreThatIsNotFiniteIsRefusedWithItsPosition(double score) {
        Selection selection = Selection.smallest(1);

        assertThatThrownBy(() -> selection.accept(17, score))
                .isInstanceOf(NonFiniteScoreException.class)
                .hasMessageContaining("(" + score + ")")
                .hasMessageContaining("(17)");
    }

    @Test
    void aScoreThatIsNotFiniteIsRefusedEvenWhenNothingIsToBeSelected() {
        assertThatThrownBy(() -> Selection.largest(0).accept(0, Double.NaN))
                .isInstanceOf(NonFiniteScoreException.class);
    }

    @Test
    void aNegativeNumberOfPositionsIsRefused() {
        assertThatThrownBy(() -> Selection.smallest(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(-1)");
        assertThatThrownBy(() -> Selection.largest(1L << 40)).isInstanceOf(ArithmeticException.class);
    }

    static Stream<Arguments> hardOrders() {
        int n = 1_000_000;
        return Stream.of(
                Arguments.of("ascending", (IntToDoubleFunction) i -> i),
                Arguments.of("descending", (IntToDoubleFunction) i -> -i),
                Arguments.of("organ pipe", (IntToDoubleFunction) i -> Math.min(i, n - i)),
                Arguments.of("valley", (IntToDoubleFunction) i -> Math.max(i, n - i)),
                Arguments.of("all equal", (IntToDoubleFunction) i -> 1),
                Arguments.of("two values", (IntToDoubleFunction) i -> i & 1),
                Arguments.of("saw", (IntToDoubleFunction) i -> i % 1000));
    }

    /** A quadratic algorithm would take hours. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hardOrders")
    @Timeout(60)
    void hardOrdersTakeNoLongerThanOthers(String name, IntToDoubleFunction score) {
        int n = 1_000_000;
        int k = n / 2 - 1;
        Selection selection = Selection.smallest(k);
        for (int i = 0; i < n; i++) {
            selection.accept(i, score.applyAsDouble(i));
        }

        long[] selected = selection.positions();

        assertThat(selected).hasSize(k);
        double worst = Arrays.stream(selected)
                .mapToDouble(p -> score.applyAsDouble((int) p))
                .max()
                .orElseThrow();
        long smaller = IntStream.range(0, n)
                .filter(i -> score.applyAsDouble(i) < worst)
                .count();
        long equal = Arrays.stream(selected)
                .filter(p -> score.applyAsDouble((int) p) == worst)
                .count();
        assertThat(smaller + equal).isEqualTo(k);
        assertThat(Arrays.stream(selected)
                        .filter(p -> score.applyAsDouble((int) p) == worst)
                        .toArray())
                .isEqualTo(IntStream.range(0, n)
                        .filter(i -> score.applyAsDouble(i) == worst)
                        .limit(equal)
                        .asLongStream()
                        .toArray());
    }

    @Test
    void memoryGoesWithWhatIsSelected() {
        Selection selection = Selection.largest(10);

        // sixteen million offers would need hundreds of megabytes if they were kept
        assertThatCode(() -> {
                    for (int i = 0; i < 16_000_000; i++) {
                        selection.accept(i, i);
                    }
                })
                .doesNotThrowAnyException();
        assertThat(selection.positions())
                .isEqualTo(
                        IntStream.range(15_999_990, 16_000_000).asLongStream().toArray());
    }

    private static long[] select(Selection selection, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            selection.accept(i, scores[i]);
        }
        return selection.positions();
    }

    private static long[] bySorting(double[] scores, int k, int sign) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> sign * scores[i] + 0.0)
                        .thenComparing(i -> i))
                .limit(k)
                .mapToLong(i -> i)
                .sorted()
                .toArray();
    }
}
