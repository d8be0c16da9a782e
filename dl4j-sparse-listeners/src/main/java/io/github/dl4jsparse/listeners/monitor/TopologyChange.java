package io.github.dl4jsparse.listeners.monitor;

/**
 * What has changed in the connections of an array since the report before.
 *
 * @param dropped connections that are gone
 * @param grown connections that are new
 * @param droppedJustGrown those among the dropped ones that were new at the change before
 */
public record TopologyChange(long dropped, long grown, long droppedJustGrown) {

    /** Nothing has changed. */
    public static final TopologyChange NONE = new TopologyChange(0, 0, 0);

    TopologyChange plus(TopologyChange other) {
        return new TopologyChange(
                dropped + other.dropped, grown + other.grown, droppedJustGrown + other.droppedJustGrown);
    }

    /**
     * The share of just grown connections among those that were dropped: growth that came to nothing.
     *
     * @return in [0, 1]; 0 if nothing was dropped
     */
    public double droppedJustGrownShare() {
        return dropped == 0 ? 0 : (double) droppedJustGrown / dropped;
    }
}
