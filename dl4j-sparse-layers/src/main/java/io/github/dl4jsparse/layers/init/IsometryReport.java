package io.github.dl4jsparse.layers.init;

/**
 * What {@link LayerwiseIsometry} has done to one weight.
 *
 * @param name of the weight array
 * @param steps of gradient descent
 * @param lossBefore {@code ||G - I||_F^2} at the beginning
 * @param lossAfter the same at the end
 * @param before the singular values at the beginning
 * @param after the singular values at the end
 */
public record IsometryReport(
        String name, int steps, double lossBefore, double lossAfter, SingularValues before, SingularValues after) {}
