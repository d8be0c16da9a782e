package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.ArraySite;
import java.util.Set;

/**
 * A weight array as connections between units: a number for each pair of units of a dense layer, a whole kernel for each pair of
 * channels of a convolution. Where the units before are channels that were flattened, all inputs of a channel belong together.
 */
final class UnitPairs {

    private final ArraySite site;
    private final int inputs;
    private final int outputs;
    private final int each;
    private final int[] positions;

    /** With the number of units of the layer before; the array's own inputs for the first layer. */
    UnitPairs(ArraySite site, int before) {
        WeightShape shape = site.shape();
        int group = before > 0 && shape.inputs() % before == 0 ? Math.toIntExact(shape.inputs() / before) : 1;
        this.site = site;
        this.inputs = Math.toIntExact(shape.inputs() / group);
        this.outputs = Math.toIntExact(shape.outputs());
        this.each = Math.toIntExact(shape.size() / ((long) inputs * outputs));
        this.positions = new int[Math.toIntExact(shape.size())];
        int[] filled = new int[inputs * outputs];
        for (int p = 0; p < positions.length; p++) {
            int pair = pair(shape.inputUnit(p) / group, shape.outputUnit(p));
            positions[pair * each + filled[pair]++] = p;
        }
    }

    ArraySite site() {
        return site;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    int pairs() {
        return inputs * outputs;
    }

    int pair(int input, int output) {
        return input * outputs + output;
    }

    int input(int pair) {
        return pair / outputs;
    }

    int output(int pair) {
        return pair % outputs;
    }

    /** How many numbers a pair has. */
    int each() {
        return each;
    }

    /** The indices of a pair's numbers in the network's flat vectors, {@code 0 <= k < each}. */
    long index(int pair, int k) {
        return site.index(positions[pair * each + k]);
    }

    /** The positions of some pairs. */
    Mask mask(Set<Integer> pairs) {
        long[] active = new long[pairs.size() * each];
        int next = 0;
        for (int pair : pairs) {
            for (int k = 0; k < each; k++) {
                active[next++] = positions[pair * each + k];
            }
        }
        return Mask.ofActive(
                site.shape().dims().stream().mapToLong(Long::longValue).toArray(), active);
    }
}
