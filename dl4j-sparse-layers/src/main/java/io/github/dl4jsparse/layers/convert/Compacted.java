package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.mask.MaskSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;

/**
 * A network without dead units, and what that saved.
 *
 * @param <N> the kind of network
 * @param network the new network
 * @param masks those that were given, without the places of removed units
 * @param layers of the network with weights, in its order
 */
public record Compacted<N extends Model>(N network, MaskSet masks, List<LayerSaving> layers) {

    /**
     * Keeps a copy of the list.
     *
     * @param network the new network
     * @param masks those that were given, without the places of removed units
     * @param layers of the network with weights, in its order
     */
    public Compacted {
        layers = List.copyOf(layers);
    }

    /**
     * What was saved in a layer.
     *
     * @param name the layer's name
     * @return empty if no layer with weights has this name
     */
    public Optional<LayerSaving> layer(String name) {
        return layers.stream().filter(saving -> saving.layer().equals(name)).findFirst();
    }

    /**
     * The units that are gone.
     *
     * @return a number
     */
    public long unitsSaved() {
        return layers.stream().mapToLong(s -> s.units() - s.unitsLeft()).sum();
    }

    /**
     * The parameters that are gone.
     *
     * @return a number
     */
    public long parametersSaved() {
        return layers.stream()
                .mapToLong(s -> s.parameters() - s.parametersLeft())
                .sum();
    }

    /**
     * The multiply-adds for one example that are gone.
     *
     * @return a number
     */
    public long multiplyAddsSaved() {
        return layers.stream()
                .mapToLong(s -> s.multiplyAdds() - s.multiplyAddsLeft())
                .sum();
    }

    /**
     * The savings as text, for logs.
     *
     * @return a line for each layer
     */
    public String describe() {
        return layers.stream()
                .map(s -> String.format(
                                Locale.ROOT,
                                "%s: %d of %d units, %d of %d parameters, %d of %d multiply-adds left. %s",
                                s.layer(),
                                s.unitsLeft(),
                                s.units(),
                                s.parametersLeft(),
                                s.parameters(),
                                s.multiplyAddsLeft(),
                                s.multiplyAdds(),
                                s.note())
                        .strip())
                .collect(Collectors.joining("\n"));
    }
}
