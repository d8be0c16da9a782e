package io.github.dl4jsparse.layers.mask;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** A distribution with one layer taken out of it, at a density of its own. */
record DensityOverride(SparsityDistribution rest, String layer, double density) implements SparsityDistribution {

    DensityOverride {
        if (!(density > 0 && density <= 1)) {
            throw new DL4JInvalidConfigException("The density (" + density + ") of layer (" + layer
                    + ") must be in (0, 1]. Maybe you passed a percentage, or a sparsity?");
        }
    }

    @Override
    public double[] densities(List<WeightShape> arrays) {
        List<WeightShape> others = new ArrayList<>(arrays);
        others.removeIf(this::names);
        if (others.size() == arrays.size()) {
            throw new DL4JInvalidConfigException("There is no sparsifiable layer (" + layer + "). The layers are "
                    + arrays.stream().map(WeightShape::layer).distinct().toList() + ".");
        }
        double[] theirs = rest.densities(others);
        double[] all = new double[arrays.size()];
        int next = 0;
        for (int a = 0; a < all.length; a++) {
            all[a] = names(arrays.get(a)) ? density : theirs[next++];
        }
        return all;
    }

    @Override
    public boolean keepsDense(WeightShape array) {
        return names(array) ? density == 1 : rest.keepsDense(array);
    }

    private boolean names(WeightShape array) {
        return layer.equals(array.layer()) || layer.equals(array.name());
    }
}
