package io.github.dl4jsparse.layers.convert;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Removes the units of a layer that receive nothing or give nothing to the next layer, the only one that it feeds.
 *
 * @param layer of the units
 * @param next the layer that they feed
 * @param stuck units whose constant has no bias to go to
 */
record DeadUnits(UnitLayer layer, UnitLayer next, BitSet stuck) {

    /** Until there are no more, in a whole network; pairs in the network's order. */
    static void remove(List<DeadUnits> pairs) {
        List<DeadUnits> backwards = new ArrayList<>(pairs);
        Collections.reverse(backwards);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (DeadUnits pair : pairs) {
                changed |= pair.removeConstants();
            }
            for (DeadUnits pair : backwards) {
                changed |= pair.removeUnread();
            }
        }
    }

    /** What receives nothing is a constant, which the biases of the next layer take up. */
    private boolean removeConstants() {
        BitSet dead = (BitSet) layer.units().clone();
        layer.forEach((input, unit, value) -> dead.clear(unit));
        dead.andNot(stuck);
        if (dead.isEmpty()) {
            return false;
        }
        double[] constants = new double[layer.nOut()];
        dead.stream().forEach(unit -> constants[unit] = layer.constant(unit));
        if (next.biases() == null) {
            next.forEach((input, unit, value) -> {
                if (dead.get(input) && constants[input] != 0) {
                    stuck.set(input);
                }
            });
            dead.andNot(stuck);
        } else {
            next.forEach((input, unit, value) -> {
                if (dead.get(input)) {
                    next.biases()[unit] += constants[input] * value;
                }
            });
        }
        return remove(dead);
    }

    private boolean removeUnread() {
        BitSet dead = (BitSet) layer.units().clone();
        next.forEach((input, unit, value) -> dead.clear(input));
        stuck.andNot(dead);
        return remove(dead);
    }

    private boolean remove(BitSet dead) {
        layer.units().andNot(dead);
        next.inputs().andNot(dead);
        if (layer.units().isEmpty()) {
            throw new DL4JInvalidConfigException(
                    "No unit of layer (" + layer.part().name()
                            + ") connects what comes before it with what follows: the network's output does not depend"
                            + " on its input."
                            + " Maybe the masks are not those of this network?");
        }
        return !dead.isEmpty();
    }
}
