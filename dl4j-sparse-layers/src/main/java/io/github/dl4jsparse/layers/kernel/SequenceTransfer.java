package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies {@code [batch, features, time]} arrays of any strides to the heap, where the examples of one feature at one time
 * step lie side by side, and back.
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

    /** The sequences themselves if {@link #read} reads them as they are; else a copy that it does. */
    static INDArray readable(INDArray sequences) {
        boolean runs = sequences.stride(1) == 1
                || sequences.size(1) == 1
                || sequences.stride(2) == 1
                || sequences.size(2) == 1
                || (sequences.size(0) > 1 && sequences.stride(0) == 1);
        return runs ? sequences : DetachedMemory.within(() -> sequences.dup('f'));
    }

    void read(INDArray sequences, Places<V> to) {
        read(sequences, 0, (int) sequences.size(2), to);
    }

    /** Reads some time steps, of which the first becomes step 0. ND4J's own views of views may be empty, so none is made. */
    void read(INDArray sequences, int firstStep, int steps, Places<V> to) {
        INDArray source = readable(sequences);
        int batch = (int) source.size(0);
        int features = (int) source.size(1);
        long perExample = source.stride(0);
        long perFeature = source.stride(1);
        long perStep = source.stride(2);
        long at = firstStep * perStep;
        if (batch > 1 && perExample == 1) {
            HostMemory.access(
                    source, memory -> readFeatures(memory, at, perFeature, perStep, to, features, steps, batch));
        } else if (perFeature == 1 || features == 1) {
            HostMemory.access(
                    source, memory -> readExamples(memory, at, perExample, perStep, to, true, features, steps, batch));
        } else {
            HostMemory.access(
                    source,
                    memory -> readExamples(memory, at, perExample, perFeature, to, false, steps, features, batch));
        }
    }

    /** Examples lie side by side already, and maybe with them those of further time steps or features. */
    private void readFeatures(
            Pointer memory, long at, long perFeature, long perStep, Places<V> to, int features, int steps, int batch) {
        boolean runOfSteps = perStep == batch;
        int run = runOfSteps ? steps : features;
        int runs = runOfSteps ? features : steps;
        long perRun = runOfSteps ? perFeature : perStep;
        long within = runOfSteps ? perStep : perFeature;
        int together = within == batch ? Math.max(1, CHUNK / batch) : 1;
        provide(together * batch);
        for (int r = 0; r < runs; r++) {
            for (int first = 0; first < run; first += together) {
                int some = Math.min(together, run - first);
                arithmetic.get(memory, at + r * perRun + first * within, scratch, 0, some * batch);
                for (int i = 0; i < some; i++) {
                    int feature = runOfSteps ? r : first + i;
                    int step = runOfSteps ? first + i : r;
                    System.arraycopy(scratch, i * batch, to.array(feature, step), to.at(feature, step), batch);
                }
            }
        }
    }

    /** Runs of features, or of time steps, of each example lie side by side. */
    private void readExamples(
            Pointer memory,
            long at,
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
                    arithmetic.get(memory, at + (e + i) * perExample + r * perRun, scratch, i * numbers, numbers);
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

    /**
     * Writes time steps to sequences that lie in memory as they do here: all steps of a feature side by side.
     *
     * @param from in: the steps follow one another
     * @param column where the examples of the first of them begin
     * @param sequences out: {@code [batch, features, time]} with the strides {@code (1, any, batch)}
     * @param firstStep where the first of them belongs
     * @param steps their number
     */
    void write(Features<V> from, int column, INDArray sequences, int firstStep, int steps) {
        long batch = sequences.size(0);
        if ((batch > 1 && sequences.stride(0) != 1) || (sequences.size(2) > 1 && sequences.stride(2) != batch)) {
            throw new IllegalArgumentException("The strides (" + Arrays.toString(sequences.stride())
                    + ") of sequences of shape (" + Arrays.toString(sequences.shape())
                    + ") must be 1 for examples and (" + batch + ") for time steps.");
        }
        int features = (int) sequences.size(1);
        int numbers = Math.toIntExact(steps * batch);
        long perFeature = sequences.stride(1);
        HostMemory.access(sequences, memory -> {
            for (int f = 0; f < features; f++) {
                long at = f * perFeature + firstStep * batch;
                arithmetic.put(memory, at, from.array(f), from.at(f) + column, numbers);
            }
        });
    }
}
