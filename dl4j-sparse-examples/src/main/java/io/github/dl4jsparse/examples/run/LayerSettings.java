package io.github.dl4jsparse.examples.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the layers of a run compute the weights that they use.
 *
 * @param method the name of one of {@link LayerMethods}, or {@link #NONE}
 * @param options the method's own settings, each by its name, those that were not named with their defaults
 */
public record LayerSettings(String method, Map<String, String> options) {

    /** The name that stands for layers which use the weights that they store. */
    public static final String NONE = "none";

    private static final LayerSettings PLAIN = new LayerSettings(NONE, Map.of());

    /**
     * Keeps a copy of the options, in their order.
     *
     * @param method the name of one of {@link LayerMethods}, or {@link #NONE}
     * @param options the method's own settings, each by its name, those that were not named with their defaults
     */
    public LayerSettings {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Ordinary layers.
     *
     * @return settings without a method
     */
    public static LayerSettings plain() {
        return PLAIN;
    }

    /**
     * Whether layers use the weights that they store.
     *
     * @return true if there is no method
     */
    public boolean arePlain() {
        return method.equals(NONE);
    }
}
