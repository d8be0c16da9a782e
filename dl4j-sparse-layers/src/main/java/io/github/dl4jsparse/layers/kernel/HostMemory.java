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
 * copying memory costs. Vectors are arrays of any rank whose numbers lie side by side, views included.
 */
public final class HostMemory {

    private static final int CHUNK = 1 << 13;

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

    /** Writes integers to a vector, each as the number it is. */
    static void write(int[] from, INDArray vector) {
        if (vector.dataType() == DataType.FLOAT) {
            float[] numbers = new float[from.length];
            for (int k = 0; k < from.length; k++) {
                numbers[k] = from[k];
            }
            write(numbers, vector);
        } else {
            write(Arrays.stream(from).asDoubleStream().toArray(), vector);
        }
    }

    /** Whether a vector holds exactly the bits of these integers; needs no memory of the vector's size. */
    static boolean holds(INDArray vector, int[] expected) {
        check(vector, vector.dataType(), expected.length);
        boolean[] same = new boolean[1];
        access(
                vector,
                start -> same[0] = vector.dataType() == DataType.FLOAT
                        ? holdsFloats(new FloatPointer(start), expected)
                        : holdsDoubles(new DoublePointer(start), expected));
        return same[0];
    }

    private static boolean holdsFloats(FloatPointer numbers, int[] expected) {
        float[] chunk = new float[Math.min(CHUNK, expected.length)];
        for (int at = 0; at < expected.length; at += CHUNK) {
            int count = Math.min(CHUNK, expected.length - at);
            numbers.position(at).get(chunk, 0, count);
            int different = 0;
            for (int k = 0; k < count; k++) {
                different |= Float.floatToRawIntBits(chunk[k]) ^ Float.floatToRawIntBits(expected[at + k]);
            }
            if (different != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsDoubles(DoublePointer numbers, int[] expected) {
        double[] chunk = new double[Math.min(CHUNK, expected.length)];
        for (int at = 0; at < expected.length; at += CHUNK) {
            int count = Math.min(CHUNK, expected.length - at);
            numbers.position(at).get(chunk, 0, count);
            long different = 0;
            for (int k = 0; k < count; k++) {
                different |= Double.doubleToRawLongBits(chunk[k]) ^ Double.doubleToRawLongBits(expected[at + k]);
            }
            if (different != 0) {
                return false;
            }
        }
        return true;
    }

    /** The numbers of a vector, rounded to integers; what is no number or too large becomes -1. */
    static int[] readRounded(INDArray vector) {
        int length = Math.toIntExact(vector.length());
        int[] rounded = new int[length];
        if (vector.dataType() == DataType.FLOAT) {
            float[] numbers = new float[length];
            read(vector, numbers);
            for (int k = 0; k < length; k++) {
                rounded[k] = round(numbers[k]);
            }
        } else {
            double[] numbers = new double[length];
            read(vector, numbers);
            for (int k = 0; k < length; k++) {
                rounded[k] = round(numbers[k]);
            }
        }
        return rounded;
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

    private static void check(INDArray vector, DataType type, int length) {
        if (vector.dataType() != type || vector.length() != length || !contiguous(vector)) {
            throw new IllegalArgumentException("The array of type (" + vector.dataType() + "), length ("
                    + vector.length() + ") and strides (" + Arrays.toString(vector.stride())
                    + ") must be a contiguous vector of type (" + type + ") and length (" + length + ").");
        }
    }

    private static boolean contiguous(INDArray vector) {
        for (int dimension = 0; dimension < vector.rank(); dimension++) {
            if (vector.size(dimension) == vector.length()) {
                return vector.length() == 1 || vector.stride(dimension) == 1;
            }
        }
        return vector.rank() == 0;
    }
}
