package io.github.dl4jsparse.layers.predict;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import io.github.dl4jsparse.layers.kernel.PatternStore;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import io.github.dl4jsparse.layers.sparse.SparseParamInitializer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/** Copies what one layer computes out of its network. */
final class LayerReader {

    private final ChainedLayer layer;

    private LayerReader(ChainedLayer layer) {
        this.layer = layer;
    }

    /**
     * The stages of a layer.
     *
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a predictor cannot compute the layer
     */
    static List<Stage> read(ChainedLayer layer) {
        return new LayerReader(layer).stages();
    }

    private List<Stage> stages() {
        if (layer.preProcessor() != null) {
            throw layer.refusal(
                    "has the preprocessor (" + layer.preProcessor().getClass().getSimpleName() + ")",
                    "Give the predictor what comes after it, or use the network's own output.");
        }
        Layer conf = layer.configuration();
        Class<?> type = conf.getClass();
        if (type == DropoutLayer.class) {
            return List.of();
        }
        if (type == ActivationLayer.class) {
            return List.of(activation(((ActivationLayer) conf).getActivationFn()));
        }
        if (type == LossLayer.class) {
            return List.of(activation(((LossLayer) conf).getActivationFn()));
        }
        if (type == BatchNormalization.class) {
            return List.of(normalization((BatchNormalization) conf));
        }
        if (type == SparseDenseLayer.class || type == SparseOutputLayer.class) {
            return connected((FeedForwardLayer) conf);
        }
        if (type == OutputLayer.class || type == DenseLayer.class) {
            return dense((FeedForwardLayer) conf);
        }
        throw layer.refusal("is a (" + type.getSimpleName() + ")", "Use the network's own output.");
    }

    private Stage activation(IActivation activation) {
        return Activations.stage(activation)
                .orElseThrow(() -> layer.refusal(
                        "has the activation (" + activation + ")",
                        "Train with one that it computes, such as ReLU, or use the network's own output."));
    }

    private List<Stage> dense(FeedForwardLayer conf) {
        if (conf instanceof DenseLayer dense && dense.hasLayerNorm()) {
            throw layer.refusal("has a layer normalisation", "Use the network's own output.");
        }
        return List.of(
                Products.ofMatrix(
                        (int) conf.getNIn(), (int) conf.getNOut(), numbers(DefaultParamInitializer.WEIGHT_KEY), bias()),
                activation(conf.getActivationFn()));
    }

    private List<Stage> connected(FeedForwardLayer conf) {
        CompressedPattern pattern;
        try {
            pattern = PatternStore.read(
                    (int) conf.getNIn(), (int) conf.getNOut(), layer.layer().getParam(SparseParamInitializer.PATTERN));
        } catch (IllegalArgumentException e) {
            throw new ND4JIllegalStateException(
                    "The parameters of layer (" + layer.name() + ") hold no valid pattern: " + e.getMessage()
                            + " Maybe the parameters of another network were set?",
                    e);
        }
        int[] inputOf =
                IntStream.range(0, pattern.connections()).map(pattern::input).toArray();
        Stage product = Products.ofConnections(
                pattern.nIn(), inputOf, pattern.fanIn(), numbers(SparseParamInitializer.VALUES), bias());
        return List.of(product, activation(conf.getActivationFn()));
    }

    private Stage normalization(BatchNormalization conf) {
        float[] mean = numbers(BatchNormalizationParamInitializer.GLOBAL_MEAN);
        float[] deviation = conf.isUseLogStd()
                ? numbers(BatchNormalizationParamInitializer.GLOBAL_LOG_STD)
                : numbers(BatchNormalizationParamInitializer.GLOBAL_VAR);
        for (int unit = 0; unit < deviation.length; unit++) {
            double variance = conf.isUseLogStd() ? Math.pow(10, 2.0 * deviation[unit]) : deviation[unit];
            deviation[unit] = (float) Math.sqrt(variance + conf.getEps());
        }
        if (!conf.isLockGammaBeta()) {
            return new Normalization(
                    mean,
                    deviation,
                    numbers(BatchNormalizationParamInitializer.GAMMA),
                    numbers(BatchNormalizationParamInitializer.BETA));
        }
        // DL4J applies a fixed gamma and beta only where neither is the default
        boolean fixed = conf.getGamma() != 1 && conf.getBeta() != 0;
        return new Normalization(
                mean,
                deviation,
                filled(mean.length, fixed ? conf.getGamma() : 1),
                filled(mean.length, fixed ? conf.getBeta() : 0));
    }

    private static float[] filled(int length, double value) {
        float[] array = new float[length];
        Arrays.fill(array, (float) value);
        return array;
    }

    private float[] bias() {
        return layer.layer().getParam(DefaultParamInitializer.BIAS_KEY) == null
                ? null
                : numbers(DefaultParamInitializer.BIAS_KEY);
    }

    private float[] numbers(String key) {
        INDArray array = layer.layer().getParam(key).castTo(DataType.FLOAT).dup('c');
        float[] numbers = new float[Math.toIntExact(array.length())];
        HostMemory.read(array.reshape('c', 1, numbers.length), numbers);
        return numbers;
    }
}
