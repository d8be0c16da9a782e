package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.convert.LayerDecision;
import java.util.List;

/**
 * A pruned network beside what it was converted to.
 *
 * @param output times of {@code net.output}
 * @param fit times of {@code net.fit}
 * @param conversion times of the conversion to truly sparse layers; one only if layers were timed for it
 * @param back times of the conversion back
 * @param difference the largest difference between the two networks' outputs
 * @param layers what was decided of each layer
 */
public record ConvertResult(
        Comparison output,
        Comparison fit,
        Timing conversion,
        Timing back,
        double difference,
        List<LayerDecision> layers) {

    /**
     * Keeps a copy of the list.
     *
     * @param output times of {@code net.output}
     * @param fit times of {@code net.fit}
     * @param conversion times of the conversion to truly sparse layers; one only if layers were timed for it
     * @param back times of the conversion back
     * @param difference the largest difference between the two networks' outputs
     * @param layers what was decided of each layer
     */
    public ConvertResult {
        layers = List.copyOf(layers);
    }

    /**
     * The number of layers that were converted.
     *
     * @return at most the number of layers with weights
     */
    public long converted() {
        return layers.stream().filter(LayerDecision::converted).count();
    }
}
