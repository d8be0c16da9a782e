package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.ElementwiseActivation;
import io.github.dl4jsparse.layers.kernel.PatternStore;
import io.github.dl4jsparse.layers.kernel.SparseProduct;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/**
 * A {@link SparseDenseLayer} at run time.
 *
 * <p>The pattern lives in the parameters, which others change without a word (loading, averaging, copying). So each
 * forward pass compares them with the pattern at hand and reads them again where they differ. The pre-activation of a
 * training pass is kept for the backward pass; of inference nothing is kept.
 */
public class SparseDense extends BaseLayer<SparseDenseLayer> implements CompressedLayer {

    private final transient SparseProduct<?> product;
    private final transient ElementwiseActivation fused;
    private transient boolean forwardKept;
    private transient boolean gradientRequested;
    private transient KeptGradient keptGradient;

    /**
     * A layer without parameters yet.
     *
     * @param conf the configuration, which holds a {@link SparseDenseLayer}
     * @param dataType FLOAT or DOUBLE
     */
    public SparseDense(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.product = SparseProduct.of(dataType);
        this.fused = ElementwiseActivation.of(((SparseDenseLayer) conf.getLayer()).getActivationFn());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray activations = output(fused, training, workspaceMgr);
        if (fused == null) {
            activations = layerConf().getActivationFn().getActivation(activations, training);
        }
        if (maskArray != null) {
            applyMask(activations);
        }
        return activations;
    }

    @Override
    protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return output(null, training, workspaceMgr);
    }

    /** The activation, or the pre-activation if there is none that the products apply. */
    private INDArray output(ElementwiseActivation activation, boolean training, LayerWorkspaceMgr workspaceMgr) {
        product.activation(activation);
        INDArray x = prepareInput(training, workspaceMgr);
        long[] shape = {x.size(0), layerConf().getNOut()};
        INDArray z = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'f');
        if (training) {
            product.forward(x);
            product.output(z);
        } else {
            product.infer(x, z);
        }
        forwardKept = training;
        if (maskArray != null) {
            applyMask(z);
        }
        return z;
    }

    /** Brings pattern, parameters and input to where the products can use them. */
    private INDArray prepareInput(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        checkInput();
        applyDropOutIfNecessary(training, workspaceMgr);
        readPattern();
        product.load(
                getParamWithNoise(SparseDenseParamInitializer.VALUES, training, workspaceMgr),
                hasBias() ? getParamWithNoise(SparseDenseParamInitializer.BIAS, training, workspaceMgr) : null);
        return input.castTo(dataType);
    }

    private void checkInput() {
        if (input.rank() != 2) {
            throw new DL4JInvalidInputException(
                    "The input of " + layerId() + " has the shape ("
                            + Arrays.toString(input.shape()) + ") of rank (" + input.rank()
                            + "), but must be a matrix [batch, nIn]. Maybe a preprocessor or the network's input type is missing?");
        }
        if (input.size(1) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("The input of " + layerId() + " has (" + input.size(1)
                    + ") columns, but the layer has (" + layerConf().getNIn()
                    + ") inputs. Maybe the data or nIn belong to another network?");
        }
    }

    private void readPattern() {
        INDArray inputs = getParam(SparseDenseParamInitializer.INPUTS);
        INDArray fanIn = getParam(SparseDenseParamInitializer.FAN_IN);
        if (product.pattern() != null && PatternStore.holds(product.pattern(), inputs, fanIn)) {
            return;
        }
        CompressedPattern read;
        try {
            read = PatternStore.read((int) layerConf().getNIn(), inputs, fanIn);
        } catch (IllegalArgumentException e) {
            throw new ND4JIllegalStateException(
                    "The parameters of " + layerId() + " hold no valid pattern: "
                            + e.getMessage()
                            + " Maybe workers with different connections were averaged, or the parameters of"
                            + " another network were set?",
                    e);
        }
        PatternStore.write(read, inputs, fanIn);
        product.pattern(read);
        forwardKept = false;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        if (!forwardKept) {
            product.activation(fused);
            product.forward(prepareInput(true, workspaceMgr));
        }
        forwardKept = false;
        INDArray error = outputGradient(epsilon.castTo(dataType), workspaceMgr);
        Gradient gradient = parameterGradient(error);
        keptGradient = gradientRequested
                ? KeptGradient.of(input.castTo(dataType), preActivationGradient(epsilon.size(0), workspaceMgr))
                : null;
        gradientRequested = false;
        long[] shape = {epsilon.size(0), layerConf().getNIn()};
        INDArray dx = workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'f');
        product.inputGradient(dx);
        weightNoiseParams.clear();
        return new Pair<>(gradient, backpropDropOutIfPresent(dx));
    }

    /** The gradient of what the products end with: of the activation if they apply it, else of the pre-activation. */
    private INDArray outputGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        INDArray gradient = epsilon;
        if (product.activation() == null) {
            INDArray z = workingMemory(epsilon.size(0), workspaceMgr);
            product.output(z);
            if (maskArray != null) {
                applyMask(z);
            }
            gradient = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
        } else if (maskArray != null) {
            gradient = workspaceMgr.dup(ArrayType.BP_WORKING_MEM, epsilon);
        }
        if (maskArray != null) {
            applyMask(gradient);
        }
        return gradient;
    }

    private INDArray preActivationGradient(long examples, LayerWorkspaceMgr workspaceMgr) {
        INDArray dz = workingMemory(examples, workspaceMgr);
        product.preActivationGradient(dz);
        return dz;
    }

    private INDArray workingMemory(long examples, LayerWorkspaceMgr workspaceMgr) {
        long[] shape = {examples, layerConf().getNOut()};
        return workspaceMgr.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, shape, 'f');
    }

    private Gradient parameterGradient(INDArray outputGradient) {
        INDArray biases = hasBias() ? gradientViews.get(SparseDenseParamInitializer.BIAS) : null;
        product.backward(outputGradient, gradientViews.get(SparseDenseParamInitializer.VALUES), biases);
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach((key, view) -> {
            if (SparseDenseParamInitializer.isPattern(key)) {
                view.assign(0);
            }
            gradient.gradientForVariable().put(key, view);
        });
        return gradient;
    }

    @Override
    public CompressedPattern pattern() {
        readPattern();
        return product.pattern();
    }

    @Override
    public INDArray values() {
        return getParam(SparseDenseParamInitializer.VALUES);
    }

    @Override
    public void rewire(CompressedPattern pattern) {
        CompressedPattern old = pattern();
        if (pattern.nIn() != old.nIn() || pattern.nOut() != old.nOut() || pattern.connections() != old.connections()) {
            throw new IllegalArgumentException("The new pattern (" + pattern + ") of " + layerId()
                    + " must have the size and number of connections of the old one (" + old + ").");
        }
        PatternStore.write(
                pattern, getParam(SparseDenseParamInitializer.INPUTS), getParam(SparseDenseParamInitializer.FAN_IN));
        product.pattern(pattern);
        forwardKept = false;
    }

    @Override
    public void requestGradient() {
        gradientRequested = true;
    }

    @Override
    public void releaseGradient() {
        gradientRequested = false;
        keptGradient = null;
    }

    @Override
    public void forEachGradient(PositionVisitor visitor) {
        if (keptGradient == null) {
            throw new ND4JIllegalStateException("No backward pass of " + layerId()
                    + " was kept. Its gradient must be requested before the backward pass.");
        }
        keptGradient.forEach(visitor);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        super.setInput(input, workspaceMgr);
        forwardKept = false;
    }

    @Override
    public void clear() {
        super.clear();
        forwardKept = false;
    }

    @Override
    public boolean hasBias() {
        return layerConf().hasBias();
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void fit(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        throw new UnsupportedOperationException("Layerwise training of " + layerId() + " is not supported.");
    }
}
