package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.Optional;
import java.util.stream.LongStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Output channels of a 1D convolution in groups, each of which reaches a tap further than the one before. */
record KernelGroups(int groups, int leastTaps) implements ConnectionRegion {

    KernelGroups {
        if (groups < 1 || leastTaps < 1) {
            throw new DL4JInvalidConfigException("The number of groups (" + groups
                    + ") of output channels and that of the least" + " taps (" + leastTaps + ") must be positive.");
        }
    }

    @Override
    public Optional<Mask> of(WeightShape shape) {
        if (shape.dims().size() != 3 || shape.outputAxes().size() != 1) {
            return Optional.empty();
        }
        int output = shape.outputAxes().get(0);
        int tap = 3 - output - shape.inputAxis();
        long taps = shape.dims().get(tap);
        if (taps < leastTaps) {
            return Optional.empty();
        }
        long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
        long[] inside = LongStream.range(0, shape.size())
                .filter(position -> {
                    long group = coordinate(position, dims, output) * groups / dims[output];
                    long reach = (taps * (group + 1) + groups - 1) / groups;
                    return coordinate(position, dims, tap) < reach;
                })
                .toArray();
        return Optional.of(Mask.ofActive(dims, inside));
    }

    private static long coordinate(long position, long[] dims, int axis) {
        long rest = position;
        for (int d = dims.length - 1; d > axis; d--) {
            rest /= dims[d];
        }
        return rest % dims[axis];
    }
}
