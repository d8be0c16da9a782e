package io.github.dl4jsparse.layers.kernel;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies {@code [batch, features, time]} arrays of any strides to the heap, where the examples of one feature at one time
 * step lie side by side, and back to 'f' order.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
final class SequenceTransfer<V> {

    /** Numbers copied at once. */
    private static final int CHUNK = 1 << 14;

    /** Examples turned at once: as many floats as a cache line holds. */
    private static final int EXAMPLES = 16;

    /**
     * Where the examples of a feature at a time step begin.
     *
     * @param <V> {@code float[]} or {@code double[]}
     */
    interface Places<V> {

        /** The array that holds them. */
        V array(int feature, int step);

        /** The index of the first. */
        int at(int feature, int step);
    }

    private final Arithmetic<V> arithmetic;
    private final BlockArithmetic<V> blocks;
    private V scratch;
    private int length;

    SequenceTransfer(Arithmetic<V> arithmetic, BlockArithmetic<V> blocks) {
        this.arithmetic = arithmetic;
        this.blocks = blocks;
    }

    private void provide(int numbers) {
        if (scratch == null || length < numbers) {
            length = Math.max(CHUNK, numbers);
            scratch = arithmetic.vector(length);
        }
    }

    void read(INDArray sequences, Places<V> to) {
        int batch = (int) sequences.size(0);
        int features = (int) sequences.size(1);
        int steps = (int) sequences.size(2);
        long perExample = sequences.stride(0);
        long perFeature = sequences.stride(1);
        long perStep = sequences.stride(2);
        if (batch > 1 && perExample == 1) {
            HostMemory.access(
                    sequences, memory -> readFeatures(memory, perFeature, perStep, to, features, steps, batch));
        } else if (perFeature == 1 || features == 1) {
            HostMemory.access(
                    sequences, memory -> readExamples(memory, perExample, perStep, to, true, features, steps, batch));
        } else if (perStep == 1 || steps == 1) {
            HostMemory.access(
                    sequences,
                    memory -> readExamples(memory, perExample, perFeature, to, false, steps, features, batch));
        } else {
            read(DetachedMemory.within(() -> sequences.dup('f')), to);
        }
    }

    /** Examples lie side by side already. */
    private void readFeatures(
            Pointer memory, long perFeature, long perStep, Places<V> to, int features, int steps, int batch) {
        int together = perFeature == batch ? Math.max(1, CHUNK / batch) : 1;
        provide(together * batch);
        for (int t = 0; t < steps; t++) {
            for (int f = 0; f < features; f += together) {
                int some = Math.min(together, features - f);
                arithmetic.get(memory, t * perStep + f * perFeature, scratch, 0, some * batch);
                for (int i = 0; i < some; i++) {
                    System.arraycopy(scratch, i * batch, to.array(f + i, t), to.at(f + i, t), batch);
                }
            }
        }
    }

    /** Runs of features, or of time steps, of each example lie side by side. */
    private void readExamples(
            Pointer memory,
            long perExample,
            long perRun,
            Places<V> to,
            boolean runOfFeatures,
            int run,
            int runs,
            int batch) {
        int together = perRun == run ? Math.max(1, Math.min(runs, CHUNK / EXAMPLES / run)) : 1;
        provide(EXAMPLES * together * run);
        for (int e = 0; e < batch; e += EXAMPLES) {
            int examples = Math.min(EXAMPLES, batch - e);
            for (int r = 0; r < runs; r += together) {
                int numbers = Math.min(together, runs - r) * run;
                for (int i = 0; i < examples; i++) {
                    arithmetic.get(memory, (e + i) * perExample + r * perRun, scratch, i * numbers, numbers);
                }
                for (int k = 0; k < numbers; k++) {
                    int feature = runOfFeatures ? k % run : r + k / run;
                    int step = runOfFeatures ? r + k / run : k % run;
                    V array = to.array(feature, step);
                    blocks.gather(scratch, k, numbers, array, to.at(feature, step) + e, examples);
                }
            }
        }
    }

    /** Writes steps that follow one another in a feature-major matrix to an array in 'f' order, from a step on. */
    void write(Features<V> from, INDArray sequences, int firstStep) {
        int batch = (int) sequences.size(0);
        int features = (int) sequences.size(1);
        int steps = (int) sequences.size(2) - firstStep;
        int together = Math.max(1, CHUNK / batch);
        provide(together * batch);
        HostMemory.access(sequences, memory -> {
            for (int t = 0; t < steps; t++) {
                for (int f = 0; f < features; f += together) {
                    int some = Math.min(together, features - f);
                    for (int i = 0; i < some; i++) {
                        System.arraycopy(from.array(f + i), from.at(f + i) + t * batch, scratch, i * batch, batch);
                    }
                    long at = ((long) (firstStep + t) * features + f) * batch;
                    arithmetic.put(memory, at, scratch, 0, some * batch);
                }
            }
        });
    }
}
