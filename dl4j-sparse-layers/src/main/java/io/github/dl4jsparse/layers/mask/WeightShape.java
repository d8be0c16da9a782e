package io.github.dl4jsparse.layers.mask;

import java.util.List;

/**
 * Name, dimensions and axes of one weight array.
 *
 * @param layer the name of the layer
 * @param parameter the name of the parameter, such as {@code W}
 * @param dims the dimensions, such as {@code [nIn, nOut]} or {@code [nOut, nIn, kH, kW]}
 * @param inputAxis the axis of the input units or channels
 * @param outputAxes the axes that together tell the output unit
 */
public record WeightShape(String layer, String parameter, List<Long> dims, int inputAxis, List<Integer> outputAxes) {

    /**
     * Keeps copies of the lists.
     *
     * @param layer the name of the layer
     * @param parameter the name of the parameter, such as {@code W}
     * @param dims the dimensions, such as {@code [nIn, nOut]} or {@code [nOut, nIn, kH, kW]}
     * @param inputAxis the axis of the input units or channels
     * @param outputAxes the axes that together tell the output unit
     */
    public WeightShape {
        dims = List.copyOf(dims);
        outputAxes = List.copyOf(outputAxes);
    }

    /**
     * The shape of a fully connected layer's weights.
     *
     * @param layer the name of the layer
     * @param inputs the number of input units
     * @param outputs the number of output units
     * @return a shape of dimensions {@code [inputs, outputs]}
     */
    public static WeightShape dense(String layer, long inputs, long outputs) {
        return new WeightShape(layer, "W", List.of(inputs, outputs), 0, List.of(1));
    }

    /**
     * The array's name in masks and messages.
     *
     * @return {@code layer_parameter}
     */
    public String name() {
        return layer + "_" + parameter;
    }

    /**
     * The number of positions.
     *
     * @return the product of the dimensions
     */
    public long size() {
        return dims.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * The number of input units or channels.
     *
     * @return the dimension of the input axis
     */
    public long inputs() {
        return dims.get(inputAxis);
    }

    /**
     * The number of output units or channels.
     *
     * @return the product of the dimensions of the output axes
     */
    public long outputs() {
        return outputAxes.stream().mapToLong(dims::get).reduce(1, (a, b) -> a * b);
    }

    /**
     * The sum of the dimensions, of which Erdős–Rényi-kernel makes its raw probability.
     *
     * @return inputs, outputs and kernel sizes added up
     */
    public long dimensionSum() {
        return dims.stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The input unit from which a connection comes.
     *
     * @param position a linear index in C order
     * @return a number below {@link #inputs()}
     */
    public int inputUnit(long position) {
        return (int) coordinate(position, inputAxis);
    }

    /**
     * The output unit to which a connection goes.
     *
     * @param position a linear index in C order
     * @return a number below {@link #outputs()}
     */
    public int outputUnit(long position) {
        long unit = 0;
        for (int axis : outputAxes) {
            unit = unit * dims.get(axis) + coordinate(position, axis);
        }
        return (int) unit;
    }

    private long coordinate(long position, int axis) {
        long rest = position;
        for (int d = dims.size() - 1; d > axis; d--) {
            rest /= dims.get(d);
        }
        return rest % dims.get(axis);
    }
}
