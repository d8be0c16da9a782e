package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.GrowthInit;

/** The first value of connections that are grown. */
public enum GrownWeights {
    /** Zero: growth leaves the output as it is. */
    ZERO(GrowthInit.zero()),
    /** {@code N(0, 0.1^2)}, as in SET's sparse code. */
    NORMAL(GrowthInit.normal(0.1)),
    /** Uniform with He's limit. */
    HE(GrowthInit.heUniform()),
    /** Uniform with Glorot's limit. */
    XAVIER(GrowthInit.xavierUniform());

    private final GrowthInit policy;

    GrownWeights(GrowthInit policy) {
        this.policy = policy;
    }

    GrowthInit policy() {
        return policy;
    }
}
