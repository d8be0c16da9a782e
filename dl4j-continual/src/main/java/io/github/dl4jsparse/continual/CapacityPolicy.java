package io.github.dl4jsparse.continual;

/** What happens when a task finds no free connection in a layer. */
public enum CapacityPolicy {
    /** The task learns what is its own anyway (head, biases, normalisation, scores) over the connections of earlier tasks. */
    HEAD_ONLY,

    /** The task is refused; what was learnt before stays as it was. */
    FAIL
}
