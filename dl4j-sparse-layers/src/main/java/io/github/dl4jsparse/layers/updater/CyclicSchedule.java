package io.github.dl4jsparse.layers.updater;

import java.util.Locale;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that stays, and from a moment on falls again and again: {@code high - (high - low) t}, {@code t =
 * ((now - start) mod period) / period}. Each cycle ends near a minimum of its own, which ensembles and averages of
 * networks are made of. Yin et al.,
 * <i>Superposing Many Tickets into One</i> (Sup-tickets), UAI 2022, with cycles of 8 epochs in the last tenth of the
 * training.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class CyclicSchedule implements ISchedule {

    private static final long serialVersionUID = 1L;

    @JsonProperty
    private final ScheduleType scheduleType;

    @JsonProperty
    private final double before;

    @JsonProperty
    private final int start;

    @JsonProperty
    private final int period;

    @JsonProperty
    private final double high;

    @JsonProperty
    private final double low;

    /**
     * The schedule.
     *
     * @param scheduleType whether start and period count iterations or epochs
     * @param before the rate before the first cycle
     * @param start when the first cycle begins, not negative
     * @param period the length of a cycle, positive
     * @param high the rate at the beginning of a cycle
     * @param low the rate that its end comes near, at most {@code high}
     * @throws DL4JInvalidConfigException if a number is out of its range
     */
    @JsonCreator
    public CyclicSchedule(
            @JsonProperty("scheduleType") ScheduleType scheduleType,
            @JsonProperty("before") double before,
            @JsonProperty("start") int start,
            @JsonProperty("period") int period,
            @JsonProperty("high") double high,
            @JsonProperty("low") double low) {
        if (start < 0 || period <= 0) {
            throw new DL4JInvalidConfigException("A cycle cannot begin at (" + start + ") and last (" + period
                    + "): the first must not be negative, the second positive.");
        }
        if (!(low >= 0 && low <= high && before >= 0)) {
            throw new DL4JInvalidConfigException("The rates (before " + before + ", high " + high + ", low " + low
                    + ") must not be negative, and low not above high.");
        }
        this.scheduleType = Objects.requireNonNull(scheduleType);
        this.before = before;
        this.start = start;
        this.period = period;
        this.high = high;
        this.low = low;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        int now = scheduleType == ScheduleType.EPOCH ? epoch : iteration;
        return now < start ? before : high - (high - low) * ((now - start) % period) / period;
    }

    @Override
    public ISchedule clone() {
        return this; // nothing in it changes
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CyclicSchedule that
                && scheduleType == that.scheduleType
                && start == that.start
                && period == that.period
                && Double.compare(before, that.before) == 0
                && Double.compare(high, that.high) == 0
                && Double.compare(low, that.low) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheduleType, before, start, period, high, low);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "CyclicSchedule(%s, %s until %d, then %s to %s every %d)",
                scheduleType,
                before,
                start,
                high,
                low,
                period);
    }
}
