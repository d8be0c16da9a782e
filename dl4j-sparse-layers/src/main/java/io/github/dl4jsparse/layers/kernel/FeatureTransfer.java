package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies {@code [batch, features]} matrices of any strides to feature-major heap arrays, and back to 'f' order. */
final class FeatureTransfer<V> {

    /** Numbers copied at once: 64 kB of floats stay in the second-level cache. */
    private static final int CHUNK = 1 << 14;

    /** Examples turned at once: as many floats as a cache line holds. */
    private static final int EXAMPLES = 16;

    private final Arithmetic<V> arithmetic;
    private final V scratch;

    FeatureTransfer(Arithmetic<V> arithmetic) {
        this.arithmetic = arithmetic;
        this.scratch = arithmetic.vector(CHUNK);
    }

    void read(INDArray matrix, V[] rows) {
        int batch = (int) matrix.size(0);
        if (matrix.stride(0) == 1 || (batch == 1 && matrix.stride(1) == 1)) {
            HostMemory.access(matrix, memory -> readFeatures(memory, matrix.stride(1), rows, batch));
        } else if (matrix.stride(1) == 1) {
            HostMemory.access(matrix, memory -> readExamples(memory, matrix.stride(0), rows, batch));
        } else {
            read(DetachedMemory.within(() -> matrix.dup('f')), rows);
        }
    }

    private void readFeatures(Pointer memory, long stride, V[] rows, int batch) {
        int together = stride == batch ? Math.max(1, CHUNK / batch) : 1;
        for (int f = 0; f < rows.length; f += together) {
            int features = Math.min(together, rows.length - f);
            if (features == 1) {
                arithmetic.get(memory, f * stride, rows[f], 0, batch);
            } else {
                arithmetic.get(memory, f * stride, scratch, 0, features * batch);
                for (int i = 0; i < features; i++) {
                    System.arraycopy(scratch, i * batch, rows[f + i], 0, batch);
                }
            }
        }
    }

    private void readExamples(Pointer memory, long stride, V[] rows, int batch) {
        for (int f = 0; f < rows.length; f += CHUNK / EXAMPLES) {
            int features = Math.min(CHUNK / EXAMPLES, rows.length - f);
            for (int e = 0; e < batch; e += EXAMPLES) {
                int examples = Math.min(EXAMPLES, batch - e);
                for (int i = 0; i < examples; i++) {
                    arithmetic.get(memory, (e + i) * stride + f, scratch, i * features, features);
                }
                arithmetic.transpose(scratch, features, examples, rows, f, e);
            }
        }
    }

    void write(V[] rows, INDArray matrix) {
        int batch = (int) matrix.size(0);
        if (matrix.stride(0) != 1 && batch != 1) {
            throw new IllegalArgumentException("The strides (" + Arrays.toString(matrix.stride())
                    + ") must be those of an array in 'f' order, examples side by side.");
        }
        HostMemory.access(matrix, memory -> writeFeatures(rows, memory, matrix.stride(1), batch));
    }

    private void writeFeatures(V[] rows, Pointer memory, long stride, int batch) {
        int together = stride == batch ? Math.max(1, CHUNK / batch) : 1;
        for (int f = 0; f < rows.length; f += together) {
            int features = Math.min(together, rows.length - f);
            if (features == 1) {
                arithmetic.put(memory, f * stride, rows[f], 0, batch);
            } else {
                for (int i = 0; i < features; i++) {
                    System.arraycopy(rows[f + i], 0, scratch, i * batch, batch);
                }
                arithmetic.put(memory, f * stride, scratch, 0, features * batch);
            }
        }
    }
}
