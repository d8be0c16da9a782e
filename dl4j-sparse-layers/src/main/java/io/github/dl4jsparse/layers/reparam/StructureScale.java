package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.proximal.NonNegativeStep;
import io.github.dl4jsparse.layers.proximal.ProximalL1;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Sparse structure selection (Huang, Wang, ECCV 2018) on output units and output maps: each has a trained scale, which multiplies
 * its weights and its bias, {@code W_eff = s W, b_eff = s b}, and {@code gamma sum s} is added to the loss. Units whose scale is
 * exactly 0 give nothing and can be removed.
 *
 * <p>The extra parameter {@code scale} starts at 1, knows neither L2 nor weight decay, and is trained by the accelerated proximal
 * gradient (eqs. 11-13), which is {@link ProximalL1} followed by DL4J's {@code Nesterovs}, kept at least 0:
 *
 * <pre>
 *   z = soft(s - lr ds, lr gamma),   mom := mu mom + z - s,   s := max(0, z + mu mom)
 * </pre>
 *
 * The scale acts before the activation function; for ReLU this is the scale of the unit's output. Where a
 * layer has several weight arrays, each output unit of each of them has a scale, and biases have none: in recurrent layers, where
 * each unit of each gate has a scale in each matrix, and in separable convolutions, where the biases are those of the pointwise
 * array, and a map is removed when its pointwise scale and its bias are 0.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class StructureScale implements Reparameterization {

    private static final long serialVersionUID = 1L;

    private final double gamma;

    private final IUpdater scaleUpdater;

    @JsonCreator
    StructureScale(@JsonProperty("gamma") double gamma, @JsonProperty("scaleUpdater") IUpdater scaleUpdater) {
        if (!(gamma >= 0) || Double.isInfinite(gamma)) {
            throw new DL4JInvalidConfigException(
                    "The weight gamma (" + gamma + ") of the scale penalty must be a number of at least 0.");
        }
        this.gamma = gamma;
        this.scaleUpdater = Objects.requireNonNull(scaleUpdater, "scaleUpdater");
    }

    /**
     * Scales trained with momentum 0.9 and gamma 0.01, the authors' values.
     *
     * @param learningRate the learning rate of the scales, usually that of the network
     * @return the scales
     */
    public static StructureScale learningRate(double learningRate) {
        return trainedBy(new Nesterovs(learningRate, 0.9));
    }

    /**
     * Scales trained with any learning rate, momentum and schedule; gamma is 0.01.
     *
     * @param updater Nesterov's momentum, of which the proximal step makes the paper's
     * @return the scales
     */
    public static StructureScale trainedBy(Nesterovs updater) {
        return new StructureScale(0.01, updater);
    }

    /**
     * The same with another penalty.
     *
     * @param weight how much the sum of scales counts in the loss, at least 0; more removes more units
     * @return new scales
     * @throws DL4JInvalidConfigException if the weight is negative or no number
     */
    public StructureScale gamma(double weight) {
        return new StructureScale(weight, scaleUpdater);
    }

    @Override
    public boolean coversBiases() {
        return true;
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        return List.of(ExtraParameter.of("scale", array.units(), ExtraParameter.Start.at(1))
                .regularized(List.of(new ProximalL1(gamma), new NonNegativeStep())));
    }

    @Override
    public IUpdater extraUpdater() {
        return scaleUpdater;
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        return new EffectiveWeight() {

            @Override
            public void forward(WeightBlock block, WeightPass pass) {
                double[] scale = pass.extra(0);
                int[] units = block.units(array);
                for (int k = 0; k < block.count(); k++) {
                    double s = scale[units[k]];
                    block.effective()[k] = s == 0 ? 0 : s * block.weights()[k];
                }
            }

            @Override
            public void backward(WeightBlock block, WeightPass pass) {
                double[] scale = pass.extra(0);
                double[] gradient = pass.extraGradient(0);
                int[] units = block.units(array);
                for (int k = 0; k < block.count(); k++) {
                    gradient[units[k]] += block.gradient()[k] * block.weights()[k];
                    block.gradient()[k] *= scale[units[k]];
                }
            }
        };
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof StructureScale other && gamma == other.gamma && scaleUpdater.equals(other.scaleUpdater);
    }

    @Override
    public int hashCode() {
        return Objects.hash(gamma, scaleUpdater);
    }
}
