package io.github.dl4jsparse.listeners.topology;

/** A drop fraction that says what it is, in logs and saved runs. */
record NamedFraction(String name, DropFraction rule) implements DropFraction {

    @Override
    public double at(double progress) {
        return rule.at(progress);
    }

    @Override
    public String toString() {
        return name;
    }
}
