package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic on {@code float[]} in plain Java. */
class SinglePrecision implements Arithmetic<float[]> {

    private static final BlockArithmetic<float[]> BLOCKS = new SingleBlocks();

    /** Numbers of a row: enough for the loops, little enough for the cache. */
    private static final int ROW = 256;

    @Override
    public float[] vector(int length) {
        return new float[length];
    }

    @Override
    public float[][] vectors(int... lengths) {
        float[][] vectors = new float[lengths.length][];
        Arrays.setAll(vectors, k -> vector(lengths[k]));
        return vectors;
    }

    @Override
    public Features<float[]> matrix(int features, int examples) {
        return Features.ofRows(new float[features][examples]);
    }

    @Override
    public void read(INDArray vector, float[] to) {
        HostMemory.read(vector, to);
    }

    @Override
    public void write(float[] from, INDArray vector) {
        HostMemory.write(from, vector);
    }

    @Override
    public void get(Pointer memory, long at, float[] to, int from, int count) {
        new FloatPointer(memory).position(at).get(to, from, count);
    }

    @Override
    public void put(Pointer memory, long at, float[] from, int first, int count) {
        new FloatPointer(memory).position(at).put(from, first, count);
    }

    @Override
    public void transpose(
            float[] tile, int features, int examples, Features<float[]> to, int firstFeature, int firstExample) {
        for (int f = 0; f < features; f++) {
            float[] array = to.array(firstFeature + f);
            int at = to.at(firstFeature + f) + firstExample;
            for (int e = 0; e < examples; e++) {
                array[at + e] = tile[e * features + f];
            }
        }
    }

    @Override
    public void clearPadding(Features<float[]> matrix, int features, int batch) {
        // rows have none
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
        ScalarKernels.forward(pattern.columnStarts(), pattern.inputs(), w, bias, x.rows(), z.rows(), batch, units);
    }

    @Override
    public void activate(ElementwiseActivation activation, Features<float[]> z, int batch, Range units) {
        float slope = (float) activation.slope();
        for (int unit = units.from(); unit < units.to(); unit++) {
            int at = z.at(unit);
            if (activation.kind() == ElementwiseActivation.Kind.RECTIFIER) {
                ScalarKernels.activate(slope, z.array(unit), at, at + batch);
            } else {
                BLOCKS.activate(activation.kind(), z.array(unit), at, at + batch);
            }
        }
    }

    @Override
    public void differentiate(
            ElementwiseActivation activation, Features<float[]> a, Features<float[]> error, int batch, Range units) {
        float slope = (float) activation.slope();
        for (int unit = units.from(); unit < units.to(); unit++) {
            int at = a.at(unit);
            int shift = error.at(unit) - at;
            if (activation.kind() == ElementwiseActivation.Kind.RECTIFIER) {
                ScalarKernels.differentiate(slope, a.array(unit), error.array(unit), at, at + batch, shift);
            } else {
                BLOCKS.differentiate(activation.kind(), a.array(unit), error.array(unit), shift, at, at + batch);
            }
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
        ScalarKernels.inputGradient(pattern, w, dz.rows(), dx.rows(), batch, inputs);
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
        ScalarKernels.weightGradient(pattern.columnStarts(), pattern.inputs(), x.rows(), dz.rows(), dw, batch, units);
    }

    @Override
    public void sum(Features<float[]> features, float[] sums, int batch, Range units) {
        for (int unit = units.from(); unit < units.to(); unit++) {
            int at = features.at(unit);
            sums[unit] = ScalarKernels.sum(features.array(unit), at, at + batch);
        }
    }

    @Override
    public void add(float[] addends, float[] sums, int count) {
        for (int k = 0; k < count; k++) {
            sums[k] += addends[k];
        }
    }

    @Override
    public void pick(float[] from, int[] index, float[] to) {
        for (int k = 0; k < index.length; k++) {
            to[k] = from[index[k]];
        }
    }

    @Override
    public void clear(float[] numbers, int at, int count) {
        if (count > 0) {
            Arrays.fill(numbers, at, at + count, 0);
        }
    }

    @Override
    public void gather(float[] from, int at, int step, float[] to, int toAt, int count) {
        if (count > 0 && step == 1) {
            System.arraycopy(from, at, to, toAt, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            to[toAt + k] = from[at + k * step];
        }
    }

    @Override
    public void scatter(float[] from, int at, float[] to, int toAt, int step, int count) {
        if (count > 0 && step == 1) {
            System.arraycopy(from, at, to, toAt, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            to[toAt + k * step] = from[at + k];
        }
    }

    @Override
    public int rowsTogether(int count, int examples) {
        return Math.max(1, Math.min(examples, ROW / count));
    }

    @Override
    public String toString() {
        return "scalar";
    }
}
