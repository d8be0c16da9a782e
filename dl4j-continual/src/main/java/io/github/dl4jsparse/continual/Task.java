package io.github.dl4jsparse.continual;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * One task of a sequence.
 *
 * @param id what it is called by, at least 0; each id is learnt once
 * @param classes the outputs of the network that are its classes, ascending, at least one
 * @param train its training examples; labels are one-hot over all outputs of the network. It must be able to start again
 * @param test its test examples, of the same form
 */
public record Task(int id, SortedSet<Integer> classes, DataSetIterator train, DataSetIterator test) {

    /**
     * Checks what can be checked without a network.
     *
     * @param id what it is called by
     * @param classes the outputs of the network that are its classes
     * @param train its training examples
     * @param test its test examples
     * @throws IllegalArgumentException if the id is negative, there is no class, a class is negative, or an iterator is missing or
     *     cannot start again
     */
    public Task {
        classes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(classes));
        if (id < 0) {
            throw new IllegalArgumentException("The id (" + id + ") of a task must not be negative.");
        }
        if (classes.isEmpty() || classes.first() < 0) {
            throw new IllegalArgumentException(
                    "The classes " + classes + " of task (" + id + ") must be at least one output of the network.");
        }
        if (train == null || test == null) {
            throw new IllegalArgumentException(
                    "Task (" + id + ") has training examples (" + train + ") and test examples (" + test
                            + "), and needs both. Test examples may be an iterator over none.");
        }
        if (!train.resetSupported() || !test.resetSupported()) {
            throw new IllegalArgumentException("The iterators of task (" + id
                    + ") must be able to start again. Maybe collect the examples in a ListDataSetIterator?");
        }
    }

    /**
     * A task of any classes.
     *
     * @param id what it is called by
     * @param classes the outputs of the network that are its classes
     * @param train its training examples
     * @param test its test examples
     * @return the task
     * @throws IllegalArgumentException as the constructor does
     */
    public static Task of(int id, Collection<Integer> classes, DataSetIterator train, DataSetIterator test) {
        return new Task(id, new TreeSet<>(classes), train, test);
    }

    @Override
    public String toString() {
        return "task " + id + " " + classes;
    }
}
