package io.github.dl4jsparse.listeners.topology;

/** How a fraction of a number of connections becomes a whole number. */
public enum CountRounding {
    /** {@code floor(f n + 1e-9)}: SET, RigL. */
    FLOOR,
    /** {@code ceil(f n - 1e-9)}: the code of SNFS, ITOP and GraNet. */
    CEILING;

    private static final double TOLERANCE = 1e-9;

    /**
     * The whole number.
     *
     * @param fraction in [0, 1]
     * @param count a number of connections
     * @return {@code fraction * count}, rounded; products that are whole but for the rounding of doubles stay whole
     */
    public long of(double fraction, long count) {
        double exact = fraction * count;
        return (long) (this == FLOOR ? Math.floor(exact + TOLERANCE) : Math.ceil(exact - TOLERANCE));
    }
}
