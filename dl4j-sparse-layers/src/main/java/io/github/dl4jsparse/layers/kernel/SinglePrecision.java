package io.github.dl4jsparse.layers.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic on {@code float[]}. */
final class SinglePrecision implements Arithmetic<float[]> {

    @Override
    public float[] vector(int length) {
        return new float[length];
    }

    @Override
    public float[][] matrix(int features, int examples) {
        return new float[features][examples];
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
            float[] tile, int features, int examples, float[][] rows, int firstFeature, int firstExample) {
        for (int f = 0; f < features; f++) {
            float[] row = rows[firstFeature + f];
            for (int e = 0; e < examples; e++) {
                row[firstExample + e] = tile[e * features + f];
            }
        }
    }

    @Override
    public void sum(float[][] features, float[] sums, int batch) {
        for (int f = 0; f < features.length; f++) {
            float sum = 0;
            for (int b = 0; b < batch; b++) {
                sum += features[f][b];
            }
            sums[f] = sum;
        }
    }

    @Override
    public void forward(CompressedPattern pattern, float[] w, float[] bias, float[][] x, float[][] z, int batch) {
        SparseKernels.forward(pattern, w, bias, x, z, batch);
    }

    @Override
    public void inputGradient(CompressedPattern pattern, float[] w, float[][] dz, float[][] dx, int batch) {
        SparseKernels.inputGradient(pattern, w, dz, dx, batch);
    }

    @Override
    public void weightGradient(CompressedPattern pattern, float[][] x, float[][] dz, float[] dw, int batch) {
        SparseKernels.weightGradient(pattern, x, dz, dw, batch);
    }
}
