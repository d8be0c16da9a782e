package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.ElementwiseActivation;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import io.github.dl4jsparse.layers.kernel.SparseProduct;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.Arrays;
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
 * The fully connected units of a run-time layer: {@code X W + b} and its gradients, by the connections that the layer's
 * parameters hold.
 *
 * <p>A training step is {@link #load}, {@link #forward}, {@link #preActivation}, {@link #backward}, {@link
 * #inputGradient}. Input and pre-activation of a training pass are kept until then; of inference nothing is kept.
 */
final class SparseUnits implements CompressedMatrix {

    private final Layer layer;
    private final Supplier<String> id;
    private final DataType dataType;
    private final StoredPattern stored;
    private final SparseProduct<?> product;
    private final GradientRequest request;
    private boolean forwardKept;

    /**
     * Units whose parameters are not there yet.
     *
     * @param layer the layer with the parameters, whose configuration says their {@link SparseConnections}
     * @param id names the layer in messages
     * @param dataType FLOAT or DOUBLE
     */
    SparseUnits(Layer layer, Supplier<String> id, DataType dataType) {
        this.layer = layer;
        this.id = id;
        this.dataType = dataType;
        this.stored = new StoredPattern(layer, id, SparseParamInitializer.PATTERN);
        this.product = SparseProduct.of(dataType);
        this.request = new GradientRequest(id);
    }

    private SparseConnections conf() {
        return (SparseConnections) layer.conf().getLayer();
    }

    /** Refuses what is not {@code [batch, nIn]}. */
    void checkInput(INDArray input) {
        if (input.rank() != 2) {
            throw new DL4JInvalidInputException(
                    "The input of " + id.get() + " has the shape ("
                            + Arrays.toString(input.shape()) + ") of rank (" + input.rank()
                            + "), but must be a matrix [batch, nIn]. Maybe a preprocessor or the network's input type is missing?");
        }
        if (input.size(1) != conf().inputs()) {
            throw new DL4JInvalidInputException("The input of " + id.get() + " has (" + input.size(1)
                    + ") columns, but the layer has (" + conf().inputs()
                    + ") inputs. Maybe the data or nIn belong to another network?");
        }
    }

    /** Reads pattern, values and biases (null for none) for the products that follow. */
    void load(INDArray values, INDArray biases) {
        pattern();
        product.load(values, biases);
    }

    /** The pre-activation of a checked input, kept for the backward pass if training. */
    INDArray forward(INDArray input, boolean training, LayerWorkspaceMgr workspaceMgr) {
        return forward(input, null, training, workspaceMgr);
    }

    /** The activation of a checked input, or the pre-activation if none is given, kept for the backward pass if training. */
    INDArray forward(
            INDArray input, ElementwiseActivation activation, boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray output = matrix(ArrayType.ACTIVATIONS, input.size(0), conf().outputs(), workspaceMgr);
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

    /** A training pass whose pre-activation nobody wants yet. */
    void keepForward(INDArray input) {
        keepForward(input, null);
    }

    /** A training pass whose output nobody wants yet. */
    void keepForward(INDArray input, ElementwiseActivation activation) {
        product.activation(activation);
        product.forward(input.castTo(dataType));
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
    INDArray preActivation(long batch, LayerWorkspaceMgr workspaceMgr) {
        INDArray z = matrix(ArrayType.BP_WORKING_MEM, batch, conf().outputs(), workspaceMgr);
        product.output(z);
        return z;
    }

    private INDArray matrix(ArrayType purpose, long rows, long columns, LayerWorkspaceMgr workspaceMgr) {
        return workspaceMgr.createUninitialized(purpose, dataType, new long[] {rows, columns}, 'f');
    }

    /**
     * The parameters' gradients, sums over the examples; those of the pattern are zero. The kept pass is used up.
     *
     * @param input in: of the kept pass, {@code [batch, nIn]}
     * @param epsilon in: gradient of the kept pass' output, the activation or the pre-activation, {@code [batch, nOut]}
     * @param views out: the layer's gradient views by key
     * @return the views
     */
    Gradient backward(INDArray input, INDArray epsilon, Map<String, INDArray> views) {
        forwardKept = false;
        INDArray biases = conf().hasBias() ? views.get(SparseParamInitializer.BIAS) : null;
        product.backward(epsilon, views.get(SparseParamInitializer.VALUES), biases);
        request.answer(() -> KeptGradient.of(input.castTo(dataType), preActivationGradient(epsilon.size(0))));
        Gradient gradient = new DefaultGradient();
        views.forEach((key, view) -> {
            if (SparseParamInitializer.isPattern(key)) {
                HostMemory.clear(view);
            }
            gradient.gradientForVariable().put(key, view);
        });
        return gradient;
    }

    private INDArray preActivationGradient(long batch) {
        INDArray dz = Nd4j.createUninitialized(dataType, new long[] {batch, conf().outputs()}, 'f');
        product.preActivationGradient(dz);
        return dz;
    }

    /** The input's gradient, after {@link #backward}. */
    INDArray inputGradient(long batch, LayerWorkspaceMgr workspaceMgr) {
        INDArray dx = matrix(ArrayType.ACTIVATION_GRAD, batch, conf().inputs(), workspaceMgr);
        product.inputGradient(dx);
        return dx;
    }

    /** Zeros in the shape of the input's gradient, for a caller that wants an array and does not read it. */
    INDArray noInputGradient(long batch, LayerWorkspaceMgr workspaceMgr) {
        return matrix(ArrayType.ACTIVATION_GRAD, batch, conf().inputs(), workspaceMgr)
                .assign(0);
    }

    @Override
    public WeightShape shape(String name) {
        return WeightShape.dense(name, conf().inputs(), conf().outputs());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the stored pattern is the same object until the parameters change
    public CompressedPattern pattern() {
        CompressedPattern pattern = stored.read(conf().inputs(), conf().outputs());
        if (product.pattern() != pattern) {
            product.pattern(pattern);
            forwardKept = false;
        }
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
