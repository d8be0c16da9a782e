package io.github.dl4jsparse.examples.run;

import java.util.List;

/**
 * A training method that can be asked for by name.
 *
 * @param name its name
 * @param aliases other names that are understood
 * @param summary what it does, in one line
 * @param paper where it comes from
 * @param start with how many connections it starts
 * @param firstWeights for how many inputs first weights are scaled where the settings leave it to the method
 * @param usual its settings where nothing else is said
 * @param validates whether it looks at examples that are held out of the training
 * @param movesBudget whether arrays gain or lose connections for good, for which truly sparse layers have no room
 * @param attachment how it is put on a network
 */
public record Method(
        String name,
        List<String> aliases,
        String summary,
        String paper,
        StartingTopology start,
        FirstWeights firstWeights,
        UsualSettings usual,
        boolean validates,
        boolean movesBudget,
        MethodAttachment attachment) {

    /**
     * Keeps a copy of the names.
     *
     * @param name its name
     * @param aliases other names that are understood
     * @param summary what it does, in one line
     * @param paper where it comes from
     * @param start with how many connections it starts
     * @param firstWeights for how many inputs first weights are scaled where the settings leave it to the method
     * @param usual its settings where nothing else is said
     * @param validates whether it looks at examples that are held out of the training
     * @param movesBudget whether arrays gain or lose connections for good, for which truly sparse layers have no room
     * @param attachment how it is put on a network
     */
    public Method {
        aliases = List.copyOf(aliases);
    }

    /** A method that starts with the connections asked for and has the usual settings. */
    static Method of(
            String name, String summary, String paper, FirstWeights firstWeights, MethodAttachment attachment) {
        return new Method(
                name,
                List.of(),
                summary,
                paper,
                StartingTopology.AS_ASKED,
                firstWeights,
                UsualSettings.common(),
                false,
                false,
                attachment);
    }

    Method called(String... further) {
        return new Method(
                name, List.of(further), summary, paper, start, firstWeights, usual, validates, movesBudget, attachment);
    }

    Method starting(StartingTopology other) {
        return new Method(
                name, aliases, summary, paper, other, firstWeights, usual, validates, movesBudget, attachment);
    }

    Method usually(UsualSettings other) {
        return new Method(
                name, aliases, summary, paper, start, firstWeights, other, validates, movesBudget, attachment);
    }

    Method validating() {
        return new Method(name, aliases, summary, paper, start, firstWeights, usual, true, movesBudget, attachment);
    }

    Method movingBudget() {
        return new Method(name, aliases, summary, paper, start, firstWeights, usual, validates, true, attachment);
    }

    /**
     * Whether the method leaves connections out at some time.
     *
     * @return false for dense training
     */
    public boolean sparse() {
        return start != StartingTopology.DENSE;
    }

    /**
     * Whether truly sparse layers can hold the method's connections.
     *
     * @return false if it starts with more than it keeps, or moves them between arrays
     */
    public boolean fitsTrulySparseLayers() {
        return start == StartingTopology.AS_ASKED && !movesBudget;
    }

    /**
     * For how many inputs the first weights of a run are scaled.
     *
     * @param settings of the run
     * @return as the settings ask, or as suits the method
     */
    public FirstWeights firstWeights(RunSettings settings) {
        FirstWeights asked = settings.topology().firstWeights();
        if (asked != FirstWeights.BY_METHOD) {
            return asked;
        }
        // the roots of a dense network's weights stay its weights
        LayerSettings layers = settings.layers();
        boolean roots =
                !layers.arePlain() && LayerMethods.named(layers.method()).topology() == TopologyOnTop.NOT_FROM_ZERO;
        return roots ? FirstWeights.DENSE : firstWeights;
    }

    boolean isCalled(String word) {
        return name.equalsIgnoreCase(word) || aliases.stream().anyMatch(word::equalsIgnoreCase);
    }
}
