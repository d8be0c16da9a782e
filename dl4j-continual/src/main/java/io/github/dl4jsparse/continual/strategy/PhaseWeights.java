package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.layers.weight.FlatArray;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Parameters that are trained for a while, by their indices in the flat vectors, and what else acts upon them. */
final class PhaseWeights {

    private final BitSet trained = new BitSet();
    private final IntStream.Builder shrunk = IntStream.builder();
    private final IntStream.Builder decayed = IntStream.builder();
    private final IntStream.Builder pulled = IntStream.builder();
    private final IntStream.Builder pulledTo = IntStream.builder();
    private final List<int[]> groups = new ArrayList<>();
    private int[] shrunkIndices;
    private int[] decayedIndices;
    private int[] pulledIndices;
    private int[] pulledToIndices;

    void train(long index) {
        trained.set((int) index);
    }

    void shrink(long index) {
        shrunk.add((int) index);
    }

    void decay(long index) {
        decayed.add((int) index);
    }

    /** Towards the value at an index of earlier parameters. */
    void pull(long index, long earlierIndex) {
        pulled.add((int) index);
        pulledTo.add((int) earlierIndex);
    }

    void group(int[] indices) {
        groups.add(indices);
    }

    /** Ends the collection: everything but what is trained is frozen. */
    void begin(Learning learning) {
        shrunkIndices = shrunk.build().toArray();
        decayedIndices = decayed.build().toArray();
        pulledIndices = pulled.build().toArray();
        pulledToIndices = pulledTo.build().toArray();
        learning.guard().release();
        int length = Math.toIntExact(learning.network().params().length());
        for (int from = trained.nextClearBit(0); from < length; ) {
            int next = trained.nextSetBit(from);
            int to = next < 0 ? length : next;
            learning.guard().freeze(from, to);
            from = trained.nextClearBit(to);
        }
    }

    /** Adds {@code l2 w + stay (w - w')}, in the scale of the network's gradients. */
    void addGradient(Learning learning, double l2, double stay, FlatArray earlier) {
        FlatArray numbers = FlatArray.of(learning.network().params());
        FlatArray gradients = FlatArray.of(learning.network().gradients());
        double scale = learning.network().gradientScale();
        for (int index : decayedIndices) {
            gradients.set(index, gradients.get(index) + scale * l2 * numbers.get(index));
        }
        for (int i = 0; i < pulledIndices.length; i++) {
            int index = pulledIndices[i];
            double away = numbers.get(index) - earlier.get(pulledToIndices[i]);
            gradients.set(index, gradients.get(index) + scale * stay * away);
        }
    }

    /** The proximal steps, of single weights first. */
    void shrink(FlatArray numbers, double l1, double group) {
        for (int index : shrunkIndices) {
            numbers.set(index, Shrinkage.soft(numbers.get(index), l1));
        }
        for (int[] indices : groups) {
            double sum = 0;
            for (int index : indices) {
                sum += numbers.get(index) * numbers.get(index);
            }
            double factor = Shrinkage.group(Math.sqrt(sum), group);
            for (int index : indices) {
                numbers.set(index, factor * numbers.get(index) + 0.0); // no -0.0
            }
        }
    }
}
