package io.github.dl4jsparse.listeners.topology;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** The density that a network is pruned to while it trains: a share of all places, over all its sparse weights. */
@FunctionalInterface
public interface DensitySchedule {

    /**
     * The density at a moment.
     *
     * @param progress how much of the time in which updates are made has passed, in [0, 1]
     * @return in (0, 1], never more than before
     */
    double at(double progress);

    /**
     * {@code d(p) = end + (start - end) (1 - p)^3}, {@code p = clip((progress - from) / (to - from), 0, 1)}. Zhu and Gupta 2017; Liu
     * et al. (GraNet), NeurIPS 2021, eq. 1.
     *
     * @param start the density at the start, in (0, 1]
     * @param end the density at the end, in (0, start]
     * @param from the progress at which pruning begins, in [0, to)
     * @param to the progress at which it ends, in (from, 1]
     * @return the schedule
     * @throws DL4JInvalidConfigException if the numbers are not in these ranges
     */
    static DensitySchedule cubic(double start, double end, double from, double to) {
        if (!(start > 0 && start <= 1 && end > 0 && end <= start)) {
            throw new DL4JInvalidConfigException("The densities (start " + start + ", end " + end
                    + ") must be in (0, 1], and must not rise. Maybe you passed sparsities?");
        }
        if (!(from >= 0 && from < to && to <= 1)) {
            throw new DL4JInvalidConfigException("The pruning from progress (" + from + ") to (" + to
                    + ") must lie within [0, 1]. Maybe you passed steps?");
        }
        return new NamedDensity("cubic " + start + " to " + end + " from " + from + " to " + to, progress -> {
            double p = Math.max(0, Math.min(1, (progress - from) / (to - from)));
            return end + (start - end) * (1 - p) * (1 - p) * (1 - p);
        });
    }
}
