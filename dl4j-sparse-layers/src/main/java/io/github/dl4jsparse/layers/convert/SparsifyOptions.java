package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.KernelBackend;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Which layers {@link Sparsify} converts: those with at least so many places, of which at least such a share is without a
 * connection.
 *
 * <p>The default threshold is where a truly sparse layer begins to be faster than a dense one: a sparsity of {@value
 * #VECTOR_SPARSITY} where the Vector API computes, {@value #SCALAR_SPARSITY} where plain Java does, as it does in double
 * precision always; of a convolution {@value #CONVOLUTION_SPARSITY} in either case. It follows from the kind of layer, what
 * {@link KernelBackend} has chosen and the network's type, never from a timing. A {@link Calibration} replaces both thresholds
 * by measured times of the fully connected layers that are at least half empty.
 *
 * @param minSparsity the smallest sparsity that is converted, in [0, 1]; empty for the default
 * @param minPlaces the smallest number of places (possible weights) of a layer that is converted, not negative; empty
 *     for the default
 * @param keepDense names of layers that are left as they are
 * @param calibration measures instead of comparing with thresholds
 */
public record SparsifyOptions(
        OptionalDouble minSparsity, OptionalLong minPlaces, Set<String> keepDense, Optional<Calibration> calibration) {

    /** The default threshold where plain Java computes. */
    public static final double SCALAR_SPARSITY = 0.75;

    /** The default threshold where the Vector API computes. */
    public static final double VECTOR_SPARSITY = 0.60;

    /**
     * The default threshold of convolutions, whatever computes. They are faster below it, too; but then a truly sparse
     * layer, which has two parameters for each connection, takes more memory.
     */
    public static final double CONVOLUTION_SPARSITY = 0.50;

    /** The default smallest number of places: below it, the work around a product costs more than the product. */
    public static final long MIN_PLACES = 4096;

    /** The default smallest number of places of a convolution, each of which is used all over the image. */
    public static final long CONVOLUTION_MIN_PLACES = 256;

    /**
     * Checks the thresholds.
     *
     * @param minSparsity the smallest sparsity that is converted, in [0, 1]; empty for the default
     * @param minPlaces the smallest number of places (possible weights) of a layer that is converted, not negative;
     *     empty for the default
     * @param keepDense names of layers that are left as they are
     * @param calibration measures instead of comparing with thresholds
     * @throws DL4JInvalidConfigException if a threshold is out of range
     */
    public SparsifyOptions {
        minSparsity.ifPresent(SparsifyOptions::checkSparsity);
        minPlaces.ifPresent(SparsifyOptions::checkPlaces);
        keepDense = Set.copyOf(keepDense);
    }

    private static void checkPlaces(long places) {
        if (places < 0) {
            throw new DL4JInvalidConfigException("The smallest number of places (" + places
                    + ") must not be negative. Use 0 for layers of any size.");
        }
    }

    private static void checkSparsity(double sparsity) {
        if (!(sparsity >= 0 && sparsity <= 1)) {
            throw new DL4JInvalidConfigException("The smallest sparsity (" + sparsity
                    + ") that is converted must be in [0, 1]. Maybe you passed a percentage?");
        }
    }

    /**
     * The defaults.
     *
     * @return thresholds by kernels and type, no calibration
     */
    public static SparsifyOptions defaults() {
        return builder().build();
    }

    /**
     * A builder that begins with the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The smallest sparsity of a layer that is converted in a network of a type.
     *
     * @param layer the configuration of an ordinary layer
     * @param type of the network
     * @return {@link #minSparsity} if it was given, or the default for the kind of layer and the kernels that compute in this
     *     type
     */
    public double thresholdFor(Layer layer, DataType type) {
        if (layer instanceof ConvolutionLayer) {
            return minSparsity.orElse(CONVOLUTION_SPARSITY);
        }
        boolean vector = type == DataType.FLOAT && KernelBackend.name().startsWith("vector");
        return minSparsity.orElse(vector ? VECTOR_SPARSITY : SCALAR_SPARSITY);
    }

    /**
     * The smallest number of places of a layer that is converted.
     *
     * @param layer the configuration of an ordinary layer
     * @return {@link #minPlaces} if it was given, or the default for the kind of layer
     */
    public long minPlacesFor(Layer layer) {
        return minPlaces.orElse(layer instanceof ConvolutionLayer ? CONVOLUTION_MIN_PLACES : MIN_PLACES);
    }

    /** Builds {@link SparsifyOptions}. */
    public static final class Builder {

        private OptionalDouble minSparsity = OptionalDouble.empty();
        private OptionalLong minPlaces = OptionalLong.empty();
        private final Set<String> keepDense = new TreeSet<>();
        private Optional<Calibration> calibration = Optional.empty();

        private Builder() {}

        /**
         * Converts layers from this sparsity on.
         *
         * @param sparsity the share of places without a connection, in [0, 1]
         * @return this builder
         */
        public Builder minSparsity(double sparsity) {
            minSparsity = OptionalDouble.of(sparsity);
            return this;
        }

        /**
         * Converts layers from this size on.
         *
         * @param places possible weights, in both matrices of an LSTM, not negative; by default {@value
         *     SparsifyOptions#MIN_PLACES}, of a convolution {@value SparsifyOptions#CONVOLUTION_MIN_PLACES}
         * @return this builder
         */
        public Builder minPlaces(long places) {
            minPlaces = OptionalLong.of(places);
            return this;
        }

        /**
         * Leaves layers as they are.
         *
         * @param layers their names
         * @return this builder
         */
        public Builder keepDense(String... layers) {
            keepDense.addAll(Arrays.asList(layers));
            return this;
        }

        /**
         * Measures each fully connected layer that is at least half empty in both forms, and converts those that become
         * faster; the thresholds do not count. Of convolutions and LSTMs they still do: see {@link Calibration}.
         *
         * @param how what is timed, and how often
         * @return this builder
         */
        public Builder calibrate(Calibration how) {
            calibration = Optional.of(how);
            return this;
        }

        /**
         * The options.
         *
         * @return as said so far
         * @throws DL4JInvalidConfigException if a threshold is out of range
         */
        public SparsifyOptions build() {
            return new SparsifyOptions(minSparsity, minPlaces, keepDense, calibration);
        }
    }
}
