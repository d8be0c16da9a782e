package io.github.dl4jsparse.layers.kernel;

/**
 * A two-dimensional convolution along one of its dimensions: output {@code y} sums over the taps {@code i} of the input's
 * {@code y * stride + i * dilation - padding}, zero where there is none.
 *
 * @param input the input's size, at least 1
 * @param kernel the number of taps, at least 1
 * @param stride inputs from one output to the next, at least 1
 * @param dilation inputs from one tap to the next, at least 1
 * @param padding zeros before the input, at least 0
 * @param output the output's size, at least 1
 */
public record ConvolutionAxis(int input, int kernel, int stride, int dilation, int padding, int output) {

    /**
     * Checks the sizes.
     *
     * @param input the input's size, at least 1
     * @param kernel the number of taps, at least 1
     * @param stride inputs from one output to the next, at least 1
     * @param dilation inputs from one tap to the next, at least 1
     * @param padding zeros before the input, at least 0
     * @param output the output's size, at least 1
     * @throws IllegalArgumentException if one of them is out of range
     */
    public ConvolutionAxis {
        if (input < 1 || kernel < 1 || stride < 1 || dilation < 1 || padding < 0 || output < 1) {
            throw new IllegalArgumentException("The input (" + input + "), kernel (" + kernel + "), stride (" + stride
                    + "), dilation (" + dilation + ") and output (" + output + ") must be at least 1, the padding ("
                    + padding + ") at least 0.");
        }
    }

    /** Inputs from the first tap to the last. */
    int reach() {
        return (kernel - 1) * dilation;
    }
}
