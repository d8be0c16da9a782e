package io.github.dl4jsparse.continual;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A task that a learner has learnt.
 *
 * @param id what it is called by
 * @param classes the outputs of the network that are its classes
 * @param seconds how long learning it took
 */
public record LearnedTask(int id, SortedSet<Integer> classes, double seconds) {

    /**
     * Keeps a copy of the classes.
     *
     * @param id what it is called by
     * @param classes the outputs of the network that are its classes
     * @param seconds how long learning it took
     */
    public LearnedTask {
        classes = Collections.unmodifiableSortedSet(new TreeSet<>(classes));
    }
}
