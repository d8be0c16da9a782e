package io.github.dl4jsparse.listeners.topology;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Which share of a layer's connections is replaced by an update: {@code f(p)}, p the progress towards the end of the
 * schedule, 0 at the start and 1 at the end. Without a horizon p stays 0, and the fraction at its start.
 */
@FunctionalInterface
public interface DropFraction {

    /**
     * The fraction at a moment.
     *
     * @param progress {@code t / T_end}, in [0, 1]
     * @return the fraction, in [0, 1]
     */
    double at(double progress);

    /**
     * The same fraction always.
     *
     * @param fraction in [0, 1]
     * @return {@code f(p) = fraction}
     * @throws DL4JInvalidConfigException if the fraction is outside of [0, 1]
     */
    static DropFraction constant(double fraction) {
        check(fraction);
        return new NamedFraction("constant " + fraction, p -> fraction);
    }

    /**
     * Cosine annealing to 0, as in RigL: {@code f(p) = fraction / 2 * (1 + cos(pi p))}.
     *
     * @param fraction at the start, in [0, 1]
     * @return the schedule
     * @throws DL4JInvalidConfigException if the fraction is outside of [0, 1]
     */
    static DropFraction cosine(double fraction) {
        return cosine(fraction, 0);
    }

    /**
     * Cosine annealing to a floor: {@code f(p) = floor + (fraction - floor) / 2 * (1 + cos(pi p))}. The code of SNFS, ITOP
     * and GraNet has a floor of 0.005.
     *
     * @param fraction at the start, in [0, 1]
     * @param floor at the end, in [0, fraction]
     * @return the schedule
     * @throws DL4JInvalidConfigException if one of them is out of its range
     */
    static DropFraction cosine(double fraction, double floor) {
        check(fraction);
        if (!(floor >= 0 && floor <= fraction)) {
            throw new DL4JInvalidConfigException(
                    "The floor (" + floor + ") of the drop fraction must be in [0, " + fraction + "].");
        }
        String name = "cosine " + fraction + (floor == 0 ? "" : " to " + floor);
        return new NamedFraction(name, p -> floor + (fraction - floor) / 2 * (1 + StrictMath.cos(Math.PI * p)));
    }

    /**
     * Inverse power: {@code f(p) = fraction * (1 - p)^power}.
     *
     * @param fraction at the start, in [0, 1]
     * @param power positive; 1 is linear, 3 usual
     * @return the schedule
     * @throws DL4JInvalidConfigException if one of them is out of its range
     */
    static DropFraction inversePower(double fraction, double power) {
        check(fraction);
        if (!(power > 0 && Double.isFinite(power))) {
            throw new DL4JInvalidConfigException("The power (" + power + ") of the drop fraction must be positive.");
        }
        return new NamedFraction(
                "inverse power " + fraction + " ^ " + power, p -> fraction * StrictMath.pow(1 - p, power));
    }

    /**
     * Linear to 0: {@code f(p) = fraction * (1 - p)}.
     *
     * @param fraction at the start, in [0, 1]
     * @return the schedule
     * @throws DL4JInvalidConfigException if the fraction is outside of [0, 1]
     */
    static DropFraction linear(double fraction) {
        check(fraction);
        return new NamedFraction("linear " + fraction, p -> fraction * (1 - p));
    }

    private static void check(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new DL4JInvalidConfigException(
                    "The drop fraction (" + fraction + ") must be in [0, 1]. Maybe you passed a percentage?");
        }
    }
}
