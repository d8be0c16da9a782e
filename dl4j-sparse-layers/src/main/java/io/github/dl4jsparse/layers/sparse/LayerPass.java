package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.ElementwiseActivation;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import io.github.dl4jsparse.layers.kernel.LayerProduct;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Output and gradients of a run-time layer with one sparse weight matrix, by the connections that the layer's parameters
 * hold.
 *
 * <p>A training step is {@link #load}, {@link #forward}, {@link #preActivation}, {@link #backward}, {@link
 * #inputGradient}. Input and output of a training pass are kept until then; of inference nothing is kept.
 */
abstract class LayerPass implements CompressedMatrix {

    private final Layer layer;
    private final Supplier<String> id;
    private final DataType dataType;
    private final StoredPattern stored;
    private final LayerProduct product;
    private final GradientRequest request;
    private CompressedPattern used;
    private boolean forwardKept;
    private long batch;

    /**
     * A pass of a layer whose parameters are not there yet.
     *
     * @param layer the layer with the parameters, whose configuration says their {@link SparseConnections}
     * @param id names the layer in messages
     * @param dataType FLOAT or DOUBLE
     * @param product computes in this type
     */
    LayerPass(Layer layer, Supplier<String> id, DataType dataType, LayerProduct product) {
        this.layer = layer;
        this.id = id;
        this.dataType = dataType;
        this.stored = new StoredPattern(layer, id, SparseParamInitializer.PATTERN);
        this.product = product;
        this.request = new GradientRequest(id);
    }

    SparseConnections conf() {
        return (SparseConnections) layer.conf().getLayer();
    }

    String id() {
        return id.get();
    }

    /** Refuses an input of the wrong shape. */
    abstract void checkInput(INDArray input);

    /** The shape of the input of some examples. */
    abstract long[] inputShape(long examples);

    /** The shape of the output of some examples. */
    abstract long[] outputShape(long examples);

    /** The order in which input gradients and outputs lie in memory. */
    abstract char order();

    /** What a dense gradient is made of. */
    abstract KeptGradient keptGradient(INDArray input, INDArray preActivationGradient);

    /** Gives the product what follows from the connections and the input. */
    abstract void prepare(CompressedPattern pattern, INDArray input);

    /** Reads pattern, values and biases (null for none) for the products that follow, with a checked input. */
    void load(INDArray input, INDArray values, INDArray biases) {
        prepare(pattern(), input);
        product.load(values, biases);
    }

    /** The activation of a checked input, or the pre-activation if none is given, kept for the backward pass if training. */
    INDArray forward(
            INDArray input, ElementwiseActivation activation, boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray output = array(ArrayType.ACTIVATIONS, outputShape(input.size(0)), workspaceMgr);
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
        INDArray z = array(ArrayType.BP_WORKING_MEM, outputShape(batch), workspaceMgr);
        product.output(z);
        return z;
    }

    private INDArray array(ArrayType purpose, long[] shape, LayerWorkspaceMgr workspaceMgr) {
        return workspaceMgr.createUninitialized(purpose, dataType, shape, order());
    }

    /**
     * The parameters' gradients, sums over the examples; those of the pattern are zero. The kept pass is used up.
     *
     * @param input in: of the kept pass
     * @param epsilon in: gradient of the kept pass' output, the activation or the pre-activation
     * @param views out: the layer's gradient views by key
     * @return the views
     */
    Gradient backward(INDArray input, INDArray epsilon, Map<String, INDArray> views) {
        forwardKept = false;
        INDArray biases = conf().hasBias() ? views.get(SparseParamInitializer.BIAS) : null;
        product.backward(epsilon, views.get(SparseParamInitializer.VALUES), biases);
        request.answer(() -> keptGradient(input.castTo(dataType), preActivationGradient()));
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
        INDArray dz = Nd4j.createUninitialized(dataType, outputShape(batch), order());
        product.preActivationGradient(dz);
        return dz;
    }

    /** The input's gradient, after {@link #backward}. */
    INDArray inputGradient(LayerWorkspaceMgr workspaceMgr) {
        INDArray dx = array(ArrayType.ACTIVATION_GRAD, inputShape(batch), workspaceMgr);
        product.inputGradient(dx);
        return dx;
    }

    /** Zeros in the shape of the input's gradient, for a caller that wants an array and does not read it. */
    INDArray noInputGradient(LayerWorkspaceMgr workspaceMgr) {
        return array(ArrayType.ACTIVATION_GRAD, inputShape(batch), workspaceMgr).assign(0);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the stored pattern is the same object until the parameters change
    public CompressedPattern pattern() {
        CompressedPattern pattern = stored.read(conf().inputs(), conf().outputs());
        forwardKept &= pattern == used;
        used = pattern;
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
