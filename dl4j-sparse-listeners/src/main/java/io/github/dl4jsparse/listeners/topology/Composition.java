package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a method, as {@link DynamicSparseTraining} has put them together. */
record Composition(
        String name,
        DropCriterion drop,
        GrowthCriterion grow,
        GrowthInit init,
        Redistribution redistribution,
        DensitySchedule density,
        UpdateSchedule schedule,
        DropFraction fraction,
        CountRounding rounding,
        boolean excludeJustDropped,
        Horizon horizon,
        Long seed,
        SparsityDistribution distribution,
        MaskSet topology,
        boolean sparseOutput,
        boolean independentDraw,
        boolean sparsityAwareInit,
        Consumer<TopologyUpdate> observer,
        List<MethodPart> further) {

    /** Without further parts. */
    Composition(
            String name,
            DropCriterion drop,
            GrowthCriterion grow,
            GrowthInit init,
            Redistribution redistribution,
            DensitySchedule density,
            UpdateSchedule schedule,
            DropFraction fraction,
            CountRounding rounding,
            boolean excludeJustDropped,
            Horizon horizon,
            Long seed,
            SparsityDistribution distribution,
            MaskSet topology,
            boolean sparseOutput,
            boolean independentDraw,
            boolean sparsityAwareInit,
            Consumer<TopologyUpdate> observer) {
        this(
                name,
                drop,
                grow,
                init,
                redistribution,
                density,
                schedule,
                fraction,
                rounding,
                excludeJustDropped,
                horizon,
                seed,
                distribution,
                topology,
                sparseOutput,
                independentDraw,
                sparsityAwareInit,
                observer,
                List.of());
    }

    /** The parts that may ask for something, each once. */
    List<MethodPart> all() {
        return Stream.concat(Stream.of(drop, grow, init, redistribution), further.stream())
                .map(MethodPart.class::cast)
                .distinct()
                .toList();
    }

    boolean needsGradient() {
        return all().stream().anyMatch(MethodPart::needsGradient);
    }

    boolean needsActiveGradient() {
        return all().stream().anyMatch(MethodPart::needsActiveGradient);
    }

    boolean needsEveryGradient() {
        return all().stream().anyMatch(MethodPart::needsEveryGradient);
    }

    boolean needsActivations() {
        return all().stream().anyMatch(MethodPart::needsActivations);
    }

    boolean movesBudget() {
        return density != null || all().stream().anyMatch(MethodPart::movesBudget);
    }

    boolean isStatic() {
        return schedule instanceof NeverUpdate;
    }

    /** What a saved run says of its method. */
    String description() {
        return name + " [drop " + word(drop) + ", grow " + word(grow) + ", grown at " + word(init) + ", "
                + (redistribution instanceof NoRedistribution ? "" : word(redistribution) + ", ")
                + (density == null ? "" : "density " + word(density) + ", ")
                + word(schedule)
                + ", fraction " + word(fraction)
                + (further.isEmpty()
                        ? ""
                        : further.stream().map(Composition::word).collect(Collectors.joining(", ", ", ", "")))
                + (horizon == null ? "" : ", " + horizon.length() + " " + horizon.unit()) + "]";
    }

    /** A part's own words; its class where it has none, since lambdas and identities differ from JVM to JVM. */
    private static String word(Object part) {
        String own = part.toString();
        if (part.getClass().isHidden()) {
            return "a lambda";
        }
        return own.startsWith(part.getClass().getName() + "@") ? part.getClass().getSimpleName() : own;
    }
}
