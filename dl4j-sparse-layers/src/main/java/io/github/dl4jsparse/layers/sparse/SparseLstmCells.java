package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import io.github.dl4jsparse.layers.kernel.SparseLstmPass;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link SparseLstm} at run time.
 *
 * <p>The states between calls are those of DL4J's {@code LSTM}, by the same names. A training pass is kept for the backward
 * pass, unless connections, input, mask or first state have changed since; of inference nothing is kept but the last state.
 */
public class SparseLstmCells extends BaseRecurrentLayer<SparseLstm> implements CompressedLayer {

    private static final String LAST_OUTPUT = "prevAct";
    private static final String LAST_CELL = "prevMem";

    private final transient SparseMatrix inputWeights;
    private final transient SparseMatrix recurrentWeights;
    private final transient SparseLstmPass<?> pass;
    private transient boolean kept;
    private transient INDArray keptStart;
    private transient INDArray keptMask;

    /**
     * A layer without parameters yet.
     *
     * @param conf the configuration, which holds a {@link SparseLstm}
     * @param dataType FLOAT or DOUBLE
     */
    @SuppressWarnings("this-escape") // kept for later; nothing is asked of this layer yet
    public SparseLstmCells(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        SparseLstm layer = (SparseLstm) conf.getLayer();
        this.inputWeights = new SparseMatrix(
                this,
                this::layerId,
                SparseLstmParamInitializer.VALUES,
                SparseLstmParamInitializer.PATTERN,
                () -> layerConf().getNIn(),
                () -> layerConf().units());
        this.recurrentWeights = new SparseMatrix(
                this,
                this::layerId,
                SparseLstmParamInitializer.RECURRENT_VALUES,
                SparseLstmParamInitializer.RECURRENT_PATTERN,
                () -> layerConf().getNOut(),
                () -> layerConf().units());
        this.pass = SparseLstmPass.of(dataType, layer.getActivationFn(), layer.gateActivation());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return output(training, Map.of(), workspaceMgr);
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        setInput(input, workspaceMgr);
        INDArray output = output(false, stateMap, workspaceMgr);
        remember(stateMap);
        return output;
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray input, boolean training, boolean storeLastForTBPTT, LayerWorkspaceMgr workspaceMgr) {
        setInput(input, workspaceMgr);
        INDArray output = output(training, tBpttStateMap, workspaceMgr);
        if (storeLastForTBPTT) {
            remember(tBpttStateMap);
        }
        return output;
    }

    private INDArray output(boolean training, Map<String, INDArray> start, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        checkInput();
        INDArray output = byFeature(ArrayType.ACTIVATIONS, layerConf().getNOut(), workspaceMgr);
        prepare(training, start, workspaceMgr);
        INDArray sequences = permuteIfNWC(input.castTo(dataType));
        if (training) {
            pass.forward(sequences, output);
            keep(start);
        } else {
            pass.infer(sequences, output);
        }
        return permuteIfNWC(output);
    }

    /**
     * Sequences {@code [batch, features, time]} in which all examples and steps of a feature lie side by side: DL4J's output
     * layers, which flatten sequences to rows, take and give them so without a copy.
     */
    private INDArray byFeature(ArrayType purpose, long features, LayerWorkspaceMgr workspaceMgr) {
        long[] shape = {input.size(0), permuteIfNWC(input).size(2), features};
        return workspaceMgr.create(purpose, dataType, shape, 'f').permute(0, 2, 1);
    }

    private void keep(Map<String, INDArray> start) {
        kept = true;
        keptStart = start.get(LAST_OUTPUT);
        keptMask = maskArray;
    }

    private void checkInput() {
        if (input.rank() != 3) {
            throw new DL4JInvalidInputException("The input of " + layerId() + " has the shape ("
                    + Arrays.toString(input.shape()) + ") of rank (" + input.rank()
                    + "), but must be sequences [batch, nIn, time]. Maybe a preprocessor or the network's input type is"
                    + " missing?");
        }
        long features = permuteIfNWC(input).size(1);
        if (features != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("The input of " + layerId() + " of shape ("
                    + Arrays.toString(input.shape()) + ") has (" + features + ") features in the format ("
                    + getDataFormat() + "), but the layer has (" + layerConf().getNIn()
                    + ") inputs. Maybe the data or nIn belong to another network?");
        }
    }

    /** Brings patterns, parameters, input, mask and first state to where the pass can use them. */
    private void prepare(boolean training, Map<String, INDArray> start, LayerWorkspaceMgr workspaceMgr) {
        kept = false;
        applyDropOutIfNecessary(training, workspaceMgr);
        readPatterns();
        pass.load(
                getParamWithNoise(SparseLstmParamInitializer.VALUES, training, workspaceMgr),
                getParamWithNoise(SparseLstmParamInitializer.RECURRENT_VALUES, training, workspaceMgr),
                getParamWithNoise(SparseLstmParamInitializer.BIAS, training, workspaceMgr));
        pass.start((int) input.size(0), state(start, LAST_OUTPUT), state(start, LAST_CELL), mask());
    }

    @SuppressWarnings("ReferenceEquality") // the stored pattern is the same object until the parameters change
    private boolean readPatterns() {
        CompressedPattern input = inputWeights.pattern();
        CompressedPattern recurrent = recurrentWeights.pattern();
        boolean same = pass.inputs() == input && pass.recurrent() == recurrent;
        if (!same) {
            pass.patterns(input, recurrent);
        }
        return same;
    }

    private INDArray mask() {
        if (maskArray == null) {
            return null;
        }
        long steps = permuteIfNWC(input).size(2);
        if (maskArray.rank() != 2 || maskArray.size(0) != input.size(0) || maskArray.size(1) != steps) {
            throw new DL4JInvalidInputException("The mask of " + layerId() + " has the shape ("
                    + Arrays.toString(maskArray.shape()) + "), but must be [batch, time], here (" + input.size(0)
                    + " x "
                    + steps + ").");
        }
        return maskArray.castTo(dataType);
    }

    private INDArray state(Map<String, INDArray> start, String key) {
        INDArray state = start.get(key);
        if (state != null
                && (state.size(0) != input.size(0)
                        || state.size(1) != layerConf().getNOut())) {
            throw new DL4JInvalidInputException("The stored state of " + layerId() + " has the shape ("
                    + Arrays.toString(state.shape()) + "), but the input is of (" + input.size(0)
                    + ") sequences and the layer has (" + layerConf().getNOut()
                    + ") units. Maybe rnnClearPreviousState() was not called between sequences?");
        }
        return state == null ? null : state.castTo(dataType);
    }

    private void remember(Map<String, INDArray> states) {
        long[] shape = {input.size(0), layerConf().getNOut()};
        INDArray output = detached(shape);
        INDArray cell = detached(shape);
        pass.state(output, cell);
        states.put(LAST_OUTPUT, output);
        states.put(LAST_CELL, cell);
    }

    private INDArray detached(long... shape) {
        return DetachedMemory.within(() -> Nd4j.createUninitialized(dataType, shape, 'f'));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        return backward(epsilon, Map.of(), Integer.MAX_VALUE, UnreadGradient.isThatOf(this), workspaceMgr);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(
            INDArray epsilon, int tbpttBackLength, LayerWorkspaceMgr workspaceMgr) {
        provideForward(stateMap, workspaceMgr);
        remember(tBpttStateMap);
        return backward(epsilon, stateMap, tbpttBackLength, UnreadGradient.isThatOf(this), workspaceMgr);
    }

    /** Computes the forward pass again if the kept one is another. */
    @SuppressWarnings("ReferenceEquality") // equal states in other arrays do no harm but take a second pass
    private void provideForward(Map<String, INDArray> start, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        boolean same = kept && keptStart == start.get(LAST_OUTPUT) && keptMask == maskArray;
        if (!readPatterns() || !same) {
            checkInput();
            prepare(true, start, workspaceMgr);
            pass.forward(permuteIfNWC(input.castTo(dataType)), null);
            keep(start);
        }
    }

    private Pair<Gradient, INDArray> backward(
            INDArray epsilon,
            Map<String, INDArray> start,
            int backSteps,
            boolean inputGradientUnread,
            LayerWorkspaceMgr workspaceMgr) {
        provideForward(start, workspaceMgr);
        kept = false;
        pass.backward(
                permuteIfNWC(epsilon.castTo(dataType)),
                backSteps,
                gradientViews.get(SparseLstmParamInitializer.VALUES),
                gradientViews.get(SparseLstmParamInitializer.RECURRENT_VALUES),
                gradientViews.get(SparseLstmParamInitializer.BIAS));
        inputWeights.answer(() -> keptGradient(layerConf().getNIn(), pass::inputRows));
        recurrentWeights.answer(() -> keptGradient(layerConf().getNOut(), pass::recurrentRows));
        INDArray dx = byFeature(ArrayType.ACTIVATION_GRAD, layerConf().getNIn(), workspaceMgr);
        if (!inputGradientUnread) {
            pass.inputGradient(dx);
        }
        weightNoiseParams.clear();
        return new Pair<>(gradients(), backpropDropOutIfPresent(permuteIfNWC(dx)));
    }

    private KeptGradient keptGradient(long rows, Consumer<INDArray> copy) {
        INDArray from = detached(pass.rows(), rows);
        INDArray error = detached(pass.rows(), layerConf().units());
        copy.accept(from);
        pass.errorRows(error);
        return KeptGradient.of(from, error);
    }

    private Gradient gradients() {
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach((key, view) -> {
            if (SparseLstmParamInitializer.isPattern(key)) {
                HostMemory.clear(view);
            }
            gradient.gradientForVariable().put(key, view);
        });
        return gradient;
    }

    /**
     * The connections of the input weights {@code [nIn, 4n]}.
     *
     * @return the first weight matrix
     */
    public CompressedMatrix inputWeights() {
        return inputWeights;
    }

    /**
     * The connections of the recurrent weights {@code [n, 4n]}.
     *
     * @return the second weight matrix
     */
    public CompressedMatrix recurrentWeights() {
        return recurrentWeights;
    }

    @Override
    public List<CompressedMatrix> matrices() {
        return List.of(inputWeights, recurrentWeights);
    }

    /** As DL4J's LSTM: masked steps change neither input nor output, but the error of masked labels is zero already. */
    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
        return new Pair<>(maskArray, MaskState.Passthrough);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        super.setInput(input, workspaceMgr);
        kept = false;
    }

    @Override
    public void clear() {
        super.clear();
        kept = false;
        keptStart = null;
        keptMask = null;
    }

    @Override
    public Type type() {
        return Type.RECURRENT;
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
