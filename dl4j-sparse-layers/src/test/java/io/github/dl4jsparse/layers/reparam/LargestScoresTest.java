package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import io.github.dl4jsparse.layers.mask.Selection;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class LargestScoresTest {

    private static final int INPUTS = 40;
    private static final int UNITS = 60;

    private static WeightArray array(boolean columns) {
        return new WeightArray("layer", "W", INPUTS * UNITS, UNITS, INPUTS, INPUTS, 1, columns ? 2 : 4);
    }

    /** The positions in C order of the weights that are selected. */
    private static long[] selected(WeightArray array, int kept, double... scores) {
        List<ExtraParameter> extras = List.of(ExtraParameter.perWeight("score", ExtraParameter.Start.at(0)));
        NumberBlocks stored = NumberBlocks.of(Nd4j.createFromArray(scores).reshape(1, scores.length));
        WeightPass pass = new WeightPass(array, extras, stored, -1, new long[] {0}, event -> {});
        LargestScores largest = new LargestScores(array, kept);
        largest.select(pass, 0);
        long[] mask = new long[scores.length];
        largest.choose(scores, 0, scores.length, mask);
        return IntStream.range(0, scores.length)
                .filter(k -> mask[k] == -1)
                .mapToLong(array::position)
                .sorted()
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500, 1200, 2399, 2400})
    void selectsAsTheLibrarysSelectionDoesInEitherOrderOfMemory(int kept) {
        for (boolean columns : new boolean[] {false, true}) {
            WeightArray array = array(columns);
            RandomStream random = RandomStream.of(kept, "scores");
            double[] scores = IntStream.range(0, array.size())
                    .mapToDouble(k -> random.nextInt(101) - 50)
                    .toArray();
            Selection expected = Selection.largest(kept);
            for (int k = 0; k < scores.length; k++) {
                expected.accept(array.position(k), Math.abs(scores[k]));
            }

            assertThat(selected(array, kept, scores)).hasSize(kept).isEqualTo(expected.positions());
        }
    }

    @Test
    void positionsOfAMatrixThatIsStoredByColumnsAreInCOrder() {
        WeightArray array = new WeightArray("layer", "W", 6, 3, 2, 2, 1, 2);

        assertThat(IntStream.range(0, 6).map(array::position)).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(selected(array, 2, 1, 1, 1, 1, 1, 1)).containsExactly(0, 1);
    }

    @Test
    void infiniteScoresComeFirst() {
        WeightArray array = new WeightArray("layer", "W", 3, 3, 1, 1, 1, 2);
        double infinite = Double.NEGATIVE_INFINITY;

        assertThat(selected(array, 1, 5, infinite, -9)).containsExactly(1);
        assertThat(selected(array, 2, 5, infinite, -9)).containsExactly(1, 2);
        assertThat(selected(array, 1, infinite, 5, infinite)).containsExactly(0);
    }

    @Test
    void aScoreThatIsNoNumberCountsAsInfinite() {
        WeightArray array = new WeightArray("layer", "W", 3, 3, 1, 1, 1, 2);

        assertThat(selected(array, 1, 5, Double.NaN, -9)).containsExactly(1);
        assertThat(selected(array, 2, 5, Double.NaN, -9)).contains(2).doesNotContain(0);
    }
}
