package io.github.dl4jsparse.continual;

/**
 * What a network is told when it is asked. Van de Ven and Tolias, <i>Three Scenarios for Continual Learning</i>, 2019.
 */
public enum Scenario {
    /** The task is known, and the answer is one of its classes. */
    TASK_INCREMENTAL,

    /** The task is not known; all tasks have the same classes. */
    DOMAIN_INCREMENTAL,

    /** The task is not known, and the answer is one of all classes that were learnt. */
    CLASS_INCREMENTAL
}
