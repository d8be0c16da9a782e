package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** The first value of a connection that is grown. */
@FunctionalInterface
public interface GrowthInit extends MethodPart {

    /**
     * The first values.
     *
     * @param update the weight that is updated
     * @param kept the positions that were no candidates for growth
     * @param grown the ascending positions that grow
     * @return the first value of each of them
     */
    double[] values(LayerUpdate update, PositionSet kept, long[] grown);

    /**
     * Zero: growth leaves the network's output as it is, bit for bit. RigL, SNFS, DSR, GraNet.
     *
     * @return the policy
     */
    static GrowthInit zero() {
        return new NamedInit("zero", (update, kept, grown) -> new double[grown.length]);
    }

    /**
     * Normal: {@code w ~ N(0, sd^2)}. SET's sparse code has sd = 0.1.
     *
     * @param sd the standard deviation, positive
     * @return the policy
     * @throws DL4JInvalidConfigException if it is not positive
     */
    static GrowthInit normal(double sd) {
        if (!(sd > 0 && Double.isFinite(sd))) {
            throw new DL4JInvalidConfigException(
                    "The standard deviation (" + sd + ") of grown connections must be positive.");
        }
        return drawn("normal " + sd, update -> sd, RandomStream::nextGaussian);
    }

    /**
     * Uniform with He's limit: {@code w ~ U(-lim, lim)}, {@code lim = sqrt(6 / fanIn)}, fanIn the positions of one output
     * unit: the inputs of a dense layer, input channels times kernel of a convolution.
     *
     * @return the policy
     */
    static GrowthInit heUniform() {
        return uniform("He", shape -> shape.size() / shape.outputs());
    }

    /**
     * Uniform with Glorot's limit: {@code w ~ U(-lim, lim)}, {@code lim = sqrt(6 / (fanIn + fanOut))}, the positions of
     * one output unit and of one input unit.
     *
     * @return the policy
     */
    static GrowthInit xavierUniform() {
        return uniform("Xavier", shape -> shape.size() / shape.outputs() + shape.size() / shape.inputs());
    }

    private static GrowthInit uniform(String name, ToLongFunction<WeightShape> fan) {
        return drawn(
                "uniform " + name,
                update -> Math.sqrt(6.0 / fan.applyAsLong(update.weight().shape())),
                random -> 2 * random.nextDouble() - 1);
    }

    private static GrowthInit drawn(
            String name, ToDoubleFunction<LayerUpdate> scale, ToDoubleFunction<RandomStream> draw) {
        return new NamedInit(name, (update, kept, grown) -> {
            RandomStream random = update.random("grown values");
            double factor = scale.applyAsDouble(update);
            double[] values = new double[grown.length];
            Arrays.setAll(values, i -> factor * draw.applyAsDouble(random));
            return values;
        });
    }

    /**
     * The sign of the gradient: {@code w = sign(dL/dw) / divisor}, an option of RigL's code.
     *
     * @param divisor positive
     * @return the policy
     * @throws DL4JInvalidConfigException if the divisor is not positive
     */
    static GrowthInit gradientSign(double divisor) {
        return new GradientInit(true, divisor);
    }

    /**
     * The scaled gradient: {@code w = dL/dw / divisor}, an option of RigL's code.
     *
     * @param divisor positive
     * @return the policy
     * @throws DL4JInvalidConfigException if the divisor is not positive
     */
    static GrowthInit gradientScale(double divisor) {
        return new GradientInit(false, divisor);
    }
}
