package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.ConvolutionProduct;
import io.github.dl4jsparse.layers.kernel.ConvolutionShape;
import io.github.dl4jsparse.layers.kernel.ElementwiseActivation;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The filters of a run-time layer: the convolution and its gradients, by the connections that the layer's parameters hold.
 *
 * <p>A training step is {@link #load}, {@link #forward}, {@link #preActivation}, {@link #backward}, {@link
 * #inputGradient}. Input and output of a training pass are kept until then; of inference nothing is kept.
 */
final class SparseFilters implements CompressedMatrix {

    private final Layer layer;
    private final Supplier<String> id;
    private final DataType dataType;
    private final StoredPattern stored;
    private final ConvolutionProduct<?> product;
    private final GradientRequest request;
    private boolean forwardKept;
    private CompressedPattern used;
    private ConvolutionShape sizes;
    private long batch;

    /**
     * Filters whose parameters are not there yet.
     *
     * @param layer the layer with the parameters, whose configuration is a {@link SparseConvolutionLayer}
     * @param id names the layer in messages
     * @param dataType FLOAT or DOUBLE
     */
    SparseFilters(Layer layer, Supplier<String> id, DataType dataType) {
        this.layer = layer;
        this.id = id;
        this.dataType = dataType;
        this.stored = new StoredPattern(layer, id, SparseParamInitializer.PATTERN);
        this.product = ConvolutionProduct.of(dataType);
        this.request = new GradientRequest(id);
    }

    private SparseConvolutionLayer conf() {
        return (SparseConvolutionLayer) layer.conf().getLayer();
    }

    /** Refuses what is not {@code [batch, nIn, height, width]}. */
    void checkInput(INDArray input) {
        if (input.rank() != 4) {
            throw new DL4JInvalidInputException("The input of " + id.get() + " has the shape ("
                    + Arrays.toString(input.shape()) + ") of rank (" + input.rank()
                    + "), but must be [batch, channels, height, width]. Maybe the network's input type is missing, such as"
                    + " InputType.convolutionalFlat?");
        }
        if (input.size(1) != conf().getNIn()) {
            throw new DL4JInvalidInputException("The input of " + id.get() + " of the shape ("
                    + Arrays.toString(input.shape()) + ") has (" + input.size(1) + ") channels, but the layer has ("
                    + conf().getNIn() + "). Maybe the channels come last, or nIn belongs to another network?");
        }
    }

    /** Reads sizes, pattern, values and biases (null for none) for the products that follow. */
    @SuppressWarnings("ReferenceEquality") // the stored pattern is the same object until the parameters change
    void load(INDArray input, INDArray values, INDArray biases) {
        ConvolutionShape now = FilterSizes.of(conf(), input, id);
        CompressedPattern pattern = pattern();
        if (!now.equals(sizes) || used != pattern) {
            product.set(now, pattern);
            used = pattern;
            sizes = now;
        }
        product.load(values, biases);
    }

    /** The activation of a checked input, or the pre-activation if none is given, kept for the backward pass if training. */
    INDArray forward(
            INDArray input, ElementwiseActivation activation, boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray output = outputArray(ArrayType.ACTIVATIONS, input.size(0), workspaceMgr);
        if (training) {
            keepForward(input, activation);
            product.output(output);
        } else {
            product.activation(activation);
            product.infer(input.castTo(dataType), output);
            forwardKept = false;
        }
        return output;
    }

    /** A training pass whose output nobody wants yet. */
    void keepForward(INDArray input, ElementwiseActivation activation) {
        product.activation(activation);
        product.forward(input.castTo(dataType));
        batch = input.size(0);
        forwardKept = true;
    }

    /** Whether the kept training pass ends with the activation, so that the backward pass begins there. */
    boolean activated() {
        return product.activation() != null;
    }

    /** Whether a training pass was kept, and nothing has changed since. */
    boolean forwardKept() {
        return forwardKept;
    }

    /** To be called when the layer's input changes. */
    void forgetForward() {
        forwardKept = false;
    }

    /** The pre-activation of the kept training pass. */
    INDArray preActivation(LayerWorkspaceMgr workspaceMgr) {
        INDArray z = outputArray(ArrayType.BP_WORKING_MEM, batch, workspaceMgr);
        product.output(z);
        return z;
    }

    private INDArray outputArray(ArrayType purpose, long examples, LayerWorkspaceMgr workspaceMgr) {
        return workspaceMgr.createUninitialized(purpose, dataType, outputShape(examples), 'c');
    }

    private long[] outputShape(long examples) {
        return new long[] {
            examples, sizes.units(), sizes.height().output(), sizes.width().output()
        };
    }

    /**
     * The parameters' gradients, sums over examples and places; those of the pattern are zero. The kept pass is used up.
     *
     * @param input in: of the kept pass, {@code [batch, nIn, height, width]}
     * @param epsilon in: gradient of the kept pass' output, the activation or the pre-activation
     * @param views out: the layer's gradient views by key
     * @return the views
     */
    Gradient backward(INDArray input, INDArray epsilon, Map<String, INDArray> views) {
        forwardKept = false;
        INDArray biases = conf().hasBias() ? views.get(SparseParamInitializer.BIAS) : null;
        product.backward(epsilon, views.get(SparseParamInitializer.VALUES), biases);
        request.answer(() -> KeptGradient.of(sizes, input.castTo(dataType), preActivationGradient()));
        Gradient gradient = new DefaultGradient();
        views.forEach((key, view) -> {
            if (SparseParamInitializer.isPattern(key)) {
                HostMemory.clear(view);
            }
            gradient.gradientForVariable().put(key, view);
        });
        return gradient;
    }

    private INDArray preActivationGradient() {
        INDArray dz = Nd4j.createUninitialized(dataType, outputShape(batch), 'c');
        product.preActivationGradient(dz);
        return dz;
    }

    /** The input's gradient, after {@link #backward}. */
    INDArray inputGradient(LayerWorkspaceMgr workspaceMgr) {
        INDArray dx = inputGradientArray(workspaceMgr);
        product.inputGradient(dx);
        return dx;
    }

    /** Zeros in the shape of the input's gradient, for a caller that wants an array and does not read it. */
    INDArray noInputGradient(LayerWorkspaceMgr workspaceMgr) {
        return inputGradientArray(workspaceMgr).assign(0);
    }

    private INDArray inputGradientArray(LayerWorkspaceMgr workspaceMgr) {
        long[] shape = {
            batch, sizes.channels(), sizes.height().input(), sizes.width().input()
        };
        return workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    }

    @Override
    public WeightShape shape(String name) {
        int[] kernel = conf().getKernelSize();
        List<Long> dims = List.of(conf().getNIn(), (long) kernel[0], (long) kernel[1], conf().getNOut());
        return new WeightShape(name, SparseParamInitializer.VALUES, dims, 0, List.of(3));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the stored pattern is the same object until the parameters change
    public CompressedPattern pattern() {
        CompressedPattern pattern = stored.read(conf().inputs(), conf().outputs());
        forwardKept &= pattern == used;
        return pattern;
    }

    @Override
    public INDArray values() {
        return layer.getParam(SparseParamInitializer.VALUES);
    }

    @Override
    public void rewire(CompressedPattern pattern) {
        stored.replace(pattern(), pattern);
        pattern();
    }

    @Override
    public void requestGradient() {
        request.open();
    }

    @Override
    public void releaseGradient() {
        request.release();
    }

    @Override
    public void forEachGradient(PositionVisitor visitor) {
        request.forEach(visitor);
    }
}
