package io.github.dl4jsparse.listeners.topology;

/** A schedule that says what it is, in logs and saved runs. */
record NamedSchedule(String name, UpdateSchedule rule, double end) implements UpdateSchedule {

    @Override
    public boolean due(TrainingMoment moment) {
        return rule.due(moment);
    }

    @Override
    public String toString() {
        return name;
    }
}
