package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.weight.MaskCarrier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run-time layer of a {@link ReparameterizedLayer}. The wrapped layer computes with a parameter vector of its own, which is
 * made anew at the begin of each forward pass and used by the backward pass too.
 */
class ReparameterizedRuntime extends BaseWrapperLayer implements MaskCarrier {

    private static final Logger LOG = LoggerFactory.getLogger(ReparameterizedLayer.class);

    private final ReparameterizedLayer layer;
    private NeuralNetConfiguration conf;
    private INDArray innerParameters;
    private INDArray parameters;
    private Map<String, INDArray> table;
    private INDArray gradients;
    private Map<String, INDArray> gradientViews;
    private INDArray innerGradients;
    private EffectiveParameters effective;
    private Gradient gradient;
    private int miniBatch;
    private boolean fresh;
    private boolean freshForTraining;

    ReparameterizedRuntime(Layer inner, NeuralNetConfiguration conf) {
        super(inner);
        this.conf = conf;
        this.layer = (ReparameterizedLayer) conf.getLayer();
    }

    final void bind(INDArray ownParameters, INDArray inner, Map<String, INDArray> views) {
        parameters = ownParameters;
        innerParameters = inner;
        table = views;
        effective =
                new EffectiveParameters(layer.plan(), layer.getReparameterization(), ownParameters, inner, this::tell);
        if (gradients != null) {
            setBackpropGradientsViewArray(gradients);
        }
        fresh = false;
    }

    private void tell(ReparameterizationEvent event) {
        LOG.warn("{} at iteration ({}): {}", event.weight(), event.iteration(), event.what());
        if (getListeners() != null) {
            getListeners().stream()
                    .filter(ReparameterizationListener.class::isInstance)
                    .forEach(listener -> ((ReparameterizationListener) listener).onEvent(event));
        }
    }

    /** Makes the effective parameters of a pass that begins, with the input that was set. */
    final void refresh(boolean training) {
        refresh(training, underlying.input());
    }

    /** Makes the effective parameters of a pass that begins. */
    final void refresh(boolean training, INDArray input) {
        effective.forward(training, scale(input), getIterationCount(), getEpochCount());
        fresh = true;
        freshForTraining = training;
    }

    /** Makes them where the pass has not made them yet: output layers are not always activated. */
    final void ensureFresh(boolean training) {
        if (!fresh || freshForTraining != training) {
            refresh(training);
        }
    }

    /** Before a backward pass, which has the weights of the forward pass: those of inference where the layer is frozen. */
    final void ensureForward() {
        if (!fresh) {
            refresh(true);
        }
    }

    /** Graphs do not tell their layers the size of the minibatch. */
    private double scale(INDArray input) {
        if (!conf.isMiniBatch()) {
            return 1;
        }
        if (miniBatch > 0) {
            return miniBatch;
        }
        return input == null ? 1 : input.size(0);
    }

    @Override
    public Optional<String> maskOf(String parameter) {
        boolean carries = layer.getReparameterization() instanceof FixedMask
                && layer.plan().isWeight(parameter);
        return carries ? Optional.of(FixedMask.MASK + parameter) : Optional.empty();
    }

    @Override
    public void requestDenseGradient(String parameter, boolean wanted) {
        effective.requestDenseGradient(parameter, wanted);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        refresh(training);
        return underlying.activate(training, workspaceMgr);
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaceMgr) {
        refresh(training, input);
        return underlying.activate(input, training, workspaceMgr);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        ensureForward();
        return withOwnGradients(underlying.backpropGradient(epsilon, workspaceMgr));
    }

    /** Takes the wrapped layer's gradients back to those of the stored parameters and extras. */
    final Pair<Gradient, INDArray> withOwnGradients(Pair<Gradient, INDArray> back) {
        Map<String, INDArray> written = back.getFirst().gradientForVariable();
        layer.plan().inner().forEach((key, slot) -> {
            INDArray view = slot.view(innerGradients);
            INDArray array = written.get(key);
            if (array == null) {
                view.assign(0);
            } else if (array.data().address() + array.offset() != view.data().address() + view.offset()) {
                view.assign(array.reshape(view.ordering(), view.shape()));
            }
        });
        effective.backward();
        gradient = new DefaultGradient(gradients);
        gradientViews.forEach((key, view) -> gradient.setGradientFor(key, view, view.ordering()));
        return new Pair<>(gradient, back.getSecond());
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        fresh = false;
        super.setInput(input, workspaceMgr);
    }

    @Override
    public void clear() {
        fresh = false;
        super.clear();
    }

    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        double sum = effective.penalty();
        for (Map.Entry<String, INDArray> entry : table.entrySet()) {
            List<Regularization> all = layer.getRegularizationByParam(entry.getKey());
            if (all != null) {
                for (Regularization regularization : all) {
                    sum += regularization.score(entry.getValue(), getIterationCount(), getEpochCount());
                }
            }
        }
        return sum;
    }

    @Override
    public void applyConstraints(int iteration, int epoch) {
        List<LayerConstraint> constraints = layer.getConstraints();
        if (constraints != null) {
            constraints.forEach(constraint -> trainedPart(constraint).applyConstraint(this, iteration, epoch));
        }
        effective.afterStep();
        fresh = false;
    }

    /** A constraint without the parameters that stay as they are. */
    private LayerConstraint trainedPart(LayerConstraint constraint) {
        Set<String> constrained = constraint.getParams();
        if (constrained == null || constrained.stream().noneMatch(layer::frozen)) {
            return constraint;
        }
        LayerConstraint part = constraint.clone();
        part.setParams(
                constrained.stream().filter(key -> !layer.frozen(key)).collect(Collectors.toCollection(HashSet::new)));
        return part;
    }

    @Override
    public INDArray params() {
        return parameters;
    }

    @Override
    public long numParams() {
        return parameters.length();
    }

    @Override
    public long numParams(boolean backwards) {
        return parameters.length();
    }

    @Override
    public void setParams(INDArray params) {
        if (params.length() != parameters.length()) {
            throw new IllegalArgumentException("The parameters of layer (" + layer.getLayerName() + ") are ("
                    + parameters.length() + "), not (" + params.length() + ").");
        }
        if (params != parameters) {
            parameters.assign(params.reshape(parameters.shape()));
        }
        fresh = false;
    }

    @Override
    public void setParamsViewArray(INDArray params) {
        bind(params, innerParameters, layer.initializer().init(conf, params, false));
    }

    @Override
    public INDArray getGradientsViewArray() {
        return gradients;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
        gradients = view;
        gradientViews = layer.initializer().getGradientsFromFlattened(conf, view);
        innerGradients = effective.gradients(view);
        underlying.setBackpropGradientsViewArray(innerGradients);
    }

    @Override
    public Gradient gradient() {
        return gradient;
    }

    @Override
    public NeuralNetConfiguration conf() {
        return conf;
    }

    /** The wrapped layer keeps its own configuration: {@code FrozenLayer} hands over one of another layer. */
    @Override
    public void setConf(NeuralNetConfiguration conf) {
        this.conf = conf;
    }

    @Override
    public TrainingConfig getConfig() {
        return layer;
    }

    @Override
    public INDArray getParam(String param) {
        return table.get(param);
    }

    @Override
    public Map<String, INDArray> paramTable() {
        return table;
    }

    @Override
    public Map<String, INDArray> paramTable(boolean backpropParamsOnly) {
        return table;
    }

    @Override
    public void setParamTable(Map<String, INDArray> paramTable) {
        new LinkedHashMap<>(paramTable).forEach(this::setParam);
    }

    @Override
    public void setParam(String key, INDArray val) {
        INDArray param = table.get(key);
        if (param == null) {
            throw new IllegalArgumentException("The layer (" + layer.getLayerName() + ") has no parameter (" + key
                    + "). Its parameters are " + table.keySet() + ".");
        }
        boolean vectors = param.isVector() && val.isVector() && param.length() == val.length();
        if (!vectors && !Arrays.equals(param.shape(), val.shape())) {
            throw new IllegalArgumentException("The parameter (" + key + ") of layer (" + layer.getLayerName()
                    + ") has the shape " + Arrays.toString(param.shape()) + ", not " + Arrays.toString(val.shape())
                    + ". Maybe it belongs to another layer?");
        }
        param.assign(val.reshape(param.shape()));
        fresh = false;
    }

    @Override
    public void setInputMiniBatchSize(int size) {
        miniBatch = size;
        super.setInputMiniBatchSize(size);
    }

    /** Gradients that are always 0 need no division. */
    @Override
    public boolean updaterDivideByMinibatch(String paramName) {
        return layer.trained(paramName);
    }

    /** The weights that the wrapped layer computes with at inference, in the order of its own table. */
    final Map<String, INDArray> effectiveTable() {
        refresh(false);
        Map<String, INDArray> views = new LinkedHashMap<>();
        layer.plan().inner().forEach((key, slot) -> views.put(key, slot.view(innerParameters)));
        fresh = false; // nobody asked for a pass
        return views;
    }
}
