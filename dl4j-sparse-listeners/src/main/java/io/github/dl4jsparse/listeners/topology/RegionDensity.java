package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** One density where a region restricts a weight; every other weight stays dense. */
record RegionDensity(ConnectionRegion region, double density) implements SparsityDistribution {

    RegionDensity {
        if (!(density > 0 && density <= 1)) {
            throw new DL4JInvalidConfigException("The density (" + density
                    + ") inside of the region must be in (0, 1]. Maybe you passed a percentage?");
        }
    }

    @Override
    public boolean keepsDense(WeightShape array) {
        return region.of(array).isEmpty();
    }

    @Override
    public double[] densities(List<WeightShape> arrays) {
        if (arrays.stream().noneMatch(shape -> region.of(shape).isPresent())) {
            throw new DL4JInvalidConfigException("The region (" + region + ") restricts none of the weights "
                    + arrays.stream().map(WeightShape::name).toList()
                    + ". Maybe the network has no 1D convolution with a kernel as large as that?");
        }
        return arrays.stream()
                .mapToDouble(shape -> region.of(shape).isPresent() ? density : 1)
                .toArray();
    }
}
