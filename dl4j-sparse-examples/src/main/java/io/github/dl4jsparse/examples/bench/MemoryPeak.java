package io.github.dl4jsparse.examples.bench;

/**
 * The highest use of memory that was seen.
 *
 * @param heap bytes of Java objects in use, by the JVM's own account; garbage counts until it is collected
 * @param offHeap bytes of the process in physical memory that are not Java objects in use, the highest of the samples:
 *     ND4J's arrays, and also the JVM itself and the free part of its heap, so an upper bound
 */
public record MemoryPeak(long heap, long offHeap) {}
