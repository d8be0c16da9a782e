package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * HashedNets (Chen et al., ICML 2015): the weights of an array share K numbers; a hash function says which weight uses which, and
 * with which sign (eqs. 3, 9). Only the K numbers are parameters, and stored.
 *
 * <pre>
 *   W_eff[k] = sign(k) v[bucket(k)],   dL/dv[j] = sum over k with bucket(k) = j of sign(k) dL/dW_eff[k]
 *   h(k) = mix(s + (k+1) g),   bucket(k) = (h(k) &gt;&gt;&gt; 32) K / 2^32,   sign(k) = h(k) even ? 1 : -1
 * </pre>
 *
 * k is the index of the weight in memory, s depends on the seed and the parameter's name, {@code mix} and g are those of SplitMix64:
 * {@code h(k)} is the k-th number of that generator. The paper uses xxHash. {@code K = round(size / compression)}, at least 1.
 *
 * <p>The extra parameter is {@code bucket}. It starts with the first K numbers that the layer's own initialisation draws, so that
 * effective weights have the layer's usual scale, and is trained by the layer's updater, without the layer's L1, L2 or weight
 * decay. Memory is saved in the model and in the updater's state; the layer still computes with an array of full size.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class HashedWeights implements Reparameterization {

    private static final long serialVersionUID = 1L;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private final double compression;

    private final long seed;

    @JsonCreator
    HashedWeights(@JsonProperty("compression") double compression, @JsonProperty("seed") long seed) {
        if (!(compression >= 1) || Double.isInfinite(compression)) {
            throw new DL4JInvalidConfigException("The compression (" + compression
                    + ") of hashed weights must be at least 1: it is the number of weights for each stored number.");
        }
        this.compression = compression;
        this.seed = seed;
    }

    /**
     * Hashed weights with seed 0.
     *
     * @param factor how many weights share a number, at least 1; the paper studies 8 and 64
     * @return the weights
     * @throws DL4JInvalidConfigException if the factor is less than 1 or no number
     */
    public static HashedWeights compression(double factor) {
        return new HashedWeights(factor, 0);
    }

    /**
     * The same with another hash function.
     *
     * @param value the seed
     * @return new weights
     */
    public HashedWeights seed(long value) {
        return new HashedWeights(compression, value);
    }

    @Override
    public StoredWeights storedWeights() {
        return StoredWeights.REPLACED;
    }

    int buckets(WeightArray array) {
        return Math.max(1, (int) Math.round(array.size() / compression));
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        return List.of(ExtraParameter.of("bucket", buckets(array), ExtraParameter.Start.drawn()));
    }

    /** The k-th number of SplitMix64. */
    static long hash(long arraySeed, long k) {
        long z = arraySeed + (k + 1) * GAMMA;
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    static int bucket(long hash, int buckets) {
        return (int) ((hash >>> 32) * buckets >>> 32);
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        long arraySeed = RandomStream.of(seed, "hashed " + array.parameter()).nextLong();
        int buckets = buckets(array);
        return new EffectiveWeight() {

            @Override
            public void forward(WeightBlock block, WeightPass pass) {
                double[] values = pass.extra(0);
                for (int k = 0; k < block.count(); k++) {
                    long hash = hash(arraySeed, block.first() + k);
                    double value = values[bucket(hash, buckets)];
                    block.effective()[k] = (hash & 1) == 0 ? value : -value;
                }
            }

            @Override
            public void backward(WeightBlock block, WeightPass pass) {
                double[] gradient = pass.extraGradient(0);
                for (int k = 0; k < block.count(); k++) {
                    long hash = hash(arraySeed, block.first() + k);
                    double g = block.gradient()[k];
                    gradient[bucket(hash, buckets)] += (hash & 1) == 0 ? g : -g;
                }
            }
        };
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof HashedWeights other && compression == other.compression && seed == other.seed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(compression, seed);
    }
}
