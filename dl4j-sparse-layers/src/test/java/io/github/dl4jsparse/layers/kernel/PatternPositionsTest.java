package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.SortedPositions;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternPositionsTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void behaveAsSortedPositions(int seed) {
        RandomStream random = RandomStream.of(seed, "positions");
        int nIn = 1 + random.nextInt(12);
        int nOut = 1 + random.nextInt(12);
        CompressedPattern pattern = CompressedPattern.random(nIn, nOut, random.nextInt(nIn * nOut + 1), random);
        PositionSet set = pattern.positionSet();
        PositionSet sorted = SortedPositions.of((long) nIn * nOut, pattern.positions());
        assertSame(set, sorted, seed);

        long[] gone = some(sorted, random);
        assertSame(set.minus(gone), sorted.minus(gone), seed);
        long[] others = sorted.sampleOthers((int) ((sorted.universe() - sorted.count()) / 2), random);
        assertSame(set.plus(others), sorted.plus(others), seed);
        assertSame(set.minus(gone).plus(others), sorted.minus(gone).plus(others), seed);
        assertSame(set.plus(others).minus(gone), sorted.plus(others).minus(gone), seed);
        assertSame(set.minus(gone).plus(gone), sorted, seed);
    }

    private static long[] some(PositionSet set, RandomStream random) {
        long[] members = set.toArray();
        long[] chosen = random.sample(members.length, random.nextInt(members.length + 1));
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = members[(int) chosen[i]];
        }
        return chosen;
    }

    private static void assertSame(PositionSet set, PositionSet expected, long seed) {
        assertThat(set.universe()).isEqualTo(expected.universe());
        assertThat(set.count()).isEqualTo(expected.count());
        assertThat(set.toArray()).isEqualTo(expected.toArray());
        for (long p = 0; p < set.universe(); p++) {
            assertThat(set.contains(p)).isEqualTo(expected.contains(p));
        }
        PrimitiveIterator.OfLong members = set.iterator();
        expected.forEach(member -> assertThat(members.nextLong()).isEqualTo(member));
        assertThat(members.hasNext()).isFalse();
        assertThatThrownBy(members::nextLong).isInstanceOf(NoSuchElementException.class);
        for (int count : new int[] {0, 1, (int) (set.universe() - set.count())}) {
            int drawn = (int) Math.min(count, set.universe() - set.count());
            assertThat(set.sampleOthers(drawn, RandomStream.of(seed, "others")))
                    .as("the same draws, whatever the storage")
                    .isEqualTo(expected.sampleOthers(drawn, RandomStream.of(seed, "others")));
        }
    }

    @Test
    void positionsBeyondTheRangeOfIntAreExact() {
        int units = 100_000;
        long[] positions = {5, 123_456_789L, 9_999_999_999L};
        PositionSet set = CompressedPattern.ofPositions(units, units, positions).positionSet();

        assertThat(set.universe()).isEqualTo(10_000_000_000L);
        assertThat(set.toArray()).isEqualTo(positions);
        assertThat(set.minus(new long[] {123_456_789L}).toArray()).containsExactly(5, 9_999_999_999L);
        assertThat(set.contains(-1)).isFalse();
        assertThat(set.contains(10_000_000_000L)).isFalse();
    }

    @Test
    void onlyMembersCanBeRemovedAndOnlyOthersAdded() {
        PositionSet set = CompressedPattern.ofPositions(2, 5, 2, 4, 6).positionSet();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.minus(new long[] {3}))
                .withMessageContaining("(3)");
        assertThatIllegalArgumentException().isThrownBy(() -> set.minus(new long[] {2, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> set.minus(new long[] {4, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> set.minus(new long[] {2, 4, 6, 8}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.minus(new long[] {2}).minus(new long[] {2}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.plus(new long[] {4}))
                .withMessageContaining("(4) at index (0)");
        assertThatIllegalArgumentException().isThrownBy(() -> set.plus(new long[] {3, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> set.plus(new long[] {1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> set.plus(new long[] {-1}));
        assertThatIllegalArgumentException().isThrownBy(() -> set.plus(new long[] {10}));
        assertThat(set.toArray()).containsExactly(2, 4, 6);
    }

    @Test
    void theCallersArraysAreNotKept() {
        long[] change = {2};
        PositionSet set = CompressedPattern.ofPositions(2, 5, 2, 4, 6).positionSet();
        PositionSet less = set.minus(change);
        long[] more = {3};
        PositionSet added = set.plus(more);
        change[0] = 4;
        more[0] = 9;

        assertThat(less.toArray()).containsExactly(4, 6);
        assertThat(added.toArray()).containsExactly(2, 3, 4, 6);
    }
}
