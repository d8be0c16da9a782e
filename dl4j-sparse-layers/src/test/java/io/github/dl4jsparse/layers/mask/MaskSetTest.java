package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskSetTest {

    private static MaskSet set(long[] first, long[] second) {
        Map<String, Mask> masks = new LinkedHashMap<>();
        masks.put("0_W", Mask.ofActive(new long[] {10}, first));
        masks.put("1_W", Mask.ofActive(new long[] {6}, second));
        return new MaskSet(masks);
    }

    @Test
    void countsAndDensityAreOfAllArraysTogether() {
        MaskSet set = set(new long[] {1, 2, 3}, new long[] {0});

        assertThat(set.count()).isEqualTo(4);
        assertThat(set.size()).isEqualTo(16);
        assertThat(set.density()).isEqualTo(0.25);
        assertThat(new MaskSet(Map.of()).density()).isEqualTo(1);
    }

    @Test
    void similarityIsOfAllArraysTogether() {
        MaskSet one = set(new long[] {1, 2, 3}, new long[] {0});
        MaskSet two = set(new long[] {2, 3, 4}, new long[] {0, 1});

        assertThat(one.jaccard(two)).isEqualTo(0.5);
        assertThat(one.hamming(two)).isEqualTo(3);
        assertThat(one.jaccard(one)).isEqualTo(1);
    }

    @Test
    void setsOfOtherArraysCannotBeCompared() {
        MaskSet one = set(new long[] {1}, new long[] {0});
        MaskSet two = new MaskSet(Map.of("0_W", Mask.full(10)));

        assertThatThrownBy(() -> one.hamming(two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1_W");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> set(new long[0], new long[0]).get("2_W"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(2_W)")
                .hasMessageContaining("0_W");
    }

    @Test
    void theCallersMapIsNotKept() {
        Map<String, Mask> masks = new LinkedHashMap<>(Map.of("0_W", Mask.full(3)));
        MaskSet set = new MaskSet(masks);
        masks.clear();

        assertThat(set.names()).containsExactly("0_W");
        assertThatThrownBy(() -> set.masks().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
