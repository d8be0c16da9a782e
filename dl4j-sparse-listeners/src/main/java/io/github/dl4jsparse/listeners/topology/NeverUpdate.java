package io.github.dl4jsparse.listeners.topology;

/** The schedule of a static sparse network. */
record NeverUpdate() implements UpdateSchedule {

    @Override
    public boolean due(TrainingMoment moment) {
        return false;
    }

    @Override
    public String toString() {
        return "never";
    }
}
