package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Several tickets superposed into one of the same sparsity: their weights are averaged and each array is pruned back
 * to its number of connections by magnitude, ties by ascending index. All other parameters are means. Yin et al.,
 * <i>Superposing Many Tickets into One</i> (Sup-tickets), UAI 2022. What batch normalisation knows of its inputs is no
 * longer right then: {@link BatchNormStatistics#estimate}.
 */
public final class SuperTicket {

    private SuperTicket() {}

    /** How weights of different topologies are averaged. */
    public enum Averaging {
        /**
         * Connection independent: the mean over all tickets, a missing connection being 0. A running mean, {@code w_k
         * = w_(k-1) + (w - w_(k-1)) / k}, comes to the same.
         */
        CIMA,
        /** Connection aware: the mean over the tickets that have the connection. */
        CAA
    }

    /**
     * Superposes tickets.
     *
     * @param tickets of one training, at least one; they are not changed
     * @param averaging how
     * @return a new network without listeners, and its masks, with as many connections in each array as the first
     *     ticket
     * @throws DL4JInvalidConfigException if there is no ticket, or their arrays differ
     */
    public static Ticket of(List<Ticket> tickets, Averaging averaging) {
        if (tickets.isEmpty()) {
            throw new DL4JInvalidConfigException("There is no ticket to superpose. Maybe no refinement has ended yet?");
        }
        Map<String, AveragedWeight> sums = new LinkedHashMap<>();
        for (Ticket ticket : tickets) {
            Ticket copy = copyOf(ticket);
            for (SparseWeight weight : open(copy)) {
                sums.computeIfAbsent(
                                weight.name(),
                                name -> new AveragedWeight(weight.active().count()))
                        .add(weight);
            }
        }
        Ticket result = copyOf(tickets.get(0));
        NetworkView network = NetworkView.of(result.network());
        averageParameters(network, tickets);
        Map<String, Mask> masks = new LinkedHashMap<>();
        result.masks()
                .masks()
                .forEach((name, mask) -> masks.put(
                        name, Mask.ofActive(mask.shape(), sums.get(name).positions(averaging, tickets.size()))));
        Ticket pruned = new Ticket(result.network(), new MaskSet(masks));
        for (SparseWeight weight : open(pruned)) {
            sums.get(weight.name()).writeTo(weight, averaging, tickets.size());
        }
        return pruned;
    }

    private static Ticket copyOf(Ticket ticket) {
        return new Ticket(Ticket.of(ticket.network()).network(), ticket.masks());
    }

    private static List<SparseWeight> open(Ticket ticket) {
        return NetworkWeights.of(NetworkView.of(ticket.network())).open(ticket.masks());
    }

    /** Patterns of truly sparse layers and their values belong to connections, and are written apart. */
    private static void averageParameters(NetworkView network, List<Ticket> tickets) {
        List<Map<String, Layer>> others = new ArrayList<>();
        tickets.forEach(ticket -> others.add(NetworkView.of(ticket.network()).layers()));
        network.layers().forEach((name, layer) -> {
            List<String> ofConnections = CompressedLayer.within(layer).stream()
                    .flatMap(sparse -> sparse.matrices().stream())
                    .map(matrix -> matrix.shape(name).parameter())
                    .toList();
            layer.paramTable(false).forEach((key, array) -> {
                boolean pattern =
                        !ofConnections.isEmpty() && layer.conf().getLayer().getUpdaterByParam(key) instanceof NoOp;
                if (!ofConnections.contains(key) && !(pattern && !key.equals("b"))) {
                    INDArray sum = array.dup().assign(0);
                    others.forEach(net -> sum.addi(net.get(name).getParam(key)));
                    array.assign(sum.divi(tickets.size()));
                }
            });
        });
    }
}
