package io.github.dl4jsparse.layers.kernel;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic on {@code double[]}. */
final class DoublePrecision implements Arithmetic<double[]> {

    @Override
    public double[] vector(int length) {
        return new double[length];
    }

    @Override
    public double[][] matrix(int features, int examples) {
        return new double[features][examples];
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
            double[] tile, int features, int examples, double[][] rows, int firstFeature, int firstExample) {
        for (int f = 0; f < features; f++) {
            double[] row = rows[firstFeature + f];
            for (int e = 0; e < examples; e++) {
                row[firstExample + e] = tile[e * features + f];
            }
        }
    }

    @Override
    public void sum(double[][] features, double[] sums, int batch) {
        for (int f = 0; f < features.length; f++) {
            double sum = 0;
            for (int b = 0; b < batch; b++) {
                sum += features[f][b];
            }
            sums[f] = sum;
        }
    }

    @Override
    public void forward(CompressedPattern pattern, double[] w, double[] bias, double[][] x, double[][] z, int batch) {
        SparseKernels.forward(pattern, w, bias, x, z, batch);
    }

    @Override
    public void inputGradient(CompressedPattern pattern, double[] w, double[][] dz, double[][] dx, int batch) {
        SparseKernels.inputGradient(pattern, w, dz, dx, batch);
    }

    @Override
    public void weightGradient(CompressedPattern pattern, double[][] x, double[][] dz, double[] dw, int batch) {
        SparseKernels.weightGradient(pattern, x, dz, dw, batch);
    }
}
