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

    /** The matrix itself if {@link #read} reads it as it is; else a copy that it does. */
    static INDArray readable(INDArray matrix) {
        return matrix.stride(0) == 1 || matrix.stride(1) == 1 ? matrix : DetachedMemory.within(() -> matrix.dup('f'));
    }

    void read(INDArray matrix, Features<V> to) {
        read(matrix, 0, (int) matrix.size(0), to);
    }

    /** Reads some examples. ND4J's own views of views may be empty, so none is made. */
    void read(INDArray matrix, int first, int batch, Features<V> to) {
        INDArray source = readable(matrix);
        int features = (int) source.size(1);
        long at = (long) first * source.stride(0);
        long stride = source.stride(1);
        if (source.stride(0) == 1 || (batch == 1 && stride == 1)) {
            HostMemory.access(source, memory -> readFeatures(memory, at, stride, to, features, batch));
        } else {
            HostMemory.access(source, memory -> readExamples(memory, at, source.stride(0), to, features, batch));
        }
        arithmetic.clearPadding(to, features, batch);
    }

    private void readFeatures(Pointer memory, long at, long stride, Features<V> to, int count, int batch) {
        if (to.stride() == batch && stride == batch) {
            arithmetic.get(memory, at, to.flat(), to.origin(), count * batch);
            return;
        }
        int together = stride == batch ? Math.max(1, CHUNK / batch) : 1;
        for (int f = 0; f < count; f += together) {
            int features = Math.min(together, count - f);
            if (features == 1) {
                arithmetic.get(memory, at + f * stride, to.array(f), to.at(f), batch);
            } else {
                arithmetic.get(memory, at + f * stride, scratch, 0, features * batch);
                for (int i = 0; i < features; i++) {
                    System.arraycopy(scratch, i * batch, to.array(f + i), to.at(f + i), batch);
                }
            }
        }
    }

    private void readExamples(Pointer memory, long at, long stride, Features<V> to, int count, int batch) {
        for (int f = 0; f < count; f += TOGETHER) {
            int features = Math.min(TOGETHER, count - f);
            for (int e = 0; e < batch; e += EXAMPLES) {
                int examples = Math.min(EXAMPLES, batch - e);
                for (int i = 0; i < examples; i++) {
                    arithmetic.get(memory, at + (e + i) * stride + f, scratch, i * features, features);
                }
                arithmetic.transpose(scratch, features, examples, to, f, e);
            }
        }
    }

    void write(Features<V> from, INDArray matrix) {
        write(from, matrix, 0, (int) matrix.size(0));
    }

    /** Writes some examples. */
    void write(Features<V> from, INDArray matrix, int first, int batch) {
        if (matrix.stride(0) != 1 && matrix.size(0) != 1) {
            throw new IllegalArgumentException("The strides (" + Arrays.toString(matrix.stride())
                    + ") must be those of an array in 'f' order, examples side by side.");
        }
        int features = (int) matrix.size(1);
        HostMemory.access(matrix, memory -> writeFeatures(from, memory, first, matrix.stride(1), features, batch));
    }

    private void writeFeatures(Features<V> from, Pointer memory, long at, long stride, int count, int batch) {
        if (from.stride() == batch && stride == batch) {
            arithmetic.put(memory, at, from.flat(), from.origin(), count * batch);
            return;
        }
        int together = stride == batch ? Math.max(1, CHUNK / batch) : 1;
        for (int f = 0; f < count; f += together) {
            int features = Math.min(together, count - f);
            if (features == 1) {
                arithmetic.put(memory, at + f * stride, from.array(f), from.at(f), batch);
            } else {
                for (int i = 0; i < features; i++) {
                    System.arraycopy(from.array(f + i), from.at(f + i), scratch, i * batch, batch);
                }
                arithmetic.put(memory, at + f * stride, scratch, 0, features * batch);
            }
        }
    }
}
