package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.SparseProduct;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fully connected units of a run-time layer, {@code X W + b}: matrices with a row for each example, in 'f' order. */
final class SparseUnits extends LayerPass {

    private final SparseProduct<?> product;

    /**
     * Units whose parameters are not there yet.
     *
     * @param layer the layer with the parameters, whose configuration says their {@link SparseConnections}
     * @param id names the layer in messages
     * @param dataType FLOAT or DOUBLE
     */
    SparseUnits(Layer layer, Supplier<String> id, DataType dataType) {
        this(layer, id, dataType, SparseProduct.of(dataType));
    }

    private SparseUnits(Layer layer, Supplier<String> id, DataType dataType, SparseProduct<?> product) {
        super(layer, id, dataType, product);
        this.product = product;
    }

    /** Refuses what is not {@code [batch, nIn]}. */
    @Override
    void checkInput(INDArray input) {
        if (input.rank() != 2) {
            throw new DL4JInvalidInputException(
                    "The input of " + id() + " has the shape ("
                            + Arrays.toString(input.shape()) + ") of rank (" + input.rank()
                            + "), but must be a matrix [batch, nIn]. Maybe a preprocessor or the network's input type is missing?");
        }
        if (input.size(1) != conf().inputs()) {
            throw new DL4JInvalidInputException("The input of " + id() + " has (" + input.size(1)
                    + ") columns, but the layer has (" + conf().inputs()
                    + ") inputs. Maybe the data or nIn belong to another network?");
        }
    }

    @Override
    long[] inputShape(long examples) {
        return new long[] {examples, conf().inputs()};
    }

    @Override
    long[] outputShape(long examples) {
        return new long[] {examples, conf().outputs()};
    }

    @Override
    char order() {
        return 'f';
    }

    @Override
    KeptGradient keptGradient(INDArray input, INDArray preActivationGradient) {
        return KeptGradient.of(input, preActivationGradient);
    }

    @Override
    void prepare(CompressedPattern pattern, INDArray input) {
        product.pattern(pattern);
    }

    @Override
    public WeightShape shape(String name) {
        return WeightShape.dense(name, conf().inputs(), conf().outputs());
    }

    /** The old connections are let go at once: they may be many. */
    @Override
    public void rewire(CompressedPattern pattern) {
        super.rewire(pattern);
        product.pattern(pattern);
    }
}
