package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * What is to become of one layer.
 *
 * @param part the layer in the old network
 * @param kind what it is converted by; null if it stays
 * @param replacement its truly sparse configuration; null if it stays
 * @param patterns the connections of each of its matrices; empty if it stays, and as long as that is not decided
 * @param places the number of its weights in dense matrices
 * @param connections how many of them are connections
 * @param reason of the decision
 * @param times if it was timed
 */
record LayerPlan(
        Part part,
        LayerKind kind,
        Layer replacement,
        List<CompressedPattern> patterns,
        long places,
        long connections,
        String reason,
        Optional<LayerTimes> times) {

    static LayerPlan stays(Part part, long places, long connections, String reason) {
        return new LayerPlan(part, null, null, List.of(), places, connections, reason, Optional.empty());
    }

    boolean converts() {
        return replacement != null;
    }

    double sparsity() {
        return (double) (places - connections) / places;
    }

    LayerPlan with(List<CompressedPattern> found) {
        return new LayerPlan(part, kind, replacement, found, places, connections, reason, times);
    }

    LayerPlan because(String why) {
        return new LayerPlan(part, kind, replacement, patterns, places, connections, why, times);
    }

    LayerPlan staysBecause(String why) {
        return new LayerPlan(part, null, null, List.of(), places, connections, why, times);
    }

    LayerPlan timed(LayerTimes measured) {
        return new LayerPlan(part, kind, replacement, patterns, places, connections, reason, Optional.of(measured));
    }

    LayerDecision decision() {
        String conf = part.inner().getClass().getSimpleName();
        return new LayerDecision(part.name(), conf, places, connections, converts(), reason, times);
    }
}
