package io.github.dl4jsparse.continual;

/** Which outputs take part in the softmax while a task is learnt. */
public enum LossScope {
    /** All outputs of the network, as plain DL4J trains. */
    ALL,

    /** The classes of this task and of all earlier ones. A single class has no gradient. */
    SEEN,

    /** The classes of this task: each task has a head of its own, even in one output layer. A single class has no gradient. */
    TASK
}
