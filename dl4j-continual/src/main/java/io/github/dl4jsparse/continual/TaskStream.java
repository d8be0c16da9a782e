package io.github.dl4jsparse.continual;

import java.util.List;
import java.util.OptionalInt;

/**
 * Tasks one after the other. How many there are need not be known: a stream may make its tasks as they are asked for.
 */
public interface TaskStream extends Iterable<Task> {

    /**
     * What tables and files call it.
     *
     * @return such as {@code split-mnist}
     */
    String name();

    /**
     * The number of tasks.
     *
     * @return empty if it is not known; by default it is not
     */
    default OptionalInt size() {
        return OptionalInt.empty();
    }

    /**
     * A list of your own.
     *
     * @param name what tables and files call it
     * @param tasks in the order in which they are learnt
     * @return a stream of these tasks
     * @throws IllegalArgumentException if there is none or an id stands twice
     */
    static TaskStream of(String name, List<Task> tasks) {
        return new TaskList(name, tasks);
    }
}
