package io.github.dl4jsparse.examples.run;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * The values of a method's settings, as they were typed.
 *
 * @param owner whose settings they are, such as {@code layer method (dst)}
 * @param values each by its name, those that were not named with their defaults
 */
public record OptionValues(String owner, Map<String, String> values) {

    /**
     * Keeps a copy of the values, in their order.
     *
     * @param owner whose settings they are
     * @param values each by its name
     */
    public OptionValues {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The values of settings of which some were named.
     *
     * @param owner whose settings they are
     * @param options all there are
     * @param named the values that are not the usual ones, by their options' names
     * @return all values
     * @throws DL4JInvalidConfigException if there is no option of a name
     */
    public static OptionValues of(String owner, List<LayerOption> options, Map<String, String> named) {
        Map<String, String> values = new LinkedHashMap<>();
        options.forEach(option -> values.put(option.name(), option.usual()));
        named.forEach((option, value) -> {
            if (!values.containsKey(option)) {
                throw new DL4JInvalidConfigException(
                        "The " + owner + " has no option (" + option + "). " + known(options));
            }
            values.put(option, value);
        });
        return new OptionValues(owner, values);
    }

    private static String known(List<LayerOption> options) {
        return options.isEmpty()
                ? "It has none."
                : "Its options and their defaults are "
                        + options.stream()
                                .map(option -> option.name() + "=" + option.usual())
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    /**
     * A value as it was typed.
     *
     * @param option its name
     * @return its text
     */
    public String text(String option) {
        return values.get(option);
    }

    /**
     * A number.
     *
     * @param option its name
     * @return its value
     * @throws DL4JInvalidConfigException if it is none
     */
    public double number(String option) {
        try {
            return Double.parseDouble(text(option));
        } catch (NumberFormatException e) {
            throw bad(option, "a number");
        }
    }

    /**
     * A whole number.
     *
     * @param option its name
     * @return its value
     * @throws DL4JInvalidConfigException if it is none
     */
    public int whole(String option) {
        try {
            return Integer.parseInt(text(option));
        } catch (NumberFormatException e) {
            throw bad(option, "a whole number");
        }
    }

    /**
     * Numbers with colons between them.
     *
     * @param option its name
     * @return their values
     * @throws DL4JInvalidConfigException if one is no number
     */
    public double[] numbers(String option) {
        try {
            return Arrays.stream(text(option).split(":", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw bad(option, "numbers with colons between them");
        }
    }

    /**
     * True or false.
     *
     * @param option its name
     * @return its value
     * @throws DL4JInvalidConfigException if it is neither
     */
    public boolean flag(String option) {
        return choice(option, "true", "false").equals("true");
    }

    /**
     * One of some words.
     *
     * @param option its name
     * @param words that may stand there, in any case
     * @return one of them
     * @throws DL4JInvalidConfigException if it is another one
     */
    public String choice(String option, String... words) {
        return Arrays.stream(words)
                .filter(word -> word.equalsIgnoreCase(text(option)))
                .findFirst()
                .orElseThrow(() -> bad(option, "one of " + List.of(words)));
    }

    private DL4JInvalidConfigException bad(String option, String kind) {
        return new DL4JInvalidConfigException("The value (" + text(option) + ") of the option (" + option + ") of the "
                + owner + " must be " + kind + ".");
    }
}
