package io.github.dl4jsparse.layers.mask;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Erdős–Rényi by epsilon: an array of {@code inputs x outputs} is given the density {@code epsilon * (inputs + outputs) /
 * (inputs * outputs)}, at most 1; so it holds about {@code epsilon} connections for each of its units.
 *
 * <p>Mocanu et al., <i>Scalable training of artificial neural networks with adaptive sparse connectivity inspired by
 * network science</i>, Nature Communications 2018, eq. 1.
 *
 * @param epsilon connections for each unit, positive; 20 in the paper's experiments
 */
public record ErdosRenyi(double epsilon) implements SparsityDistribution {

    /**
     * Checks epsilon.
     *
     * @param epsilon connections for each unit, positive; 20 in the paper's experiments
     */
    public ErdosRenyi {
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new DL4JInvalidConfigException("The epsilon (" + epsilon + ") must be a positive number."
                    + " It is about the number of connections of a unit: 10 to 20 are usual.");
        }
    }

    @Override
    public double[] densities(List<WeightShape> arrays) {
        double[] densities = arrays.stream().mapToDouble(this::density).toArray();
        if (densities.length > 0 && Arrays.stream(densities).allMatch(d -> d == 1)) {
            throw new DL4JInvalidConfigException("The epsilon (" + epsilon + ") leaves every layer dense: "
                    + arrays.stream().map(WeightShape::name).toList()
                    + ". It is about the number of connections of a unit: 10 to 20 are usual.");
        }
        return densities;
    }

    private double density(WeightShape array) {
        double inputs = array.inputs();
        double outputs = array.outputs();
        return Math.min(1, epsilon * (inputs + outputs) / (inputs * outputs));
    }
}
