package io.github.dl4jsparse.listeners.monitor;

/**
 * Theoretical costs of one example, a multiply-add counted as 1. Activations and normalisations are not counted. They
 * are what a method would save on perfect hardware, as papers tell it, not time.
 *
 * @param sparse f_s: the multiply-adds of inference over the connections; NaN where it is not known how often an array
 *     is used
 * @param dense f_d: those of the dense network; NaN likewise
 */
public record Flops(double sparse, double dense) {

    /**
     * The theoretical speed-up of inference.
     *
     * @return {@code f_d / f_s}
     */
    public double speedUp() {
        return dense / sparse;
    }

    /**
     * A training step of the dense network: forward, and twice as much backward.
     *
     * @return {@code 3 f_d}
     */
    public double denseStep() {
        return 3 * dense;
    }

    /**
     * A training step that looks at connections only: static topologies, and SET.
     *
     * @return {@code 3 f_s}
     */
    public double sparseStep() {
        return 3 * sparse;
    }

    /**
     * The mean training step of RigL, which needs a dense gradient at each update. Evci et al., ICML 2020.
     *
     * @param interval steps between two updates, positive
     * @return {@code (3 f_s interval + 2 f_s + f_d) / (interval + 1)}
     */
    public double riglStep(long interval) {
        if (interval <= 0) {
            throw new IllegalArgumentException("The interval (" + interval + ") of topology updates must be positive.");
        }
        return (3 * sparse * interval + 2 * sparse + dense) / (interval + 1);
    }

    /**
     * A training step of sparse momentum (SNFS), which needs a dense gradient at each step.
     *
     * @return {@code 2 f_s + f_d}
     */
    public double snfsStep() {
        return 2 * sparse + dense;
    }
}
