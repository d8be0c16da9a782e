package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.random.RandomStream;

/**
 * A sign for each position of a weight array, drawn once and for all; dormant positions have theirs too. It follows
 * from seed, name and position, so that nothing is stored.
 */
final class FixedSigns {

    private final RandomStream bits;

    FixedSigns(long seed, String weight) {
        bits = RandomStream.of(seed, "sign " + weight);
    }

    /** +1 or -1. */
    int of(long position) {
        return bits.at(position) < 0 ? -1 : 1;
    }
}
