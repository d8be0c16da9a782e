package io.github.dl4jsparse.examples.bench;

/**
 * A wrapped layer beside the bare one.
 *
 * @param size of the layer, such as {@code 1000x1000}
 * @param batch examples in a step
 * @param threads of ND4J
 * @param bare times of the bare layer
 * @param wrapped times of the wrapped layer, which has the member's name
 */
public record WrappedTime(String size, int batch, int threads, Timing bare, Timing wrapped) {

    /**
     * How long a wrapped layer's step is.
     *
     * @return median of the wrapped times over median of the bare times
     */
    public double ratio() {
        return wrapped.median() / bare.median();
    }
}
