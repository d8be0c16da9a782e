package io.github.dl4jsparse.layers.convert;

import org.nd4j.linalg.learning.config.Adam;

/** Somebody's own updater. */
class SpecialAdam extends Adam {

    private static final long serialVersionUID = 1;

    SpecialAdam() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof SpecialAdam && super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public SpecialAdam clone() {
        return new SpecialAdam();
    }
}
