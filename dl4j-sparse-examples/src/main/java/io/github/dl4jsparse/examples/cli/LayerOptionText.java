package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.run.LayerSettings;
import java.util.stream.Collectors;

/** The settings of a layer method as they are typed, defaults included. */
final class LayerOptionText {

    private LayerOptionText() {}

    static String of(LayerSettings layers) {
        return layers.options().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(","));
    }
}
