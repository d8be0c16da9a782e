package io.github.dl4jsparse.examples.bench;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a method's updates of the topology cost, or what is done besides at each of them.
 *
 * @param storage of the weights
 * @param method its name
 * @param interval steps between updates that shares are told for
 * @param block steps in a turn
 * @param still turns of the same network without updates
 * @param without turns without what is told the cost of: those without updates, or with updates that nobody watches
 * @param rewired turns with one update each
 * @param updates the part of each update that the method, or who watches it, takes at the end of a step
 */
public record RewiringTime(
        String storage,
        String method,
        int interval,
        int block,
        Timing still,
        Timing without,
        Timing rewired,
        Timing updates) {

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
        return median(i -> rewired.millis().get(i) - without.millis().get(i));
    }

    private double median(IntToDoubleFunction ofRound) {
        List<Double> each = IntStream.range(0, still.millis().size())
                .mapToDouble(ofRound)
                .boxed()
                .toList();
        return new Timing(method, each).median();
    }

    /**
     * What of it is not the method's own: the gradient of all places, if the method asks for it, and work that later steps do
     * again for the new topology.
     *
     * @return the median over the rounds, in milliseconds
     */
    public double restMillis() {
        return median(i -> rewired.millis().get(i)
                - without.millis().get(i)
                - updates.millis().get(i));
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
