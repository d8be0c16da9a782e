package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A sparse network at one moment of its training.
 *
 * @param network a copy, without listeners
 * @param masks of its ordinary layers; truly sparse ones carry their own
 */
public record Ticket(Model network, MaskSet masks) {

    /**
     * A copy of a network as it is.
     *
     * @param network an initialised network
     * @return the copy, and the masks that hold
     * @throws DL4JInvalidConfigException if it is neither a {@code MultiLayerNetwork} nor a {@code ComputationGraph}
     */
    public static Ticket of(Model network) {
        Model copy = DetachedMemory.within(() -> copyOf(network));
        return new Ticket(copy, masksOf(network));
    }

    /**
     * A ticket from a file.
     *
     * @param file what {@code SparseModels} has saved
     * @return the ticket
     * @throws IOException if it cannot be read
     */
    public static Ticket load(Path file) throws IOException {
        Model network = SparseModels.load(file);
        return new Ticket(network, masksOf(network));
    }

    private static MaskSet masksOf(Model network) {
        return TopologyListener.of(network).map(TopologyListener::masks).orElse(new MaskSet(Map.of()));
    }

    private static Model copyOf(Model network) {
        if (network instanceof MultiLayerNetwork layered) {
            return layered.clone();
        }
        if (network instanceof ComputationGraph graph) {
            return graph.clone();
        }
        throw new DL4JInvalidConfigException(
                "The model (" + network + ") must be a MultiLayerNetwork or a ComputationGraph.");
    }
}
