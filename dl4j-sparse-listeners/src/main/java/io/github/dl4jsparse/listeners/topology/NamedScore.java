package io.github.dl4jsparse.listeners.topology;

/** A score that says what it is. */
record NamedScore(String name, boolean needsGradient, DropScore score) implements DropScore {

    @Override
    public double of(double value, double gradient) {
        return score.of(value, gradient);
    }

    @Override
    public String toString() {
        return name;
    }
}
