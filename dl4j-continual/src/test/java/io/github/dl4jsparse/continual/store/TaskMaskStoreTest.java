package io.github.dl4jsparse.continual.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskMaskStoreTest {

    private final TaskMaskStore store = new TaskMaskStore();

    private static MaskSet of(long... active) {
        return new MaskSet(Map.of("0_W", Mask.ofActive(new long[] {2, 4}, active)));
    }

    @Test
    void theUnionIsWhatAnyTaskUses() {
        store.put(0, of(0, 1, 2));
        store.put(4, of(2, 3));

        assertThat(store.union("0_W", 2, 4)).isEqualTo(Mask.ofActive(new long[] {2, 4}, 0, 1, 2, 3));
        assertThat(store.capacity()).containsExactly(Map.entry("0_W", 0.5));
        assertThat(store.overlap(0, 4)).isEqualTo(0.25);
    }

    @Test
    void aTaskHasMasksOnce() {
        store.put(0, of(0));

        assertThatThrownBy(() -> store.put(0, of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("(0)");
        store.keep(0, of(1));
        assertThat(store.get(0)).isEqualTo(of(1));
    }

    @Test
    void aTaskWithoutMasksIsNamed() {
        store.put(3, of(0));

        assertThatThrownBy(() -> store.get(1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("There are no masks of task (1). Tasks [3] have some.");
    }

    @Test
    void masksOfOtherArraysAreRefused() {
        store.put(0, of(0));

        MaskSet other = new MaskSet(Map.of("1_W", Mask.empty(2, 4)));
        assertThatThrownBy(() -> store.put(1, other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.keep(0, other)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.tasks()).containsExactly(0);
    }

    @Test
    void aBitForEachPositionIsTheRawSize() {
        store.put(0, of(0));

        assertThat(store.bytes(0)).isEqualTo(1);
    }
}
