package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;

/** The places of a matrix: linear indices in C order of its dimensions, of which the first or the last is that of the units. */
final class ConnectionMask {

    private ConnectionMask() {}

    /** The position of the place between an input and an output unit. */
    static long position(WeightShape shape, long inputs, int unit, int input) {
        boolean unitsFirst = shape.outputAxes().get(0) == 0;
        return unitsFirst ? unit * inputs + input : input * shape.outputs() + unit;
    }

    /** The mask in which the places of the connections are active. */
    static Mask of(CompressedPattern pattern, WeightShape shape) {
        long[] positions = new long[pattern.connections()];
        for (int unit = 0; unit < pattern.nOut(); unit++) {
            for (int index = pattern.start(unit); index < pattern.start(unit + 1); index++) {
                positions[index] = position(shape, pattern.nIn(), unit, pattern.input(index));
            }
        }
        long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
        return Mask.ofActive(dims, positions);
    }
}
