package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.init.UnitWeights;
import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.PatternStore;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a {@link SparseLstm}, in the order of the flat view: values {@code W} and {@code RW}, biases {@code b}, and
 * their patterns {@code pattern} and {@code recurrentPattern}, which are neither weights nor biases, so that regularisation and
 * constraints pass them by, and whose updater is NoOp.
 */
public final class SparseLstmParamInitializer implements ParamInitializer {

    /** The key of the input weights' values, one for each connection. */
    public static final String VALUES = SparseParamInitializer.VALUES;

    /** The key of the recurrent weights' values, one for each connection. */
    public static final String RECURRENT_VALUES = "RW";

    /** The key of the biases: candidate, forget gate, output gate, input gate. */
    public static final String BIAS = SparseParamInitializer.BIAS;

    /** The key of the input weights' pattern. */
    public static final String PATTERN = SparseParamInitializer.PATTERN;

    /** The key of the recurrent weights' pattern. */
    public static final String RECURRENT_PATTERN = "recurrentPattern";

    private static final List<String> WEIGHTS = List.of(VALUES, RECURRENT_VALUES);

    private static final SparseLstmParamInitializer INSTANCE = new SparseLstmParamInitializer();

    private SparseLstmParamInitializer() {}

    /**
     * The one initializer; it has no state.
     *
     * @return the initializer
     */
    public static SparseLstmParamInitializer getInstance() {
        return INSTANCE;
    }

    static boolean isPattern(String key) {
        return PATTERN.equals(key) || RECURRENT_PATTERN.equals(key);
    }

    /** The parameters' lengths by key, in the order of the flat view. */
    private static Map<String, Long> lengths(Layer layer) {
        SparseLstm lstm = (SparseLstm) layer;
        long connections = lstm.inputConnectionCount();
        long recurrent = lstm.recurrentConnectionCount();
        Map<String, Long> lengths = new LinkedHashMap<>();
        lengths.put(VALUES, connections);
        lengths.put(RECURRENT_VALUES, recurrent);
        lengths.put(BIAS, lstm.units());
        lengths.put(PATTERN, connections + lstm.units());
        lengths.put(RECURRENT_PATTERN, recurrent + lstm.units());
        return lengths;
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return lengths(layer).values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.copyOf(lengths(layer).keySet());
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return WEIGHTS;
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of(BIAS);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return WEIGHTS.contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return BIAS.equals(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        return init(conf, paramsView, initializeParams, 0);
    }

    /**
     * Makes the parameters from their view, and patterns and first values if asked.
     *
     * @param conf in, modified: the layer's configuration; learns the parameters' names
     * @param paramsView in, modified: the layer's part of the flat parameter vector
     * @param initializeParams true to draw patterns and values, false to leave the view as it is
     * @param layerIndex the layer's place in the network, from which the seed of the patterns is derived
     * @return views by name, in the order of the flat vector
     */
    Map<String, INDArray> init(
            NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams, int layerIndex) {
        SparseLstm layer = (SparseLstm) conf.getLayer();
        Map<String, INDArray> params = Collections.synchronizedMap(views(layer, paramsView));
        params.keySet().forEach(conf::addVariable);
        if (initializeParams) {
            IWeightInit own = layer.getWeightInitFnRecurrent();
            IWeightInit recurrent = own != null ? own : layer.getWeightInitFn();
            RandomStream inputs = patternStream(conf, layerIndex, VALUES);
            RandomStream outputs = patternStream(conf, layerIndex, RECURRENT_VALUES);
            draw(layer, layer.getNIn(), layer.getWeightInitFn(), inputs, params.get(VALUES), params.get(PATTERN));
            draw(
                    layer,
                    layer.getNOut(),
                    recurrent,
                    outputs,
                    params.get(RECURRENT_VALUES),
                    params.get(RECURRENT_PATTERN));
            INDArray biases = params.get(BIAS);
            biases.assign(0);
            biases.get(NDArrayIndex.all(), NDArrayIndex.interval(layer.getNOut(), 2 * layer.getNOut()))
                    .assign(layer.forgetGateBiasInit());
        }
        return params;
    }

    /** DL4J tells a scheme of both matrices the fan-in n and the fan-out nIn + n. */
    private static void draw(
            SparseLstm layer,
            long rows,
            IWeightInit scheme,
            RandomStream connections,
            INDArray values,
            INDArray stored) {
        CompressedPattern pattern =
                CompressedPattern.random((int) rows, (int) layer.units(), (int) values.length(), connections);
        PatternStore.write(pattern, stored);
        double n = layer.getNOut();
        UnitWeights.draw(
                scheme,
                pattern.fanIn(),
                degree -> degree * n / rows,
                layer.getNIn() + n,
                values,
                LayerLimits.nameOf(layer));
    }

    private static RandomStream patternStream(NeuralNetConfiguration conf, int layerIndex, String values) {
        Long patternSeed = ((SparseLstm) conf.getLayer()).patternSeed();
        return patternSeed != null
                ? RandomStream.of(patternSeed, "pattern of " + values)
                : RandomStream.of(conf.getSeed(), "pattern of " + values + " of layer", layerIndex);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views(conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> views(Layer layer, INDArray view) {
        Map<String, Long> lengths = lengths(layer);
        long expected = lengths.values().stream().mapToLong(Long::longValue).sum();
        INDArray flat = view.reshape(view.length());
        if (flat.length() != expected) {
            throw new IllegalStateException("The parameters of layer (" + LayerLimits.nameOf(layer)
                    + ") must have the length (" + expected + "), not (" + flat.length() + ").");
        }
        Map<String, INDArray> views = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, Long> entry : lengths.entrySet()) {
            long end = at + entry.getValue();
            views.put(entry.getKey(), flat.get(NDArrayIndex.interval(at, end)).reshape(1, entry.getValue()));
            at = end;
        }
        return views;
    }
}
