package io.github.dl4jsparse.examples.bench;

/**
 * A sparse network beside the dense one of the same architecture.
 *
 * @param arch units of each layer, such as {@code 784-1000-10}
 * @param batch examples at once
 * @param sparsity of each sparse layer
 * @param threads of both sides
 * @param dense times of the dense network
 * @param sparse times of the sparse network
 */
public record Comparison(String arch, int batch, double sparsity, ThreadCounts threads, Timing dense, Timing sparse) {

    /**
     * How many times as fast the sparse network is.
     *
     * @return median of the dense times over median of the sparse times
     */
    public double ratio() {
        return dense.median() / sparse.median();
    }

    /**
     * How often each was timed.
     *
     * @return rounds without those of the warm-up
     */
    public int rounds() {
        return sparse.millis().size();
    }
}
