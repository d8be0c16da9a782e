package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.GrowthInit;

/** The first value of connections that are grown. */
public enum GrownWeights {
    /** Zero: growth leaves the output as it is. */
    ZERO,
    /** {@code N(0, 0.1^2)}, as in SET's sparse code. */
    NORMAL,
    /** Uniform with He's limit. */
    HE,
    /** Uniform with Glorot's limit. */
    XAVIER;

    GrowthInit policy() {
        return switch (this) {
            case ZERO -> GrowthInit.zero();
            case NORMAL -> GrowthInit.normal(0.1);
            case HE -> GrowthInit.heUniform();
            case XAVIER -> GrowthInit.xavierUniform();
        };
    }
}
