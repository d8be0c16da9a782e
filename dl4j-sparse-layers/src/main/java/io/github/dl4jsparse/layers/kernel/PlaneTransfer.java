package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies {@code [examples, channels, height, width]} arrays to the heap, where an example is a feature, and back. */
final class PlaneTransfer<V> {

    private final Arithmetic<V> arithmetic;

    PlaneTransfer(Arithmetic<V> arithmetic) {
        this.arithmetic = arithmetic;
    }

    /** The array itself if {@link #read} reads it as it is; else a copy that it does. */
    static INDArray readable(INDArray array) {
        return examplesAreWhole(array) ? array : DetachedMemory.within(() -> array.dup('c'));
    }

    /** Reads an array of any strides. */
    void read(INDArray array, Features<V> to) {
        read(array, 0, (int) array.size(0), to);
    }

    /** Reads some examples. ND4J's own views of views may be empty, so none is made. */
    void read(INDArray array, int first, int examples, Features<V> to) {
        INDArray source = readable(array);
        int size = size(source);
        HostMemory.access(source, memory -> {
            for (int e = 0; e < examples; e++) {
                arithmetic.get(memory, (long) (first + e) * source.stride(0), to.array(e), to.at(e), size);
            }
        });
    }

    /** Writes an array whose examples are in 'c' order. */
    void write(Features<V> from, INDArray array) {
        write(from, array, 0, (int) array.size(0));
    }

    /** Writes some examples. */
    void write(Features<V> from, INDArray array, int first, int examples) {
        if (!examplesAreWhole(array)) {
            throw new IllegalArgumentException("The strides (" + Arrays.toString(array.stride())
                    + ") must be those of an array in 'c' order, an example's numbers side by side.");
        }
        int size = size(array);
        HostMemory.access(array, memory -> {
            for (int e = 0; e < examples; e++) {
                arithmetic.put(memory, (long) (first + e) * array.stride(0), from.array(e), from.at(e), size);
            }
        });
    }

    private static int size(INDArray array) {
        return (int) (array.size(1) * array.size(2) * array.size(3));
    }

    private static boolean examplesAreWhole(INDArray array) {
        long next = 1;
        for (int dimension = 3; dimension > 0; dimension--) {
            if (array.size(dimension) > 1 && array.stride(dimension) != next) {
                return false;
            }
            next *= array.size(dimension);
        }
        return true;
    }
}
