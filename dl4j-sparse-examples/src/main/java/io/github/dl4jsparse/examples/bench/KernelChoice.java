package io.github.dl4jsparse.examples.bench;

/** Which sparse kernels are asked for. */
public enum KernelChoice {
    /** The Vector API where the JVM offers it, else plain Java. */
    AUTO,
    /** Plain Java. */
    SCALAR,
    /** The Vector API; the JVM needs {@code --add-modules jdk.incubator.vector}. */
    VECTOR
}
