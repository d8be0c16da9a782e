package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DenseMomentum;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;

/**
 * Parts of a method that are exchanged for others.
 *
 * @param drop which connections are given up
 * @param scope among which they are sought
 * @param grow where new ones grow
 * @param redistribution how many grow in each array
 */
public record PartSettings(DropRule drop, DropScope scope, GrowRule grow, RedistributionRule redistribution) {

    private static final PartSettings USUAL =
            new PartSettings(DropRule.BY_METHOD, DropScope.LOCAL, GrowRule.BY_METHOD, RedistributionRule.BY_METHOD);
    private static final double MOMENTUM = 0.9;

    /**
     * The method as it is.
     *
     * @return settings that exchange nothing
     */
    public static PartSettings usual() {
        return USUAL;
    }

    /**
     * Whether nothing is exchanged.
     *
     * @return true for the method as it is
     */
    public boolean areUsual() {
        return equals(USUAL);
    }

    /** Exchanges the parts. */
    void applyTo(DynamicSparseTraining method, TrainingOutline outline) {
        DenseMomentum momentum = DenseMomentum.sgd(MOMENTUM);
        if (drop != DropRule.BY_METHOD || scope == DropScope.GLOBAL) {
            method.drop(drop.criterion(scope, outline));
        }
        if (grow != GrowRule.BY_METHOD) {
            method.grow(grow.criterion(momentum));
        }
        if (redistribution != RedistributionRule.BY_METHOD) {
            method.redistribution(redistribution.rule(momentum));
        }
    }
}
