package io.github.dl4jsparse.layers.sparse;

/**
 * The ways in which the builder of a truly sparse layer is told its connections: their number, in exactly one way, and
 * the seed of which they are.
 *
 * @param <B> the builder
 */
public interface ConnectionBuilder<B extends ConnectionBuilder<B>> {

    /**
     * What was said so far.
     *
     * @return always the same object of this builder
     */
    ConnectionSettings connectionSettings();

    @SuppressWarnings("unchecked") // a builder names itself as B
    private B self() {
        return (B) this;
    }

    /**
     * Says the number of connections by the share of places left out.
     *
     * @param sparsity in [0, 1); 0.9 keeps one place in ten
     * @return this builder
     */
    default B sparsity(double sparsity) {
        connectionSettings().sparsity = sparsity;
        return self();
    }

    /**
     * Says the number of connections by the share of places that hold one.
     *
     * @param density in (0, 1]
     * @return this builder
     */
    default B density(double density) {
        connectionSettings().density = density;
        return self();
    }

    /**
     * Says the number of connections as SET does (Erdős–Rényi): {@code epsilon * (nIn + nOut)}, about epsilon for each
     * unit. Mocanu et al., <i>Scalable training of artificial neural networks with adaptive sparse connectivity inspired by
     * network science</i>, Nature Communications 2018, eq. 1, with the exact number instead of a probability.
     *
     * @param epsilon positive; the density {@code epsilon (nIn + nOut) / (nIn nOut)} must not exceed 1
     * @return this builder
     */
    default B epsilon(double epsilon) {
        connectionSettings().epsilon = epsilon;
        return self();
    }

    /**
     * Says the number of connections itself.
     *
     * @param connections from 1 to {@code nIn * nOut}
     * @return this builder
     */
    default B connections(long connections) {
        connectionSettings().connections = connections;
        return self();
    }

    /**
     * The seed of which connections exist; by default it follows from the network's seed and the layer's index. Two layers
     * of one size with the same pattern seed have the same connections.
     *
     * @param patternSeed any number
     * @return this builder
     */
    default B patternSeed(long patternSeed) {
        connectionSettings().patternSeed = patternSeed;
        return self();
    }
}
