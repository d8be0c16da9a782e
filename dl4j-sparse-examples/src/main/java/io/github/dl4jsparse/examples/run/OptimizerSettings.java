package io.github.dl4jsparse.examples.run;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * How weights are trained.
 *
 * @param updater which updater
 * @param rate the learning rate at the start, positive
 * @param rateDrops after how many epochs the rate is divided by 10, each time
 * @param l2 coefficient of the L2 penalty, 0 for none
 */
public record OptimizerSettings(Optimizer updater, double rate, List<Integer> rateDrops, double l2) {

    private static final double DIVISOR = 10;

    /**
     * Checks the numbers.
     *
     * @param updater which updater
     * @param rate the learning rate at the start, positive
     * @param rateDrops after how many epochs the rate is divided by 10, each time
     * @param l2 coefficient of the L2 penalty, 0 for none
     */
    public OptimizerSettings {
        rateDrops = List.copyOf(rateDrops);
        if (!(rate > 0 && Double.isFinite(rate))) {
            throw new DL4JInvalidConfigException("The learning rate (" + rate + ") must be a positive number.");
        }
        if (!(l2 >= 0 && Double.isFinite(l2))) {
            throw new DL4JInvalidConfigException("The L2 coefficient (" + l2 + ") must not be negative.");
        }
        if (rateDrops.stream().anyMatch(epoch -> epoch < 1)) {
            throw new DL4JInvalidConfigException(
                    "The rate drops " + rateDrops + " must be numbers of finished epochs, from 1"
                            + " on. A lower rate from the beginning is said by the rate itself.");
        }
    }

    /**
     * Nesterovs with momentum 0.9 and a rate of 0.05, dropped after half and after 70 % of the epochs.
     *
     * @param epochs the length of the run
     * @return the settings; for 10 epochs the rate drops after 5 and 7
     */
    public static OptimizerSettings defaults(int epochs) {
        return new OptimizerSettings(Optimizer.NESTEROVS, Optimizer.NESTEROVS.usualRate(), usualDrops(epochs), 0);
    }

    /**
     * After half and after 70 % of the epochs, to the nearest one and the next one.
     *
     * @param epochs the length of the run
     * @return two numbers of epochs, from 1 on
     */
    public static List<Integer> usualDrops(int epochs) {
        return List.of(Math.max(1, (epochs + 1) / 2), Math.max(1, (7 * epochs + 9) / 10));
    }

    /**
     * The rate in an epoch.
     *
     * @param epoch finished epochs
     * @return {@code rate / 10^(number of drops so far)}
     */
    public double rateIn(int epoch) {
        int drops = (int) rateDrops.stream().filter(after -> after <= epoch).count();
        return rate / Math.pow(DIVISOR, drops);
    }

    /**
     * DL4J's updater with these settings.
     *
     * @return a new one
     */
    public IUpdater toUpdater() {
        MapSchedule.Builder schedule = new MapSchedule.Builder(ScheduleType.EPOCH).add(0, rate);
        rateDrops.forEach(after -> schedule.add(after, rateIn(after)));
        return updater.updater(schedule.build());
    }
}
