package io.github.dl4jsparse.layers.activation;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.api.ops.impl.transforms.gradient.LeakyReLUBp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Alternated left ReLU, the activation of hidden layers in very sparse networks: {@code f(x) = x} for {@code x > 0},
 * else {@code -alpha x} in layers of even number and {@code alpha x} in those of odd number, so that the mean of the
 * activations swings instead of growing. The input is layer 1, the first hidden layer layer 2. Curci, Mocanu and
 * Pechenizkiy, <i>Truly Sparse Neural Networks at Scale</i>, 2021; alpha is 0.6 for FashionMNIST there, 0.75
 * for CIFAR-10. At exactly 0 the derivative is 1, as in the authors' code. The output layer has another activation.
 *
 * <pre>{@code
 * List<IActivation> activations = AllReLU.forLayers(0.6, 3);
 * ...layer(new SparseDenseLayer.Builder().activation(activations.get(0))...)
 * }</pre>
 *
 * <p>Truly sparse layers compute it after their products, not within: the derivative does not follow from the
 * activation where the slope is negative.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class AllReLU extends BaseActivationFunction {

    private static final long serialVersionUID = 1L;

    @JsonProperty
    private final double alpha;

    @JsonProperty
    private final int layer;

    /**
     * The activation of one layer.
     *
     * @param alpha the steepness of the left side, at least 0
     * @param layer the number of the layer, at least 2: the input is layer 1
     * @throws DL4JInvalidConfigException if one of them is out of its range
     */
    @JsonCreator
    public AllReLU(@JsonProperty("alpha") double alpha, @JsonProperty("layer") int layer) {
        if (!(alpha >= 0 && Double.isFinite(alpha))) {
            throw new DL4JInvalidConfigException(
                    "The alpha (" + alpha + ") of AllReLU must be a number of at least 0, such as 0.6.");
        }
        if (layer < 2) {
            throw new DL4JInvalidConfigException("The number (" + layer + ") of a hidden layer must be at least 2,"
                    + " the input being layer 1. Maybe you counted from 0?");
        }
        this.alpha = alpha;
        this.layer = layer;
    }

    /**
     * The activations of a network's hidden layers, in their order.
     *
     * @param alpha the steepness of the left side, at least 0
     * @param hiddenLayers how many there are
     * @return one for each, numbered from 2
     * @throws DL4JInvalidConfigException if alpha is out of its range
     */
    public static List<IActivation> forLayers(double alpha, int hiddenLayers) {
        return IntStream.range(0, hiddenLayers)
                .<IActivation>mapToObj(i -> new AllReLU(alpha, i + 2))
                .toList();
    }

    /**
     * The slope of the left side.
     *
     * @return {@code -alpha} in layers of even number, {@code alpha} in those of odd number
     */
    public double slope() {
        return layer % 2 == 0 ? -alpha : alpha;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        Nd4j.getExecutioner().execAndReturn(new LeakyReLU(in, slope()));
        return in;
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        assertShape(in, epsilon);
        Nd4j.getExecutioner().execAndReturn(new LeakyReLUBp(in, epsilon, in, slope()));
        return new Pair<>(in, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AllReLU that && Double.compare(alpha, that.alpha) == 0 && layer == that.layer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(alpha, layer);
    }

    @Override
    public String toString() {
        return "allrelu(alpha=" + alpha + ", layer=" + layer + ")";
    }
}
