package io.github.dl4jsparse.layers.kernel;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.Consumer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bulk copies between ND4J vectors of the native CPU back-end and the Java heap.
 *
 * <p>A single ND4J number costs more to reach than a sparse product spends on it; whole runs of numbers cost about what
 * copying memory costs. Vectors are arrays of any rank whose numbers lie side by side in C or Fortran order, views included;
 * they are taken in the order of their memory.
 */
public final class HostMemory {

    private static final int CHUNK = 1 << 11;

    private HostMemory() {}

    /**
     * Copies a vector to the heap.
     *
     * @param vector in: FLOAT, contiguous
     * @param to out: as long as the vector
     * @throws IllegalArgumentException if type, length or strides do not fit
     */
    public static void read(INDArray vector, float[] to) {
        check(vector, DataType.FLOAT, to.length);
        access(vector, start -> new FloatPointer(start).get(to, 0, to.length));
    }

    /**
     * Copies a vector to the heap.
     *
     * @param vector in: DOUBLE, contiguous
     * @param to out: as long as the vector
     * @throws IllegalArgumentException if type, length or strides do not fit
     */
    public static void read(INDArray vector, double[] to) {
        check(vector, DataType.DOUBLE, to.length);
        access(vector, start -> new DoublePointer(start).get(to, 0, to.length));
    }

    /**
     * Copies the heap to a vector.
     *
     * @param from in: as long as the vector
     * @param vector out: FLOAT, contiguous
     * @throws IllegalArgumentException if type, length or strides do not fit
     */
    public static void write(float[] from, INDArray vector) {
        check(vector, DataType.FLOAT, from.length);
        access(vector, start -> new FloatPointer(start).put(from, 0, from.length));
    }

    /**
     * Copies the heap to a vector.
     *
     * @param from in: as long as the vector
     * @param vector out: DOUBLE, contiguous
     * @throws IllegalArgumentException if type, length or strides do not fit
     */
    public static void write(double[] from, INDArray vector) {
        check(vector, DataType.DOUBLE, from.length);
        access(vector, start -> new DoublePointer(start).put(from, 0, from.length));
    }

    /** Writes integers to a part of a vector, each as the number it is; needs no memory of the part's size. */
    static void write(int[] from, INDArray vector, int at) {
        checkPart(vector, at, from.length);
        boolean single = vector.dataType() == DataType.FLOAT;
        access(vector, start -> {
            if (single) {
                writeFloats(from, new FloatPointer(start), at);
            } else {
                writeDoubles(from, new DoublePointer(start), at);
            }
        });
    }

    private static void writeFloats(int[] from, FloatPointer numbers, int at) {
        float[] chunk = new float[Math.min(CHUNK, from.length)];
        for (int first = 0; first < from.length; first += CHUNK) {
            int count = Math.min(CHUNK, from.length - first);
            for (int k = 0; k < count; k++) {
                chunk[k] = from[first + k];
            }
            numbers.position(at + (long) first).put(chunk, 0, count);
        }
    }

    private static void writeDoubles(int[] from, DoublePointer numbers, int at) {
        double[] chunk = new double[Math.min(CHUNK, from.length)];
        for (int first = 0; first < from.length; first += CHUNK) {
            int count = Math.min(CHUNK, from.length - first);
            for (int k = 0; k < count; k++) {
                chunk[k] = from[first + k];
            }
            numbers.position(at + (long) first).put(chunk, 0, count);
        }
    }

    /** Whether a part of a vector holds exactly the bits of these integers; needs no memory of the part's size. */
    static boolean holds(INDArray vector, int at, int[] expected) {
        checkPart(vector, at, expected.length);
        boolean single = vector.dataType() == DataType.FLOAT;
        boolean[] same = new boolean[1];
        access(
                vector,
                start -> same[0] = single
                        ? holdsFloats(new FloatPointer(start), at, expected)
                        : holdsDoubles(new DoublePointer(start), at, expected));
        return same[0];
    }

    private static boolean holdsFloats(FloatPointer numbers, int at, int[] expected) {
        float[] chunk = new float[Math.min(CHUNK, expected.length)];
        for (int first = 0; first < expected.length; first += CHUNK) {
            int count = Math.min(CHUNK, expected.length - first);
            numbers.position(at + (long) first).get(chunk, 0, count);
            int different = 0;
            for (int k = 0; k < count; k++) {
                different |= Float.floatToRawIntBits(chunk[k]) ^ Float.floatToRawIntBits(expected[first + k]);
            }
            if (different != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsDoubles(DoublePointer numbers, int at, int[] expected) {
        double[] chunk = new double[Math.min(CHUNK, expected.length)];
        for (int first = 0; first < expected.length; first += CHUNK) {
            int count = Math.min(CHUNK, expected.length - first);
            numbers.position(at + (long) first).get(chunk, 0, count);
            long different = 0;
            for (int k = 0; k < count; k++) {
                different |= Double.doubleToRawLongBits(chunk[k]) ^ Double.doubleToRawLongBits(expected[first + k]);
            }
            if (different != 0) {
                return false;
            }
        }
        return true;
    }

    /** The numbers of a part of a vector, rounded to integers; what is no number or too large becomes -1. */
    static int[] readRounded(INDArray vector, int at, int length) {
        checkPart(vector, at, length);
        boolean single = vector.dataType() == DataType.FLOAT;
        int[] rounded = new int[length];
        access(vector, start -> {
            if (single) {
                roundFloats(new FloatPointer(start), at, rounded);
            } else {
                roundDoubles(new DoublePointer(start), at, rounded);
            }
        });
        return rounded;
    }

    private static void roundFloats(FloatPointer numbers, int at, int[] rounded) {
        float[] chunk = new float[Math.min(CHUNK, rounded.length)];
        for (int first = 0; first < rounded.length; first += CHUNK) {
            int count = Math.min(CHUNK, rounded.length - first);
            numbers.position(at + (long) first).get(chunk, 0, count);
            for (int k = 0; k < count; k++) {
                rounded[first + k] = round(chunk[k]);
            }
        }
    }

    private static void roundDoubles(DoublePointer numbers, int at, int[] rounded) {
        double[] chunk = new double[Math.min(CHUNK, rounded.length)];
        for (int first = 0; first < rounded.length; first += CHUNK) {
            int count = Math.min(CHUNK, rounded.length - first);
            numbers.position(at + (long) first).get(chunk, 0, count);
            for (int k = 0; k < count; k++) {
                rounded[first + k] = round(chunk[k]);
            }
        }
    }

    private static int round(double number) {
        return number >= -0.5 && number <= Integer.MAX_VALUE ? (int) Math.rint(number) : -1;
    }

    /**
     * Hands over the address where an array begins, its offset in a larger one included. The array's memory is not given
     * back before the use of it ends.
     */
    static void access(INDArray array, Consumer<Pointer> use) {
        try {
            use.accept(array.data().addressPointer());
        } finally {
            Reference.reachabilityFence(array);
        }
    }

    /**
     * Makes all numbers of a vector +0.
     *
     * @param vector out: FLOAT or DOUBLE, contiguous
     * @throws IllegalArgumentException if type or strides do not fit
     */
    public static void clear(INDArray vector) {
        checkPart(vector, 0, 0);
        access(
                vector,
                start -> Pointer.memset(
                        start, 0, vector.length() * vector.dataType().width()));
    }

    private static void checkPart(INDArray vector, long at, long count) {
        if (vector.dataType() != DataType.FLOAT && vector.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException(
                    "The type (" + vector.dataType() + ") of the array must be FLOAT or DOUBLE.");
        }
        if (at + count > vector.length()) {
            throw new IllegalArgumentException("The (" + count + ") numbers from (" + at
                    + ") on must lie within the length (" + vector.length() + ") of the array.");
        }
        check(vector, vector.dataType(), vector.length());
    }

    private static void check(INDArray vector, DataType type, long length) {
        if (vector.dataType() != type || vector.length() != length || !contiguous(vector)) {
            throw new IllegalArgumentException("The array of type (" + vector.dataType() + "), length ("
                    + vector.length() + ") and strides (" + Arrays.toString(vector.stride())
                    + ") must be a contiguous vector of type (" + type + ") and length (" + length + ").");
        }
    }

    static void checkContiguous(INDArray array) {
        check(array, array.dataType(), array.length());
    }

    private static boolean contiguous(INDArray array) {
        return contiguous(array, 0, 1) || contiguous(array, array.rank() - 1, -1);
    }

    /** Whether the numbers lie side by side when dimensions follow each other from the fastest on. */
    private static boolean contiguous(INDArray array, int fastest, int step) {
        long expected = 1;
        for (int dimension = fastest; dimension >= 0 && dimension < array.rank(); dimension += step) {
            if (array.size(dimension) != 1 && array.stride(dimension) != expected) {
                return false;
            }
            expected *= array.size(dimension);
        }
        return true;
    }
}
