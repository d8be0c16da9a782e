package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.slf4j.LoggerFactory;

/**
 * Arithmetic on {@code float[]} with the Vector API. All features of a matrix lie in one array, each at a boundary of
 * vectors; what is between the end of the minibatch and the next boundary holds zeros wherever a sum over the examples
 * would see it.
 */
final class VectorPrecision extends SinglePrecision {

    private static final int LANES = VectorKernels.LANES;

    private final AlignedMemory memory = new AlignedMemory();
    private final SlowVectors slow = new SlowVectors(LoggerFactory.getLogger(KernelBackend.class)::warn);

    VectorPrecision() {
        if (LANES < 8) {
            throw new IllegalStateException("the vectors of this CPU hold only (" + LANES + ") floats");
        }
    }

    private static int whole(int batch) {
        return (batch + LANES - 1) / LANES * LANES;
    }

    @Override
    public Features<float[]> matrix(int features, int examples) {
        return memory.matrix(features, whole(examples));
    }

    @Override
    public void clearPadding(Features<float[]> matrix, int features, int batch) {
        int padding = whole(batch) - batch;
        for (int f = 0; padding > 0 && f < features; f++) {
            int end = matrix.at(f) + batch;
            Arrays.fill(matrix.flat(), end, end + padding, 0);
        }
    }

    @Override
    public void forward(
            CompressedPattern pattern,
            float[] w,
            float[] bias,
            Features<float[]> x,
            Features<float[]> z,
            int batch,
            Range units) {
        long before = slow.done() ? 0 : System.nanoTime();
        int[] starts = pattern.columnStarts();
        VectorKernels.forward(starts, pattern.inputs(), w, bias, x, z, whole(batch), units);
        if (!slow.done()) {
            slow.add((long) batch * (starts[units.to()] - starts[units.from()]), System.nanoTime() - before);
        }
    }

    @Override
    public void differentiate(
            ElementwiseActivation activation, Features<float[]> a, Features<float[]> error, int batch, Range units) {
        if (activation.kind() == ElementwiseActivation.Kind.RECTIFIER) {
            VectorKernels.differentiate((float) activation.slope(), a, error, whole(batch), units);
        } else {
            super.differentiate(activation, a, error, batch, units);
        }
    }

    @Override
    public void inputGradient(
            TransposedPattern pattern,
            float[] w,
            Features<float[]> dz,
            Features<float[]> dx,
            int batch,
            Range inputs,
            float[] scratch) {
        VectorKernels.inputGradient(pattern, w, dz, dx, whole(batch), inputs, scratch);
    }

    @Override
    public void weightGradient(
            CompressedPattern pattern,
            Features<float[]> x,
            Features<float[]> dz,
            float[] dw,
            int batch,
            Range units,
            float[] scratch) {
        VectorKernels.weightGradient(pattern.columnStarts(), pattern.inputs(), x, dz, dw, whole(batch), units, scratch);
    }

    /** Rows whose vectors come in eights where that can be had. */
    @Override
    public int rowsTogether(int count, int examples) {
        int best = 1;
        for (int together = 2; together <= examples && together * count <= 16 * LANES; together++) {
            if (cost(together * count) * best < cost(best * count) * together) {
                best = together;
            }
        }
        return best;
    }

    /** Time of a row for each connection: eight vectors at once, then four, then one, which waits for the one before. */
    private static int cost(int length) {
        int vectors = whole(length) / LANES;
        return vectors / 8 * 16 + vectors / 4 % 2 * 9 + vectors % 4 * 4;
    }

    @Override
    public String toString() {
        return "vector" + FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
