package io.github.dl4jsparse.layers.kernel;

/**
 * The sizes of a two-dimensional convolution. A connection goes from one tap of one channel to one unit; its input in a
 * {@link CompressedPattern} is {@code (channel * kH + i) * kW + j}.
 *
 * @param channels channels of the input
 * @param units channels of the output
 * @param height the convolution from row to row
 * @param width the convolution along a row
 */
public record ConvolutionShape(int channels, int units, ConvolutionAxis height, ConvolutionAxis width) {

    /** Rows of the weight matrix: all taps of all channels. */
    int taps() {
        return channels * height.kernel() * width.kernel();
    }

    int channel(int input) {
        return input / width.kernel() / height.kernel();
    }

    /** The tap of a connection's input, from row to row. */
    int row(int input) {
        return input / width.kernel() % height.kernel();
    }

    /** The tap of a connection's input, along a row. */
    int column(int input) {
        return input % width.kernel();
    }

    /** Numbers of one example's input. */
    int inputSize() {
        return Math.multiplyExact(Math.multiplyExact(channels, height.input()), width.input());
    }

    /** Numbers of one example's output. */
    int outputSize() {
        return Math.multiplyExact(Math.multiplyExact(units, height.output()), width.output());
    }
}
