package io.github.dl4jsparse.layers.mask;

import java.util.List;

/**
 * What a {@link SparsityDistribution} knows of one weight array.
 *
 * @param layer the name of the layer
 * @param parameter the name of the parameter, such as {@code W}
 * @param dims the dimensions, such as {@code [nIn, nOut]} or {@code [nOut, nIn, kH, kW]}
 * @param inputs the number of input units or channels
 * @param outputs the number of output units or channels
 */
public record WeightShape(String layer, String parameter, List<Long> dims, long inputs, long outputs) {

    /** Keeps a copy of the dimensions. */
    public WeightShape {
        dims = List.copyOf(dims);
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
        return new WeightShape(layer, "W", List.of(inputs, outputs), inputs, outputs);
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
     * The sum of the dimensions, of which Erdős–Rényi-kernel makes its raw probability.
     *
     * @return inputs, outputs and kernel sizes added up
     */
    public long dimensionSum() {
        return dims.stream().mapToLong(Long::longValue).sum();
    }
}
