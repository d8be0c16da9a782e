package io.github.dl4jsparse.listeners.topology;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Counts steps and epochs from attachment and tells how much of the horizon is over. With a horizon in epochs the
 * progress within an epoch is known once a first epoch has shown how many steps it has; until then it stands still.
 */
final class TrainingClock {

    private final Horizon horizon;
    private long step;
    private int epoch;
    private long stepInEpoch;
    private long stepsPerEpoch;

    TrainingClock(Horizon horizon) {
        this.horizon = horizon;
    }

    /** Goes on from another clock's counts, with its own horizon. */
    void continueFrom(TrainingClock other) {
        step = other.step;
        epoch = other.epoch;
        stepInEpoch = other.stepInEpoch;
        stepsPerEpoch = other.stepsPerEpoch;
    }

    void stepDone() {
        step++;
        stepInEpoch++;
    }

    void epochStarts() {
        stepInEpoch = 0;
    }

    void epochDone() {
        epoch++;
        stepsPerEpoch = stepInEpoch;
        stepInEpoch = 0;
    }

    TrainingMoment now(boolean epochEnd) {
        return new TrainingMoment(step, epoch, epochEnd, progress(step, stepInEpoch));
    }

    /** The moment after the step that is being made. */
    TrainingMoment afterThisStep() {
        return new TrainingMoment(step + 1, epoch, false, progress(step + 1, stepInEpoch + 1));
    }

    private double progress(long steps, long inEpoch) {
        if (horizon == null) {
            return Double.NaN;
        }
        double within = stepsPerEpoch == 0 ? 0 : Math.min(1, (double) inEpoch / stepsPerEpoch);
        double done = horizon.unit() == Horizon.Unit.STEPS ? steps : epoch + within;
        return Math.min(1, done / horizon.length());
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(step);
        out.writeInt(epoch);
        out.writeLong(stepInEpoch);
        out.writeLong(stepsPerEpoch);
    }

    void readFrom(DataInput in) throws IOException {
        step = in.readLong();
        epoch = in.readInt();
        stepInEpoch = in.readLong();
        stepsPerEpoch = in.readLong();
    }
}
