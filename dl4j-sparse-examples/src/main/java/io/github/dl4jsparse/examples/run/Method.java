package io.github.dl4jsparse.examples.run;

import java.util.List;

/**
 * A training method that can be asked for by name.
 *
 * @param name its name
 * @param aliases other names that are understood
 * @param summary what it does, in one line
 * @param paper where it comes from
 * @param sparse whether the network is as sparse as asked from the first step on
 * @param firstWeights for how many inputs first weights are scaled where the settings leave it to the method
 * @param attachment how it is put on a network
 */
public record Method(
        String name,
        List<String> aliases,
        String summary,
        String paper,
        boolean sparse,
        FirstWeights firstWeights,
        MethodAttachment attachment) {

    /**
     * Keeps a copy of the names.
     *
     * @param name its name
     * @param aliases other names that are understood
     * @param summary what it does, in one line
     * @param paper where it comes from
     * @param sparse whether the network is as sparse as asked from the first step on
     * @param firstWeights for how many inputs first weights are scaled where the settings leave it to the method
     * @param attachment how it is put on a network
     */
    public Method {
        aliases = List.copyOf(aliases);
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
