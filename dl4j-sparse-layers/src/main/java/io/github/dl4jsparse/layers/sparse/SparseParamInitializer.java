package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.init.UnitWeights;
import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.PatternStore;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a layer of {@link SparseConnections}, in the order of the flat view: values {@code W}, biases {@code b}
 * (unless the layer has none) and the {@code pattern}: the input of each connection, followed by the number of connections of
 * each output unit. It is neither weight nor bias, so that regularisation and constraints pass it by, and its updater is
 * NoOp.
 */
public final class SparseParamInitializer implements ParamInitializer {

    /** The key of the values, one for each connection. */
    public static final String VALUES = "W";

    /** The key of the biases. */
    public static final String BIAS = "b";

    /** The key of the pattern. */
    public static final String PATTERN = "pattern";

    private static final SparseParamInitializer INSTANCE = new SparseParamInitializer();

    private SparseParamInitializer() {}

    /**
     * The one initializer; it has no state.
     *
     * @return the initializer
     */
    public static SparseParamInitializer getInstance() {
        return INSTANCE;
    }

    static boolean isPattern(String key) {
        return PATTERN.equals(key);
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        SparseConnections sparse = (SparseConnections) layer;
        long connections = sparse.connectionCount();
        return 2 * connections + (sparse.hasBias() ? 2 : 1) * sparse.outputs();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return hasBias(layer) ? List.of(VALUES, BIAS, PATTERN) : List.of(VALUES, PATTERN);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(VALUES);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return hasBias(layer) ? List.of(BIAS) : List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return VALUES.equals(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return BIAS.equals(key);
    }

    private static boolean hasBias(Layer layer) {
        return ((SparseConnections) layer).hasBias();
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        return init(conf, paramsView, initializeParams, 0);
    }

    /**
     * Makes the parameters from their view, and a pattern and first values if asked.
     *
     * @param conf in, modified: the layer's configuration; learns the parameters' names
     * @param paramsView in, modified: the layer's part of the flat parameter vector
     * @param initializeParams true to draw pattern and values, false to leave the view as it is
     * @param layerIndex the layer's place in the network, from which the seed of the pattern is derived
     * @return views by name, in the order of the flat vector
     */
    Map<String, INDArray> init(
            NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams, int layerIndex) {
        BaseLayer layer = (BaseLayer) conf.getLayer();
        Map<String, INDArray> params = Collections.synchronizedMap(views(layer, paramsView));
        params.keySet().forEach(conf::addVariable);
        if (initializeParams) {
            SparseConnections sparse = (SparseConnections) layer;
            CompressedPattern pattern = CompressedPattern.random(
                    (int) sparse.inputs(),
                    (int) sparse.outputs(),
                    sparse.connectionCount(),
                    patternStream(conf, layerIndex));
            PatternStore.write(pattern, params.get(PATTERN));
            UnitWeights.draw(
                    layer.getWeightInitFn(),
                    pattern.fanIn(),
                    sparse.fanOutOfUnit(),
                    params.get(VALUES),
                    LayerLimits.nameOf(layer));
            if (sparse.hasBias()) {
                params.get(BIAS).assign(layer.getBiasInit());
            }
        }
        return params;
    }

    /** Gives a new run-time layer, which has its configuration, its place in the network and its parameters. */
    static void fill(
            org.deeplearning4j.nn.api.Layer layer,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray paramsView,
            boolean initializeParams) {
        NetworkLimits.checkParameters(paramsView.data().underlyingLength());
        layer.setListeners(listeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(paramsView);
        layer.setParamTable(INSTANCE.init(layer.conf(), paramsView, initializeParams, layerIndex));
    }

    private static RandomStream patternStream(NeuralNetConfiguration conf, int layerIndex) {
        Long patternSeed = ((SparseConnections) conf.getLayer()).patternSeed();
        return patternSeed != null
                ? RandomStream.of(patternSeed, "pattern")
                : RandomStream.of(conf.getSeed(), "pattern of layer", layerIndex);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views(conf.getLayer(), gradientView);
    }

    private Map<String, INDArray> views(Layer layer, INDArray view) {
        INDArray flat = view.reshape(view.length());
        if (flat.length() != numParams(layer)) {
            throw new IllegalStateException("The parameters of layer (" + LayerLimits.nameOf(layer)
                    + ") must have the length (" + numParams(layer) + "), not (" + flat.length() + ").");
        }
        SparseConnections sparse = (SparseConnections) layer;
        long connections = sparse.connectionCount();
        Map<String, INDArray> views = new LinkedHashMap<>();
        long at = 0;
        for (String key : paramKeys(layer)) {
            long length = switch (key) {
                case VALUES -> connections;
                case BIAS -> sparse.outputs();
                default -> connections + sparse.outputs();
            };
            views.put(key, flat.get(NDArrayIndex.interval(at, at + length)).reshape(1, length));
            at += length;
        }
        return views;
    }
}
