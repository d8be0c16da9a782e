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
 * @param attachment how it is put on a network
 */
public record Method(
        String name, List<String> aliases, String summary, String paper, boolean sparse, MethodAttachment attachment) {

    /**
     * Keeps a copy of the names.
     *
     * @param name its name
     * @param aliases other names that are understood
     * @param summary what it does, in one line
     * @param paper where it comes from
     * @param sparse whether the network is as sparse as asked from the first step on
     * @param attachment how it is put on a network
     */
    public Method {
        aliases = List.copyOf(aliases);
    }

    boolean isCalled(String word) {
        return name.equalsIgnoreCase(word) || aliases.stream().anyMatch(word::equalsIgnoreCase);
    }
}
