package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.OptimizerSlots;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The bits of all values and optimiser slots of a weight's active positions, read past the door. */
record Snapshot(Map<Long, Integer> values, Map<Long, int[]> slots) {

    static Snapshot of(Model model, SparseWeight weight) {
        NetworkView view = NetworkView.of(model);
        INDArray array = view.layers()
                .get(weight.shape().layer())
                .getParam(weight.shape().parameter());
        OptimizerSlots slots = OptimizerSlots.of(view, 0, view.params().length(), "any");
        Map<Long, Integer> values = new LinkedHashMap<>();
        Map<Long, int[]> states = new LinkedHashMap<>();
        int[] next = {0};
        weight.forEachActive((position, value) -> {
            long offset = array.offset() - view.params().offset();
            long index = weight.active() instanceof Mask ? offset + local(position, weight, array) : offset + next[0]++;
            values.put(position, Float.floatToRawIntBits(view.params().getFloat(index)));
            int[] state = new int[slots.count(index)];
            Arrays.setAll(state, slot -> Float.floatToRawIntBits((float) slots.get(index, slot)));
            states.put(position, state);
        });
        return new Snapshot(values, states);
    }

    private static long local(long position, SparseWeight weight, INDArray array) {
        long rest = position;
        long local = 0;
        for (int d = array.rank() - 1; d >= 0; d--) {
            long dim = array.rank() == 2 ? weight.shape().dims().get(d) : array.size(d);
            local += rest % dim * array.stride(d);
            rest /= dim;
        }
        return local;
    }

    /** Kept positions are as they were; new ones have fresh slots. */
    void assertKeptIn(Snapshot after, float fresh, String name) {
        after.values.forEach((position, value) -> {
            if (values.containsKey(position)) {
                assertThat(value).as(name + " " + position).isEqualTo(values.get(position));
                assertThat(after.slots.get(position)).as(name + " " + position).isEqualTo(slots.get(position));
            } else {
                assertThat(after.slots.get(position))
                        .as(name + " " + position + " is new")
                        .containsOnly(filled(slots, fresh));
            }
        });
    }

    private static int[] filled(Map<Long, int[]> slots, float fresh) {
        int[] expected = slots.values().iterator().next().clone();
        Arrays.fill(expected, Float.floatToRawIntBits(fresh));
        return expected;
    }
}
