package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompressedPatternTest {

    /** Inputs 0 and 2 to unit 0, none to unit 1, input 1 to unit 2, all to unit 3. */
    private static CompressedPattern small() {
        return CompressedPattern.ofFanIn(3, new int[] {2, 0, 1, 3}, new int[] {0, 2, 1, 0, 1, 2});
    }

    @Test
    void positionsAreInCOrder() {
        assertThat(small().positions()).containsExactly(0, 3, 6, 7, 8, 11);
    }

    @Test
    void positionsGiveTheSamePatternBack() {
        assertThat(CompressedPattern.ofPositions(3, 4, 0, 3, 6, 7, 8, 11)).isEqualTo(small());
    }

    @Test
    void indicesByPositionLeadFromPositionsToStorage() {
        // storage: (0,0) (2,0) (1,2) (0,3) (1,3) (2,3)
        assertThat(small().indicesByPosition()).containsExactly(0, 3, 2, 4, 1, 5);
    }

    @Test
    void knowsItsConnections() {
        CompressedPattern pattern = small();

        assertThat(pattern.contains(2, 0)).isTrue();
        assertThat(pattern.contains(1, 0)).isFalse();
        assertThat(pattern.contains(0, 1)).isFalse();
        assertThat(pattern.indexOf(1, 3)).isEqualTo(4);
        assertThat(pattern.fanIn(3)).isEqualTo(3);
        assertThat(pattern.fanOut()).containsExactly(2, 2, 2);
        assertThat(pattern.density()).isEqualTo(0.5);
    }

    @Test
    void randomPatternsHaveExactlyTheNumberOfConnections() {
        for (int connections : new int[] {0, 1, 7, 20, 39, 40}) {
            CompressedPattern pattern = CompressedPattern.random(5, 8, connections, RandomStream.of(1, "test"));

            assertThat(pattern.positions()).hasSize(connections).isSorted().doesNotHaveDuplicates();
            assertThat(CompressedPattern.ofPositions(5, 8, pattern.positions())).isEqualTo(pattern);
        }
    }

    @Test
    void everyRandomPatternIsPossible() {
        RandomStream random = RandomStream.of(3, "test");
        Set<CompressedPattern> seen = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            seen.add(CompressedPattern.random(2, 3, 2, random));
        }

        assertThat(seen).hasSize(15);
    }

    @Test
    void aHugeMatrixCostsNoMoreThanItsConnections() {
        CompressedPattern pattern = CompressedPattern.random(250_000, 250_000, 1000, RandomStream.of(1, "test"));

        assertThat(pattern.positions()).hasSize(1000).isSorted();
        assertThat(pattern.positions()[999]).isGreaterThan(1L << 32);
    }

    @Test
    void fullPatternHoldsEveryPosition() {
        assertThat(CompressedPattern.full(2, 3).positions()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void saysWhichInputIsOutOfOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedPattern.ofFanIn(3, new int[] {2}, new int[] {1, 1}))
                .withMessageContainingAll("input (1)", "connection (1)", "output unit (0)", "twice");
    }

    @Test
    void saysWhichInputIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedPattern.ofFanIn(3, new int[] {1, 1}, new int[] {1, 3}))
                .withMessageContainingAll("input (3)", "output unit (1)", "[0, 3)");
    }

    @Test
    void saysThatFanInsDoNotAddUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedPattern.ofFanIn(3, new int[] {1, 1}, new int[] {1}))
                .withMessageContainingAll("(2)", "(1) connections");
    }

    @Test
    void saysWhichFanInIsImpossible() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedPattern.ofFanIn(3, new int[] {4, -1}, new int[] {0, 1, 2}))
                .withMessageContainingAll("fan-in (4)", "output unit (0)");
    }

    @Test
    void refusesUnsortedPositions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedPattern.ofPositions(2, 2, 1, 0))
                .withMessageContaining("position (0) at (1)");
    }

    @Test
    void doesNotShareTheCallersArrays() {
        int[] inputs = {0, 1};
        CompressedPattern pattern = CompressedPattern.ofFanIn(2, new int[] {2}, inputs);
        inputs[0] = 7;

        assertThat(pattern.input(0)).isZero();
    }
}
