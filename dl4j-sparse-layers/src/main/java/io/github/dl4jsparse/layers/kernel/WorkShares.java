package io.github.dl4jsparse.layers.kernel;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How the units of one product are shared among threads, with scratch memory for each.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
final class WorkShares<V> {

    /** Multiplications below which one thread does all: it is done sooner than others would be awake. */
    private static final long WORTH_SHARING = 1 << 19;

    private final Arithmetic<V> arithmetic;
    private int[] start;
    private Range[] ranges = {};
    private List<V> scratch = List.of();

    /**
     * What one thread does.
     *
     * @param units its units
     * @param scratch memory of its own
     * @param <V> {@code float[]} or {@code double[]}
     */
    record Share<V>(Range units, V scratch) {}

    WorkShares(Arithmetic<V> arithmetic) {
        this.arithmetic = arithmetic;
    }

    /** The first connection of each unit and the end of the last, by which work is measured from now on. */
    void units(int[] starts) {
        if (start != starts) {
            start = starts;
            ranges = new Range[0];
        }
    }

    /** Runs a product of so many examples. */
    void run(int examples, Consumer<Share<V>> product) {
        int parts = (long) start[start.length - 1] * examples < WORTH_SHARING ? 1 : KernelThreads.count();
        if (ranges.length != parts) {
            ranges = Range.split(start, parts);
        }
        if (scratch.size() < parts) {
            scratch = Stream.generate(() -> arithmetic.vector(Arithmetic.SCRATCH))
                    .limit(parts)
                    .toList();
        }
        KernelThreads.run(parts, part -> product.accept(new Share<>(ranges[part], scratch.get(part))));
    }
}
