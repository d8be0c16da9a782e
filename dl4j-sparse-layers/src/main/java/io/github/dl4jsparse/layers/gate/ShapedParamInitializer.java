package io.github.dl4jsparse.layers.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The parameters of layers that tell their shapes. */
final class ShapedParamInitializer implements ParamInitializer {

    private static Map<String, long[]> shapes(Layer layer) {
        return ((ShapedParameters) layer).shapes();
    }

    private static long length(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return shapes(layer).values().stream()
                .mapToLong(ShapedParamInitializer::length)
                .sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return new ArrayList<>(shapes(layer).keySet());
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream().filter(key -> key.startsWith("W")).toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream().filter(key -> key.startsWith("b")).toList();
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
        Map<String, INDArray> views = views(conf.getLayer(), paramsView);
        views.forEach((key, view) -> {
            conf.addVariable(key);
            if (initializeParams) {
                ((ShapedParameters) conf.getLayer()).start(key, view.reshape('f', new long[] {view.length()}));
            }
        });
        return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views(conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> views(Layer layer, INDArray view) {
        INDArray flat = view.reshape(new long[] {view.length()});
        Map<String, INDArray> views = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, long[]> entry : shapes(layer).entrySet()) {
            long end = at + length(entry.getValue());
            views.put(entry.getKey(), flat.get(NDArrayIndex.interval(at, end)).reshape('f', entry.getValue()));
            at = end;
        }
        return views;
    }
}
