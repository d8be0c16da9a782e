package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.Scenario;

/** What makes tasks of a data set. */
public enum StreamKind {
    /** Two classes a task. */
    SPLIT(5, Scenario.CLASS_INCREMENTAL),

    /** All classes, each task with its inputs in another order. */
    PERMUTED(10, Scenario.DOMAIN_INCREMENTAL),

    /** All classes, each task turned further. */
    ROTATED(36, Scenario.DOMAIN_INCREMENTAL);

    private final int usualTasks;
    private final Scenario usualScenario;

    StreamKind(int usualTasks, Scenario usualScenario) {
        this.usualTasks = usualTasks;
        this.usualScenario = usualScenario;
    }

    /**
     * The number of tasks where none is named.
     *
     * @return a positive number
     */
    public int usualTasks() {
        return usualTasks;
    }

    /**
     * The scenario where none is named, for strategies that need not know the task.
     *
     * @return class-incremental where tasks have classes of their own
     */
    public Scenario usualScenario() {
        return usualScenario;
    }
}
