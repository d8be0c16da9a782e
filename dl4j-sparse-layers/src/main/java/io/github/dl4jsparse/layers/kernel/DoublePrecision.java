package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic on {@code double[]} in plain Java. */
final class DoublePrecision implements Arithmetic<double[]> {

    private static final BlockArithmetic<double[]> BLOCKS = new DoubleBlocks();

    /** Numbers of a row: enough for the loops, little enough for the cache. */
    private static final int ROW = 256;

    @Override
    public double[] vector(int length) {
        return new double[length];
    }

    @Override
    public double[][] vectors(int... lengths) {
        double[][] vectors = new double[lengths.length][];
        Arrays.setAll(vectors, k -> vector(lengths[k]));
        return vectors;
    }

    @Override
    public Features<double[]> matrix(int features, int examples) {
        return Features.ofRows(new double[features][examples]);
    }

    @Override
    public void read(INDArray vector, double[] to) {
        HostMemory.read(vector, to);
    }

    @Override
    public void write(double[] from, INDArray vector) {
        HostMemory.write(from, vector);
    }

    @Override
    public void get(Pointer memory, long at, double[] to, int from, int count) {
        new DoublePointer(memory).position(at).get(to, from, count);
    }

    @Override
    public void put(Pointer memory, long at, double[] from, int first, int count) {
        new DoublePointer(memory).position(at).put(from, first, count);
    }

    @Override
    public void transpose(
            double[] tile, int features, int examples, Features<double[]> to, int firstFeature, int firstExample) {
        for (int f = 0; f < features; f++) {
            double[] array = to.array(firstFeature + f);
            int at = to.at(firstFeature + f) + firstExample;
            for (int e = 0; e < examples; e++) {
                array[at + e] = tile[e * features + f];
            }
        }
    }

    @Override
    public void clearPadding(Features<double[]> matrix, int features, int batch) {
        // rows have none
    }

    @Override
    public void forward(
            CompressedPattern pattern,
            double[] w,
            double[] bias,
            Features<double[]> x,
            Features<double[]> z,
            int batch,
            Range units) {
        ScalarDoubleKernels.forward(
                pattern.columnStarts(), pattern.inputs(), w, bias, x.rows(), z.rows(), batch, units);
    }

    @Override
    public void activate(ElementwiseActivation activation, Features<double[]> z, int batch, Range units) {
        double slope = activation.slope();
        for (int unit = units.from(); unit < units.to(); unit++) {
            int at = z.at(unit);
            if (activation.kind() == ElementwiseActivation.Kind.RECTIFIER) {
                ScalarDoubleKernels.activate(slope, z.array(unit), at, at + batch);
            } else {
                BLOCKS.activate(activation.kind(), z.array(unit), at, at + batch);
            }
        }
    }

    @Override
    public void differentiate(
            ElementwiseActivation activation, Features<double[]> a, Features<double[]> error, int batch, Range units) {
        double slope = (float) activation.slope(); // ND4J rounds it in the derivative, too
        for (int unit = units.from(); unit < units.to(); unit++) {
            int at = a.at(unit);
            int shift = error.at(unit) - at;
            if (activation.kind() == ElementwiseActivation.Kind.RECTIFIER) {
                ScalarDoubleKernels.differentiate(slope, a.array(unit), error.array(unit), at, at + batch, shift);
            } else {
                BLOCKS.differentiate(activation.kind(), a.array(unit), error.array(unit), shift, at, at + batch);
            }
        }
    }

    @Override
    public void inputGradient(
            TransposedPattern pattern,
            double[] w,
            Features<double[]> dz,
            Features<double[]> dx,
            int batch,
            Range inputs,
            double[] scratch) {
        ScalarDoubleKernels.inputGradient(pattern, w, dz.rows(), dx.rows(), batch, inputs);
    }

    @Override
    public void weightGradient(
            CompressedPattern pattern,
            Features<double[]> x,
            Features<double[]> dz,
            double[] dw,
            int batch,
            Range units,
            double[] scratch) {
        ScalarDoubleKernels.weightGradient(
                pattern.columnStarts(), pattern.inputs(), x.rows(), dz.rows(), dw, batch, units);
    }

    @Override
    public void sum(Features<double[]> features, double[] sums, int batch, Range units) {
        for (int unit = units.from(); unit < units.to(); unit++) {
            int at = features.at(unit);
            sums[unit] = ScalarDoubleKernels.sum(features.array(unit), at, at + batch);
        }
    }

    @Override
    public void add(double[] addends, double[] sums, int count) {
        for (int k = 0; k < count; k++) {
            sums[k] += addends[k];
        }
    }

    @Override
    public void pick(double[] from, int[] index, double[] to) {
        for (int k = 0; k < index.length; k++) {
            to[k] = from[index[k]];
        }
    }

    @Override
    public void clear(double[] numbers, int at, int count) {
        if (count > 0) {
            Arrays.fill(numbers, at, at + count, 0);
        }
    }

    @Override
    public void gather(double[] from, int at, int step, double[] to, int toAt, int count) {
        if (count > 0 && step == 1) {
            System.arraycopy(from, at, to, toAt, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            to[toAt + k] = from[at + k * step];
        }
    }

    @Override
    public void scatter(double[] from, int at, double[] to, int toAt, int step, int count) {
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
}
