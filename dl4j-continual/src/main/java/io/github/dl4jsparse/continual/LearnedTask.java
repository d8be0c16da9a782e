package io.github.dl4jsparse.continual;

import java.util.SortedSet;

/**
 * A task that a learner has learnt.
 *
 * @param id what it is called by
 * @param classes the outputs of the network that are its classes
 * @param seconds how long learning it took
 */
public record LearnedTask(int id, SortedSet<Integer> classes, double seconds) {}
