package io.github.dl4jsparse.examples.bench;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * What {@link ConvolutionBench} measures.
 *
 * @param channels of the input, positive
 * @param filters channels of the output, positive
 * @param size height and width of the input, positive
 * @param kernel height and width of a filter, positive
 * @param stride both ways, positive
 * @param batch examples in a step, positive
 * @param sparsities of the filters, one layer each, in [0, 1)
 * @param threads of both sides
 * @param rounds how often
 * @param seed of weights, patterns and examples
 */
public record ConvolutionSettings(
        int channels,
        int filters,
        int size,
        int kernel,
        int stride,
        int batch,
        List<Double> sparsities,
        ThreadCounts threads,
        Rounds rounds,
        long seed) {

    /**
     * Checks the numbers.
     *
     * @param channels of the input, positive
     * @param filters channels of the output, positive
     * @param size height and width of the input, positive
     * @param kernel height and width of a filter, positive
     * @param stride both ways, positive
     * @param batch examples in a step, positive
     * @param sparsities of the filters, one layer each, in [0, 1)
     * @param threads of both sides
     * @param rounds how often
     * @param seed of weights, patterns and examples
     */
    public ConvolutionSettings {
        if (channels < 1 || filters < 1 || size < 1 || kernel < 1 || stride < 1) {
            throw new DL4JInvalidConfigException("The channels (" + channels + "), filters (" + filters + "), size ("
                    + size + "), kernel (" + kernel + ") and stride (" + stride + ") must be positive.");
        }
        Arch.checkBatch(batch);
        sparsities = StepSettings.checkedSparsities(sparsities);
    }

    /**
     * The layer in short.
     *
     * @return such as {@code 3x3, 64-64 on 32x32}, with the stride where it is not 1
     */
    public String name() {
        return kernel + "x" + kernel + (stride == 1 ? "" : "/" + stride) + ", " + channels + "-" + filters + " on "
                + size + "x" + size;
    }
}
