package io.github.dl4jsparse.layers.convert;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;

/**
 * A converted network, and what was decided of each layer.
 *
 * @param <N> the kind of network
 * @param network the new network
 * @param layers a decision for each layer with weights, in the network's order
 */
public record Sparsified<N extends Model>(N network, List<LayerDecision> layers) {

    /**
     * Keeps a copy of the list.
     *
     * @param network the new network
     * @param layers a decision for each layer with weights, in the network's order
     */
    public Sparsified {
        layers = List.copyOf(layers);
    }

    /**
     * What was decided of a layer.
     *
     * @param name the layer's name
     * @return the decision; empty if no layer with weights has this name
     */
    public Optional<LayerDecision> layer(String name) {
        return layers.stream().filter(decision -> decision.layer().equals(name)).findFirst();
    }

    /**
     * The decisions as text, for logs.
     *
     * @return a line for each layer
     */
    public String describe() {
        return layers.stream().map(Sparsified::line).collect(Collectors.joining("\n"));
    }

    private static String line(LayerDecision decision) {
        return String.format(
                Locale.ROOT,
                "%s (%s): %s, %d of %d connections, sparsity %.4f. %s",
                decision.layer(),
                decision.kind(),
                decision.converted() ? "converted" : "left as it is",
                decision.connections(),
                decision.places(),
                decision.sparsity(),
                decision.reason());
    }
}
