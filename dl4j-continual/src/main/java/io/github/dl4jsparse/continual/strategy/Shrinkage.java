package io.github.dl4jsparse.continual.strategy;

/** Proximal operators: what a penalty that is not smooth does to weights after a step. */
final class Shrinkage {

    private Shrinkage() {}

    /** Of {@code threshold |w|}: {@code sign(w) max(|w| - threshold, 0)}. */
    static double soft(double weight, double threshold) {
        double rest = Math.abs(weight) - threshold;
        return rest > 0 ? Math.copySign(rest, weight) : 0;
    }

    /** Of {@code threshold ||w||_2}, by which each weight of the group is multiplied: {@code max(1 - threshold / norm, 0)}. */
    static double group(double norm, double threshold) {
        return norm > threshold ? 1 - threshold / norm : 0;
    }
}
