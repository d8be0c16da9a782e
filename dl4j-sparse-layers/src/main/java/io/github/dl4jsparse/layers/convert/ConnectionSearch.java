package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Finds the connections of a dense matrix: what its mask says, or without a mask what is not zero. NaN is a connection,
 * -0.0 is none.
 */
final class ConnectionSearch {

    private static final int FIRST_CAPACITY = 1 << 10;

    private final Place weights;
    private final WeightShape shape;
    private final Mask mask;

    /**
     * A search in the weights of one matrix.
     *
     * @param weights where the matrix begins
     * @param shape its dimensions and axes
     * @param mask of the same dimensions; null for none
     */
    ConnectionSearch(Place weights, WeightShape shape, Mask mask) {
        this.weights = weights;
        this.shape = shape;
        this.mask = mask;
        long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
        if (mask != null && !Arrays.equals(dims, mask.shape())) {
            throw new DL4JInvalidConfigException("The mask of (" + shape.name() + ") has the shape "
                    + Arrays.toString(mask.shape()) + ", the weights " + Arrays.toString(dims)
                    + ". Maybe the mask belongs to another network?");
        }
    }

    /**
     * The connections.
     *
     * @throws DL4JInvalidConfigException if a weight is not zero though the mask has no connection there
     */
    CompressedPattern pattern() {
        int units = Math.toIntExact(shape.outputs());
        int inputs = Math.toIntExact(shape.size() / units);
        int[] fanIn = new int[units];
        int[] found = new int[FIRST_CAPACITY];
        int count = 0;
        for (int unit = 0; unit < units; unit++) {
            for (int input = 0; input < inputs; input++) {
                if (connected(unit, input, inputs)) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, grown(count));
                    }
                    found[count++] = input;
                    fanIn[unit]++;
                }
            }
        }
        return CompressedPattern.ofFanIn(inputs, fanIn, Arrays.copyOf(found, count));
    }

    private static int grown(int capacity) {
        return (int) Math.min(Integer.MAX_VALUE - 8L, capacity * 2L);
    }

    private boolean connected(int unit, int input, int inputs) {
        double value = weights.numbers().get(weights.at() + (long) unit * inputs + input);
        if (mask == null) {
            return value != 0;
        }
        boolean active = mask.contains(ConnectionMask.position(shape, inputs, unit, input));
        if (!active && value != 0) {
            throw new DL4JInvalidConfigException("The weight (" + shape.name() + ") from input (" + input
                    + ") to unit ("
                    + unit + ") is (" + value + "), but the mask has no connection there. Maybe the mask is not the one"
                    + " that the network was trained with, or was not applied after the last step?");
        }
        return active;
    }
}
