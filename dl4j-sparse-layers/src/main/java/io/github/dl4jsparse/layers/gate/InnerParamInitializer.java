package io.github.dl4jsparse.layers.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The parameters of an {@link AdaptiveGate}: those of its inner layers, one after the other. */
final class InnerParamInitializer implements ParamInitializer {

    private static final String LOGIT_BIAS = "gate3b";
    private static final double[] LOGIT_START = {0.1, 2};

    private static List<InnerLayer> inner(Layer layer) {
        return ((AdaptiveGate) layer).inner();
    }

    /** The parts of a flat view that belong to the inner layers; null for layers without parameters. */
    static List<INDArray> parts(AdaptiveGate layer, INDArray view) {
        INDArray flat = view.reshape(new long[] {view.length()});
        List<INDArray> parts = new ArrayList<>();
        long at = 0;
        for (InnerLayer inner : layer.inner()) {
            long length = inner.layer().initializer().numParams(inner.layer());
            parts.add(
                    length == 0
                            ? null
                            : flat.get(NDArrayIndex.interval(at, at + length)).reshape(1, length));
            at += length;
        }
        return parts;
    }

    /** The configuration that an inner layer sees. */
    private static NeuralNetConfiguration alone(NeuralNetConfiguration conf, Layer layer) {
        NeuralNetConfiguration alone = conf.clone();
        alone.clearVariables();
        alone.setLayer(layer);
        return alone;
    }

    static List<org.deeplearning4j.nn.api.Layer> instantiate(
            NeuralNetConfiguration conf, INDArray view, boolean initialize, DataType type) {
        AdaptiveGate outer = (AdaptiveGate) conf.getLayer();
        List<INDArray> parts = parts(outer, view);
        List<org.deeplearning4j.nn.api.Layer> made = new ArrayList<>();
        for (InnerLayer inner : outer.inner()) {
            made.add(inner.layer()
                    .instantiate(
                            alone(conf, inner.layer()), null, made.size(), parts.get(made.size()), initialize, type));
        }
        if (initialize) {
            startOpen(new InnerParamInitializer().init(conf, view, false));
        }
        return made;
    }

    private static void startOpen(Map<String, INDArray> views) {
        INDArray bias = views.get(LOGIT_BIAS);
        bias.assign(Nd4j.createFromArray(LOGIT_START).castTo(bias.dataType()).reshape(bias.shape()));
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return inner(layer).stream()
                .mapToLong(inner -> inner.layer().initializer().numParams(inner.layer()))
                .sum();
    }

    private static List<String> keys(Layer layer, BiFunction<ParamInitializer, Layer, List<String>> of) {
        return inner(layer).stream()
                .flatMap(inner -> of.apply(inner.layer().initializer(), inner.layer()).stream()
                        .map(key -> inner.prefix() + key))
                .toList();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return keys(layer, ParamInitializer::paramKeys);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return keys(layer, ParamInitializer::weightKeys);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return keys(layer, ParamInitializer::biasKeys);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        Map<String, INDArray> views = views(
                conf,
                paramsView,
                (inner, part) -> inner.layer().initializer().init(alone(conf, inner.layer()), part, initializeParams));
        views.keySet().forEach(conf::addVariable);
        if (initializeParams) {
            startOpen(views);
        }
        return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views(
                conf,
                gradientView,
                (inner, part) ->
                        inner.layer().initializer().getGradientsFromFlattened(alone(conf, inner.layer()), part));
    }

    /** In the order of memory, which DL4J's updaters rely on. */
    private static Map<String, INDArray> views(
            NeuralNetConfiguration conf, INDArray flat, BiFunction<InnerLayer, INDArray, Map<String, INDArray>> of) {
        AdaptiveGate outer = (AdaptiveGate) conf.getLayer();
        List<INDArray> parts = parts(outer, flat);
        Map<String, INDArray> views = new LinkedHashMap<>();
        int k = 0;
        for (InnerLayer inner : outer.inner()) {
            INDArray part = parts.get(k++);
            if (part != null) {
                of.apply(inner, part).entrySet().stream()
                        .sorted(Comparator.comparingLong(
                                entry -> entry.getValue().offset()))
                        .forEach(entry -> views.put(inner.prefix() + entry.getKey(), entry.getValue()));
            }
        }
        return views;
    }
}
