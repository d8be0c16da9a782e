package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.reparam.Reparameterization;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * A way in which layers learn masks, gates or powers of their own, that can be asked for by name.
 *
 * @param name its name
 * @param aliases other names that are understood
 * @param summary what it does, in one line
 * @param paper where it comes from
 * @param wrapsOutput whether the output layer is one of these layers too
 * @param topology what may change the topology of the stored weights beside it
 * @param options its settings
 * @param recipe makes it from the values of the settings
 */
public record LayerMethod(
        String name,
        List<String> aliases,
        String summary,
        String paper,
        boolean wrapsOutput,
        TopologyOnTop topology,
        List<LayerOption> options,
        Function<LayerValues, Reparameterization> recipe) {

    /**
     * Keeps copies of the lists.
     *
     * @param name its name
     * @param aliases other names that are understood
     * @param summary what it does, in one line
     * @param paper where it comes from
     * @param wrapsOutput whether the output layer is one of these layers too
     * @param topology what may change the topology of the stored weights beside it
     * @param options its settings
     * @param recipe makes it from the values of the settings
     */
    public LayerMethod {
        aliases = List.copyOf(aliases);
        options = List.copyOf(options);
    }

    /**
     * The method's settings.
     *
     * @param named the values that are not the usual ones, by their options' names
     * @return all values
     * @throws DL4JInvalidConfigException if the method has no option of a name
     */
    public LayerSettings settings(Map<String, String> named) {
        return new LayerSettings(
                name, OptionValues.of(owner(name), options, named).values());
    }

    static String owner(String method) {
        return "layer method (" + method + ")";
    }

    boolean isCalled(String word) {
        return name.equalsIgnoreCase(word) || aliases.stream().anyMatch(word::equalsIgnoreCase);
    }
}
