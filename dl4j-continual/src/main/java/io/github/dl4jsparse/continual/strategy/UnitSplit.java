package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.mask.Selection;
import io.github.dl4jsparse.layers.weight.FlatArray;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Units that a task has changed too much for the tasks before it: they go back to what they were, and copies carry on what they have
 * become. In all that is the task's own, copies and units it has added and outputs, the copy takes the place of the original; units of
 * earlier tasks go on with originals alone.
 */
final class UnitSplit {

    private final DenseChain chain;
    private final int[] born;
    private final DenseChain before;
    private final FlatArray earlier;

    /** With the number of units of each unit layer that earlier tasks have, which come first, and the network as they have left it. */
    UnitSplit(DenseChain chain, int[] born, DenseChain before, FlatArray earlier) {
        this.chain = chain;
        this.born = born;
        this.before = before;
        this.earlier = earlier;
    }

    /** How far a unit of an earlier task has drifted: {@code ||w - w'||_2} of the weights that lead to it from such units. */
    double drift(int unitLayer, int unit) {
        FlatArray now = chain.numbers();
        double sum = 0;
        for (int in = 0; in < born[unitLayer - 1]; in++) {
            double step =
                    now.get(chain.index(unitLayer - 1, in, unit)) - earlier.get(before.index(unitLayer - 1, in, unit));
            sum += step * step;
        }
        return Math.sqrt(sum);
    }

    /** For each hidden layer the units that have drifted further than a threshold: at most so many, those that have drifted most. */
    List<BitSet> drifted(double threshold, int most) {
        List<BitSet> drifted = new ArrayList<>();
        for (int h = 1; h <= chain.hidden(); h++) {
            Selection furthest = Selection.largest(most);
            for (int unit = 0; unit < born[h]; unit++) {
                double drift = drift(h, unit);
                if (drift > threshold) {
                    furthest.accept(unit, drift);
                }
            }
            BitSet units = new BitSet();
            for (long unit : furthest.positions()) {
                units.set((int) unit);
            }
            drifted.add(units);
        }
        return drifted;
    }

    /** The present units, then the copies of some of them. */
    List<int[]> sources(List<BitSet> split) {
        List<int[]> sources = new ArrayList<>();
        for (int h = 1; h <= chain.hidden(); h++) {
            sources.add(IntStream.concat(IntStream.range(0, chain.width(h)), split.get(h - 1).stream())
                    .toArray());
        }
        return sources;
    }

    /** Rearranges the weights of a network to which the copies were added. */
    void settle(DenseChain grown, List<BitSet> split) {
        FlatArray numbers = grown.numbers();
        for (int l = 0; l < grown.size(); l++) {
            for (int out = 0; out < grown.width(l + 1); out++) {
                boolean own = l + 1 == grown.size() || out >= born[l + 1];
                boolean back = !own && split.get(l).get(out);
                for (int in = 0; in < grown.width(l); in++) {
                    boolean copy = l > 0 && in >= chain.width(l);
                    boolean original = l > 0 && in < born[l] && split.get(l - 1).get(in);
                    if (own ? original : copy || back && in >= born[l]) {
                        numbers.set(grown.index(l, in, out), 0);
                    } else if (back) {
                        numbers.set(grown.index(l, in, out), earlier.get(before.index(l, in, out)));
                    }
                }
                if (back && grown.biasIndex(l, out) >= 0) {
                    numbers.set(grown.biasIndex(l, out), earlier.get(before.biasIndex(l, out)));
                }
            }
        }
    }
}
