package io.github.dl4jsparse.layers.reparam;

/**
 * One weight array of a layer as a {@link Reparameterization} sees it: {@code size} numbers in the order of memory, of which each
 * belongs to an output unit and comes from an input unit or channel.
 *
 * <p>{@code unit(k) = (k / unitStride) mod units} and {@code input(k) = (k / inputStride) mod inputs} hold for all kinds of
 * layers: DL4J keeps matrices column by column, convolutions row by row, and the axes that tell a unit lie side by side. Trailing
 * numbers that are no weights (peepholes) are not part of it.
 *
 * @param layer the name of the layer, for messages
 * @param parameter the name of the parameter, such as {@code W}
 * @param size how many weights
 * @param units how many output units: units, output maps, units of all gates
 * @param unitStride numbers of memory between neighbouring units
 * @param inputs how many input units or channels
 * @param inputStride numbers of memory between neighbouring inputs
 * @param rank the number of its axes: 2 for a matrix, more for a convolution's kernels
 */
public record WeightArray(
        String layer, String parameter, int size, int units, int unitStride, int inputs, int inputStride, int rank) {

    /**
     * The position of a weight, by which the library orders equal scores.
     *
     * @param k an index in the order of memory
     * @return a linear index in C order of the array's shape; matrices are kept column by column
     */
    public int position(int k) {
        return rank == 2 ? k % inputs * units + k / inputs : k;
    }

    /**
     * The output unit of a weight.
     *
     * @param k an index in the order of memory
     * @return a number below {@code units}
     */
    public int unit(int k) {
        return k / unitStride % units;
    }

    /**
     * The input unit or channel of a weight.
     *
     * @param k an index in the order of memory
     * @return a number below {@code inputs}
     */
    public int input(int k) {
        return k / inputStride % inputs;
    }

    /**
     * The number of weights of one output unit.
     *
     * @return {@code size / units}
     */
    public int fanIn() {
        return size / units;
    }

    /**
     * The array's name in messages.
     *
     * @return {@code layer_parameter}
     */
    public String name() {
        return layer + "_" + parameter;
    }
}
