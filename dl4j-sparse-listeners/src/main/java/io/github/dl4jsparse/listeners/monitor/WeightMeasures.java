package io.github.dl4jsparse.listeners.monitor;

import io.github.dl4jsparse.layers.mask.WeightShape;

/**
 * What was measured of one weight array.
 *
 * @param shape name, dimensions and units
 * @param connections n, the number of active positions
 * @param explored R_s, the share of positions that were ever active; NaN where this is not followed
 * @param change since the report before
 * @param inDegrees of the output units
 * @param outDegrees of the input units
 * @param gradientFlow {@code ||g||^2} of the loss gradient over the connections; NaN where no gradient was at hand
 * @param uses how often an example uses the array: 1 in fully connected layers, the places of the output image in
 *     convolutions, the steps of a sequence; NaN where it is not known
 */
public record WeightMeasures(
        WeightShape shape,
        long connections,
        double explored,
        TopologyChange change,
        DegreeHistogram inDegrees,
        DegreeHistogram outDegrees,
        double gradientFlow,
        double uses) {

    /**
     * The array's name.
     *
     * @return {@code layer_parameter}
     */
    public String name() {
        return shape.name();
    }

    /**
     * N, the number of positions.
     *
     * @return connections of the dense array
     */
    public long positions() {
        return shape.size();
    }

    /**
     * The share of active positions.
     *
     * @return {@code n / N}
     */
    public double density() {
        return (double) connections / positions();
    }

    /**
     * The share of connections that are new since the report before.
     *
     * @return {@code grown / n}; 0 without connections
     */
    public double turnover() {
        return connections == 0 ? 0 : (double) change.grown() / connections;
    }

    /**
     * Output units to which no connection comes.
     *
     * @return a number of units
     */
    public int deadOutputs() {
        return inDegrees.of(0);
    }

    /**
     * Input units from which no connection goes.
     *
     * @return a number of units
     */
    public int idleInputs() {
        return outDegrees.of(0);
    }

    /**
     * The multiply-adds of inference for an example.
     *
     * @return over the connections, and over all positions
     */
    public Flops flops() {
        return new Flops(uses * connections, uses * positions());
    }
}
