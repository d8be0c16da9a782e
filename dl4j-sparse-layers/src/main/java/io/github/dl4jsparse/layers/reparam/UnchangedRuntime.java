package io.github.dl4jsparse.layers.reparam;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The run-time layer of an {@link UnchangedLayer}. */
final class UnchangedRuntime extends FrozenLayerWithBackprop {

    private final transient UnchangedLayer config;
    private transient INDArray gradients;

    UnchangedRuntime(Layer inside, UnchangedLayer config) {
        super(inside);
        this.config = config;
        Layer within = inside;
        while (within instanceof BaseWrapperLayer wrapper) {
            if (within instanceof ReparameterizedRuntime reparameterized) {
                reparameterized.keep();
            }
            within = wrapper.getUnderlying();
        }
    }

    @Override
    public TrainingConfig getConfig() {
        return config;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
        gradients = view;
        super.setBackpropGradientsViewArray(view);
    }

    @Override
    public INDArray getGradientsViewArray() {
        return gradients;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        INDArray back = underlying instanceof BatchNormalization normalization
                ? workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, epsilon.mul(slopes(normalization, epsilon)))
                : underlying.backpropGradient(epsilon, workspaceMgr).getSecond();
        if (gradients != null) {
            gradients.assign(0);
        }
        return new Pair<>(new DefaultGradient(), back);
    }

    /** {@code gamma / sqrt(var + eps)}, in a shape that goes along the channels of the error. */
    private static INDArray slopes(BatchNormalization normalization, INDArray epsilon) {
        org.deeplearning4j.nn.conf.layers.BatchNormalization conf = normalization.layerConf();
        INDArray variance = normalization.getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
        if (variance == null) {
            INDArray log = normalization.getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
            variance = Transforms.exp(log.mul(2 * Math.log(10)), false);
        }
        INDArray deviation = Transforms.sqrt(variance.add(conf.getEps()), false);
        INDArray gamma = normalization.getParam(BatchNormalizationParamInitializer.GAMMA);
        INDArray slopes = gamma == null ? deviation.rdiv(lockedGamma(conf)) : gamma.div(deviation);
        long[] shape = new long[epsilon.rank()];
        Arrays.fill(shape, 1);
        boolean last = epsilon.rank() == 4 && conf.getCnn2DFormat() == CNN2DFormat.NHWC;
        shape[last ? 3 : 1] = slopes.length();
        return slopes.reshape(shape);
    }

    /** DL4J's normalisation leaves a locked gamma out where the locked beta is 0. */
    private static double lockedGamma(org.deeplearning4j.nn.conf.layers.BatchNormalization conf) {
        return conf.getBeta() == 0 ? 1 : conf.getGamma();
    }
}
