package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.ConvolutionAxis;
import io.github.dl4jsparse.layers.kernel.ConvolutionShape;
import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sizes of a convolution for an input, as DL4J's own convolutions have them. */
final class FilterSizes {

    private FilterSizes() {}

    static ConvolutionShape of(SparseConvolutionLayer conf, INDArray input, Supplier<String> id) {
        int[] kernel = conf.getKernelSize();
        int[] stride = conf.getStride();
        int[] dilation = conf.getDilation();
        int[] in = {(int) input.size(2), (int) input.size(3)};
        boolean same = conf.getConvolutionMode() == ConvolutionMode.Same;
        int[] out = ConvolutionUtils.getOutputSize(
                input,
                kernel,
                stride,
                same ? null : conf.getPadding(),
                conf.getConvolutionMode(),
                dilation,
                CNN2DFormat.NCHW);
        int[] padding = same
                ? ConvolutionUtils.getSameModeTopLeftPadding(out, in, kernel, stride, dilation)
                : conf.getPadding();
        if (out[0] < 1 || out[1] < 1) {
            throw new DL4JInvalidInputException("The input of " + id.get() + " of height and width "
                    + Arrays.toString(in) + " is smaller than the kernel " + Arrays.toString(kernel) + " with padding "
                    + Arrays.toString(padding) + " and dilation " + Arrays.toString(dilation)
                    + ". Maybe ConvolutionMode.Same?");
        }
        return new ConvolutionShape(
                (int) conf.getNIn(),
                (int) conf.getNOut(),
                new ConvolutionAxis(in[0], kernel[0], stride[0], dilation[0], padding[0], out[0]),
                new ConvolutionAxis(in[1], kernel[1], stride[1], dilation[1], padding[1], out[1]));
    }
}
