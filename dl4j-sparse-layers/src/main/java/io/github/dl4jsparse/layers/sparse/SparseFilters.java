package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.ConvolutionProduct;
import io.github.dl4jsparse.layers.kernel.ConvolutionShape;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The filters of a run-time convolution: {@code [batch, channels, height, width]} arrays in 'c' order. */
final class SparseFilters extends LayerPass {

    private final ConvolutionProduct<?> product;
    private ConvolutionShape sizes;

    /**
     * Filters whose parameters are not there yet.
     *
     * @param layer the layer with the parameters, whose configuration is a {@link SparseConvolutionLayer}
     * @param id names the layer in messages
     * @param dataType FLOAT or DOUBLE
     */
    SparseFilters(Layer layer, Supplier<String> id, DataType dataType) {
        this(layer, id, dataType, ConvolutionProduct.of(dataType));
    }

    private SparseFilters(Layer layer, Supplier<String> id, DataType dataType, ConvolutionProduct<?> product) {
        super(layer, id, dataType, product);
        this.product = product;
    }

    @Override
    SparseConvolutionLayer conf() {
        return (SparseConvolutionLayer) super.conf();
    }

    /** Refuses what is not {@code [batch, nIn, height, width]}. */
    @Override
    void checkInput(INDArray input) {
        if (input.rank() != 4) {
            throw new DL4JInvalidInputException("The input of " + id() + " has the shape ("
                    + Arrays.toString(input.shape()) + ") of rank (" + input.rank()
                    + "), but must be [batch, channels, height, width]. Maybe the network's input type is missing, such as"
                    + " InputType.convolutionalFlat?");
        }
        if (input.size(1) != conf().getNIn()) {
            throw new DL4JInvalidInputException("The input of " + id() + " of the shape ("
                    + Arrays.toString(input.shape()) + ") has (" + input.size(1) + ") channels, but the layer has ("
                    + conf().getNIn() + "). Maybe the channels come last, or nIn belongs to another network?");
        }
    }

    @Override
    long[] inputShape(long examples) {
        return new long[] {
            examples, sizes.channels(), sizes.height().input(), sizes.width().input()
        };
    }

    @Override
    long[] outputShape(long examples) {
        return new long[] {
            examples, sizes.units(), sizes.height().output(), sizes.width().output()
        };
    }

    @Override
    char order() {
        return 'c';
    }

    @Override
    KeptGradient keptGradient(INDArray input, INDArray preActivationGradient) {
        return KeptGradient.of(sizes, input, preActivationGradient);
    }

    @Override
    void prepare(CompressedPattern pattern, INDArray input) {
        sizes = FilterSizes.of(conf(), input, this::id);
        product.set(sizes, pattern);
    }

    @Override
    public WeightShape shape(String name) {
        int[] kernel = conf().getKernelSize();
        List<Long> dims = List.of(conf().getNIn(), (long) kernel[0], (long) kernel[1], conf().getNOut());
        return new WeightShape(name, SparseParamInitializer.VALUES, dims, 0, List.of(3));
    }
}
