package io.github.dl4jsparse.listeners.topology;

import java.util.List;

/**
 * What one update has changed in a network's topology.
 *
 * @param number how many updates came before
 * @param step finished parameter updates, counted from attachment
 * @param epoch finished epochs, counted from attachment
 * @param fraction the drop fraction
 * @param changes one for each weight array that was due
 */
public record TopologyUpdate(long number, long step, int epoch, double fraction, List<Change> changes) {

    /**
     * Keeps a copy of the changes.
     *
     * @param number how many updates came before
     * @param step finished parameter updates, counted from attachment
     * @param epoch finished epochs, counted from attachment
     * @param fraction the drop fraction
     * @param changes one for each weight array that was due
     */
    public TopologyUpdate {
        changes = List.copyOf(changes);
    }

    /**
     * What has changed in one weight array.
     *
     * @param name the array's name
     * @param dropped connections that are gone; those that were dropped and grown again at once do not count
     * @param grown connections that are new
     * @param connections active positions afterwards
     */
    public record Change(String name, long dropped, long grown, long connections) {}
}
