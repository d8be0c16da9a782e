package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedPositionsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 65, 1000})
    void behavesAsAMaskOfTheSamePositions(long size) {
        for (int seed = 0; seed < 10; seed++) {
            RandomStream random = RandomStream.of(seed, "sets", size);
            long count = random.nextLong(size + 1);
            Mask mask = Mask.random(new long[] {size}, count, random);
            SortedPositions sorted = SortedPositions.of(size, mask.toArray());

            assertThat(sorted.universe()).isEqualTo(mask.universe());
            assertThat(sorted.count()).isEqualTo(mask.count());
            assertThat(sorted.toArray()).isEqualTo(mask.toArray());
            for (long p = 0; p < size; p++) {
                assertThat(sorted.contains(p)).isEqualTo(mask.contains(p));
            }
            int wanted = (int) random.nextLong(size - count + 1);
            long[] others = mask.sampleOthers(wanted, RandomStream.of(seed, "others"));
            assertThat(sorted.sampleOthers(wanted, RandomStream.of(seed, "others")))
                    .as("the same draws, whatever the storage")
                    .isEqualTo(others);
            assertThat(sorted.plus(others).toArray())
                    .isEqualTo(mask.plus(others).toArray());
            int gone = (int) random.nextLong(count + 1);
            long[] drop = new long[gone];
            long[] indices = random.sample(count, gone);
            for (int i = 0; i < gone; i++) {
                drop[i] = mask.toArray()[(int) indices[i]];
            }
            assertThat(sorted.minus(drop).toArray()).isEqualTo(mask.minus(drop).toArray());
        }
    }

    @Test
    void positionsOfArraysTooLargeForAMaskAreHeld() {
        long size = 1L << 50;
        SortedPositions positions = SortedPositions.of(size, 5, size - 1);

        assertThat(positions.contains(size - 1)).isTrue();
        assertThat(positions.contains(size - 2)).isFalse();
        long[] others = positions.sampleOthers(100, RandomStream.of(1, "others"));
        assertThat(others).hasSize(100).isSorted().doesNotContain(5, size - 1);
        assertThat(positions.plus(others).count()).isEqualTo(102);
    }

    @Test
    void positionsThatDoNotAscendStrictlyAreRefused() {
        assertThatThrownBy(() -> SortedPositions.of(10, 3, 2)).hasMessageContaining("(2) at index (1)");
        assertThatThrownBy(() -> SortedPositions.of(10, 3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SortedPositions.of(10, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SortedPositions.of(10, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyMembersCanBeRemovedAndOnlyOthersAdded() {
        SortedPositions positions = SortedPositions.of(10, 2, 4, 6);

        assertThatThrownBy(() -> positions.minus(new long[] {3})).hasMessageContaining("(3)");
        assertThatThrownBy(() -> positions.minus(new long[] {2, 2})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> positions.minus(new long[] {2, 4, 6, 8})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> positions.plus(new long[] {4})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> positions.plus(new long[] {10})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> positions.sampleOthers(8, RandomStream.of(1, "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(positions.toArray()).containsExactly(2, 4, 6);
    }

    @Test
    void theCallersArrayIsNotKept() {
        long[] members = {1, 2};
        SortedPositions positions = SortedPositions.of(10, members);
        members[0] = 0;
        positions.toArray()[1] = 9;

        assertThat(positions.toArray()).containsExactly(1, 2);
    }
}
