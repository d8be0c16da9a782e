package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.Optional;

/** Which positions of a weight connections may take at all. */
@FunctionalInterface
public interface ConnectionRegion {

    /**
     * The region of one weight.
     *
     * @param shape of the weight
     * @return a mask of its dimensions; empty if every position is allowed
     */
    Optional<Mask> of(WeightShape shape);

    /**
     * Kernels of different reach in one 1D convolution: its output channels form groups of equal size, and of G
     * groups the group g = 0 .. G-1 may use the first {@code ceil(k (g + 1) / G)} of the k taps. Other weights, and
     * kernels of fewer taps than the least, are not restricted. Xiao et al., <i>Dynamic Sparse Network for Time
     * Series Classification</i>, NeurIPS 2022, has 3 groups and k = 39.
     *
     * @param groups G, at least 1
     * @param leastTaps kernels of fewer taps are left alone, at least 1
     * @return the region
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a number is not positive
     */
    static ConnectionRegion kernelGroups(int groups, int leastTaps) {
        return new KernelGroups(groups, leastTaps);
    }
}
