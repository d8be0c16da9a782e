package io.github.dl4jsparse.examples.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What a method's updates of the topology cost.
 *
 * @param storage of the weights
 * @param method its name
 * @param interval steps between updates that shares are told for
 * @param block steps in a turn
 * @param still turns of the same network without updates
 * @param rewired turns with one update each
 * @param updates the part of each update that the method itself takes at the end of a step
 */
public record RewiringTime(
        String storage, String method, int interval, int block, Timing still, Timing rewired, Timing updates) {

    /**
     * A step without an update.
     *
     * @return the median, in milliseconds
     */
    public double stepMillis() {
        return still.median() / block;
    }

    /**
     * By how much an update makes the training longer, all that comes with it included.
     *
     * @return the median over the rounds of the difference of two turns, in milliseconds
     */
    public double extraMillis() {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < still.millis().size(); i++) {
            differences.add(rewired.millis().get(i) - still.millis().get(i));
        }
        return new Timing(method, differences).median();
    }

    /**
     * What of it is not the method's own: the gradient of all places, if the method asks for it, and work that later steps do
     * again for the new topology.
     *
     * @return milliseconds
     */
    public double gradientMillis() {
        return extraMillis() - updates.median();
    }

    /**
     * The cost of updates at the interval.
     *
     * @return the share by which training is longer than without updates
     */
    public double share() {
        return extraMillis() / (interval * stepMillis());
    }
}
