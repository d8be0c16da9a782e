package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightShapeTest {

    @Test
    void aDensePositionTellsItsInputAndItsOutput() {
        WeightShape shape = WeightShape.dense("d", 3, 4);

        assertThat(shape.inputUnit(7)).isEqualTo(1);
        assertThat(shape.outputUnit(7)).isEqualTo(3);
        assertThat(shape.name()).isEqualTo("d_W");
        assertThat(shape.dimensionSum()).isEqualTo(7);
    }

    @Test
    void aConvolutionsOutputUnitIsItsFilter() {
        WeightShape shape = new WeightShape("c", "W", List.of(5L, 2L, 3L, 3L), 1, List.of(0));

        assertThat(shape.outputs()).isEqualTo(5);
        assertThat(shape.inputs()).isEqualTo(2);
        assertThat(shape.outputUnit(4 * 18 + 9)).isEqualTo(4);
        assertThat(shape.inputUnit(4 * 18 + 9)).isEqualTo(1);
    }

    @Test
    void aDepthwiseOutputUnitIsToldByInputAndMultiplier() {
        WeightShape shape = new WeightShape("c", "W", List.of(2L, 2L, 3L, 4L), 2, List.of(2, 3));

        assertThat(shape.outputs()).isEqualTo(12);
        // [1, 0, 2, 3]
        assertThat(shape.outputUnit(24 + 2 * 4 + 3)).isEqualTo(11);
        assertThat(shape.inputUnit(24 + 2 * 4 + 3)).isEqualTo(2);
    }

    @Test
    void theCallersListsAreNotKept() {
        List<Long> dims = new ArrayList<>(List.of(2L, 3L));
        WeightShape shape = new WeightShape("d", "W", dims, 0, List.of(1));
        dims.clear();

        assertThat(shape.size()).isEqualTo(6);
    }
}
