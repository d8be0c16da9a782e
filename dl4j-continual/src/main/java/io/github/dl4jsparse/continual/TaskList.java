package io.github.dl4jsparse.continual;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/** Tasks that are all there. */
record TaskList(String name, List<Task> tasks) implements TaskStream {

    TaskList {
        tasks = List.copyOf(tasks);
        long ids = tasks.stream().map(Task::id).distinct().count();
        if (tasks.isEmpty() || ids < tasks.size()) {
            throw new IllegalArgumentException(
                    "The stream (" + name + ") must have at least one task, and each id once: "
                            + tasks.stream().map(Task::id).toList() + ".");
        }
    }

    @Override
    public Iterator<Task> iterator() {
        return tasks.iterator();
    }

    @Override
    public OptionalInt size() {
        return OptionalInt.of(tasks.size());
    }

    @Override
    public String toString() {
        return name;
    }
}
