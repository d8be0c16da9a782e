package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.examples.run.LayerOption;
import io.github.dl4jsparse.examples.run.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * A strategy that can be asked for by name.
 *
 * @param name its name
 * @param summary what it does, in one line
 * @param paper where it comes from
 * @param separates whether each task has parameters of its own, so that the task must be told or inferred
 * @param options its settings
 * @param training how networks are trained under it, on tasks of a kind
 * @param recipe makes it from the values of the settings
 */
public record StrategyEntry(
        String name,
        String summary,
        String paper,
        boolean separates,
        List<LayerOption> options,
        Function<StreamKind, Training> training,
        Function<StrategyValues, List<ContinualStrategy>> recipe) {

    /**
     * Keeps a copy of the list.
     *
     * @param name its name
     * @param summary what it does, in one line
     * @param paper where it comes from
     * @param separates whether each task has parameters of its own
     * @param options its settings
     * @param training how networks are trained under it
     * @param recipe makes it from the values of the settings
     */
    public StrategyEntry {
        options = List.copyOf(options);
    }

    /**
     * The strategy's settings.
     *
     * @param named the values that are not the usual ones, by their options' names
     * @return all values
     * @throws DL4JInvalidConfigException if the strategy has no option of a name
     */
    public OptionValues values(Map<String, String> named) {
        return OptionValues.of("strategy (" + name + ")", options, named);
    }
}
