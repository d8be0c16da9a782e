package io.github.dl4jsparse.listeners.monitor;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.PrimitiveIterator;
import java.util.function.LongToIntFunction;

/**
 * How many connections each unit of a weight array has, by one pass over the connections. Those of the first layer's
 * inputs rank the features: dynamic sparse training moves connections to informative ones.
 */
public final class Degrees {

    private Degrees() {}

    /**
     * The connections that go from each input unit or channel.
     *
     * @param shape of the array
     * @param active its connections
     * @return a number for each input
     */
    public static int[] ofInputs(WeightShape shape, PositionSet active) {
        return isMatrix(shape) ? ofMatrix(shape, active, true) : count(shape.inputs(), active, shape::inputUnit);
    }

    /**
     * The connections that come to each output unit or channel.
     *
     * @param shape of the array
     * @param active its connections
     * @return a number for each output
     */
    public static int[] ofOutputs(WeightShape shape, PositionSet active) {
        return isMatrix(shape) ? ofMatrix(shape, active, false) : count(shape.outputs(), active, shape::outputUnit);
    }

    /** Most arrays are, and are spared the way through their axes. */
    private static boolean isMatrix(WeightShape shape) {
        return shape.dims().size() == 2 && shape.inputAxis() == 0;
    }

    /** Positions ascend: inputs come one after the other, and no position is divided. */
    private static int[] ofMatrix(WeightShape shape, PositionSet active, boolean ofInputs) {
        int[] degrees = new int[Math.toIntExact(ofInputs ? shape.inputs() : shape.outputs())];
        long outputs = shape.outputs();
        int input = 0;
        long first = 0;
        for (PrimitiveIterator.OfLong positions = active.iterator(); positions.hasNext(); ) {
            long position = positions.nextLong();
            while (position >= first + outputs) {
                first += outputs;
                input++;
            }
            degrees[ofInputs ? input : (int) (position - first)]++;
        }
        return degrees;
    }

    private static int[] count(long units, PositionSet active, LongToIntFunction unit) {
        int[] degrees = new int[Math.toIntExact(units)];
        active.forEach(position -> degrees[unit.applyAsInt(position)]++);
        return degrees;
    }
}
