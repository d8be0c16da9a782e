package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.examples.data.TrainTestData;

/** The scale of inputs. */
public enum Normalisation {
    /** As they are read: [0, 1]. */
    UNIT,

    /** {@code (x - 0.1307) / 0.3081}, as the programs of SpaceNet and SupSup have it. */
    MNIST;

    private static final double MEAN = 0.1307;
    private static final double DEVIATION = 0.3081;

    TrainTestData apply(TrainTestData data) {
        return this == UNIT ? data : data.scaled(MEAN, DEVIATION);
    }
}
