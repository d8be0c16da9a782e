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

    private final Place weights;
    private final WeightShape shape;
    private final Mask mask;
    private final int units;
    private final int inputs;

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
        this.units = Math.toIntExact(shape.outputs());
        this.inputs = Math.toIntExact(shape.size() / units);
        long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
        if (mask != null && !Arrays.equals(dims, mask.shape())) {
            throw new DL4JInvalidConfigException("The mask of (" + shape.name() + ") has the shape "
                    + Arrays.toString(mask.shape()) + ", the weights " + Arrays.toString(dims)
                    + ". Maybe the mask belongs to another network?");
        }
    }

    /**
     * The number of connections.
     *
     * @throws DL4JInvalidConfigException if a weight is not zero though the mask has no connection there
     */
    int count() {
        int count = 0;
        for (int unit = 0; unit < units; unit++) {
            for (int input = 0; input < inputs; input++) {
                count += connected(unit, input) ? 1 : 0;
            }
        }
        return count;
    }

    /** The connections. */
    CompressedPattern pattern() {
        int[] fanIn = new int[units];
        int[] found = new int[count()];
        int next = 0;
        for (int unit = 0; unit < units; unit++) {
            int before = next;
            for (int input = 0; input < inputs; input++) {
                if (connected(unit, input)) {
                    found[next++] = input;
                }
            }
            fanIn[unit] = next - before;
        }
        return CompressedPattern.ofFanIn(inputs, fanIn, found);
    }

    private boolean connected(int unit, int input) {
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
