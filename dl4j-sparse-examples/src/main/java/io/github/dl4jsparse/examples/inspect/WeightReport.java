package io.github.dl4jsparse.examples.inspect;

import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.stream.Collectors;

/**
 * One weight array of a model.
 *
 * @param shape name, dimensions and units
 * @param storage how its connections are known
 * @param connections how many positions hold one
 * @param idleInputs input units from which no connection goes
 * @param deadOutputs output units to which no connection comes
 */
public record WeightReport(
        WeightShape shape, WeightStorage storage, long connections, long idleInputs, long deadOutputs) {

    /**
     * The share of positions that hold a connection.
     *
     * @return in [0, 1]
     */
    public double density() {
        return (double) connections / shape.size();
    }

    /**
     * The dimensions.
     *
     * @return such as {@code 784 x 300}
     */
    public String dimensions() {
        return shape.dims().stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }
}
