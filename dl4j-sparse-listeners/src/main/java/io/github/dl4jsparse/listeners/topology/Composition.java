package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import java.util.function.Consumer;

/** The parts of a method, as {@link DynamicSparseTraining} has put them together. */
record Composition(
        String name,
        DropCriterion drop,
        GrowthCriterion grow,
        GrowthInit init,
        UpdateSchedule schedule,
        DropFraction fraction,
        CountRounding rounding,
        boolean excludeJustDropped,
        Horizon horizon,
        Long seed,
        SparsityDistribution distribution,
        boolean sparseOutput,
        boolean independentDraw,
        boolean sparsityAwareInit,
        Consumer<TopologyUpdate> observer) {

    boolean needsGradient() {
        return drop.needsGradient() || grow.needsGradient() || init.needsGradient();
    }

    boolean isStatic() {
        return schedule instanceof NeverUpdate;
    }

    /** What a saved run says of its method. */
    String description() {
        return name + " [drop " + drop + ", grow " + grow + ", grown at " + init + ", " + schedule + ", fraction "
                + fraction + (horizon == null ? "" : ", " + horizon.length() + " " + horizon.unit()) + "]";
    }
}
