package io.github.dl4jsparse.listeners.topology;

/** A schedule that says what it is. */
record NamedDensity(String name, DensitySchedule schedule) implements DensitySchedule {

    @Override
    public double at(double progress) {
        return schedule.at(progress);
    }

    @Override
    public String toString() {
        return name;
    }
}
