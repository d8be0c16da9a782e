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

    /** Features of these examples copied at once: no power of two, or all examples would compete for one place in the cache. */
    private static final int TOGETHER = CHUNK / EXAMPLES - 16;

    private final Arithmetic<V> arithmetic;
    private final V scratch;

    FeatureTransfer(Arithmetic<V> arithmetic) {
        this.arithmetic = arithmetic;
        this.scratch = arithmetic.vector(CHUNK);
    }

    void read(INDArray matrix, Features<V> to) {
        int batch = (int) matrix.size(0);
        int features = (int) matrix.size(1);
        if (matrix.stride(0) == 1 || (batch == 1 && matrix.stride(1) == 1)) {
            HostMemory.access(matrix, memory -> readFeatures(memory, matrix.stride(1), to, features, batch));
        } else if (matrix.stride(1) == 1) {
            HostMemory.access(matrix, memory -> readExamples(memory, matrix.stride(0), to, features, batch));
        } else {
            read(DetachedMemory.within(() -> matrix.dup('f')), to);
            return;
        }
        arithmetic.clearPadding(to, features, batch);
    }

    private void readFeatures(Pointer memory, long stride, Features<V> to, int count, int batch) {
        if (to.stride() == batch && stride == batch) {
            arithmetic.get(memory, 0, to.flat(), to.origin(), count * batch);
            return;
        }
        int together = stride == batch ? Math.max(1, CHUNK / batch) : 1;
        for (int f = 0; f < count; f += together) {
            int features = Math.min(together, count - f);
            if (features == 1) {
                arithmetic.get(memory, f * stride, to.array(f), to.at(f), batch);
            } else {
                arithmetic.get(memory, f * stride, scratch, 0, features * batch);
                for (int i = 0; i < features; i++) {
                    System.arraycopy(scratch, i * batch, to.array(f + i), to.at(f + i), batch);
                }
            }
        }
    }

    private void readExamples(Pointer memory, long stride, Features<V> to, int count, int batch) {
        for (int f = 0; f < count; f += TOGETHER) {
            int features = Math.min(TOGETHER, count - f);
            for (int e = 0; e < batch; e += EXAMPLES) {
                int examples = Math.min(EXAMPLES, batch - e);
                for (int i = 0; i < examples; i++) {
                    arithmetic.get(memory, (e + i) * stride + f, scratch, i * features, features);
                }
                arithmetic.transpose(scratch, features, examples, to, f, e);
            }
        }
    }

    void write(Features<V> from, INDArray matrix) {
        int batch = (int) matrix.size(0);
        if (matrix.stride(0) != 1 && batch != 1) {
            throw new IllegalArgumentException("The strides (" + Arrays.toString(matrix.stride())
                    + ") must be those of an array in 'f' order, examples side by side.");
        }
        int features = (int) matrix.size(1);
        HostMemory.access(matrix, memory -> writeFeatures(from, memory, matrix.stride(1), features, batch));
    }

    private void writeFeatures(Features<V> from, Pointer memory, long stride, int count, int batch) {
        if (from.stride() == batch && stride == batch) {
            arithmetic.put(memory, 0, from.flat(), from.origin(), count * batch);
            return;
        }
        int together = stride == batch ? Math.max(1, CHUNK / batch) : 1;
        for (int f = 0; f < count; f += together) {
            int features = Math.min(together, count - f);
            if (features == 1) {
                arithmetic.put(memory, f * stride, from.array(f), from.at(f), batch);
            } else {
                for (int i = 0; i < features; i++) {
                    System.arraycopy(from.array(f + i), from.at(f + i), scratch, i * batch, batch);
                }
                arithmetic.put(memory, f * stride, scratch, 0, features * batch);
            }
        }
    }
}
