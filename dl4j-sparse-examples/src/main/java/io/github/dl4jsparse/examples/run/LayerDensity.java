package io.github.dl4jsparse.examples.run;

/**
 * How many connections a layer has.
 *
 * @param layer its name
 * @param inputs number of input units
 * @param outputs number of output units
 * @param connections active positions of its weight array
 * @param weights all positions of its weight array
 */
public record LayerDensity(String layer, long inputs, long outputs, long connections, long weights) {

    /**
     * The share of positions that hold a connection.
     *
     * @return in [0, 1]
     */
    public double density() {
        return (double) connections / weights;
    }
}
