package io.github.dl4jsparse.examples.bench;

/**
 * What a large network cost.
 *
 * @param arch units of each layer, such as {@code 784-1000-10}
 * @param places of all hidden weight matrices, connected or not
 * @param connections of the hidden layers
 * @param parameters of the network as DL4J counts them: values and indices of connections, biases, the output layer
 * @param buildMillis time to draw and build the network
 * @param steps time of each step, without its update of the topology
 * @param updates time of each update of the topology
 * @param memory the highest use of memory
 * @param inUse memory in use after the last step that was not there before the network
 * @param files sizes of the model file, or null if none was asked for
 */
public record ScaleResult(
        String arch,
        long places,
        long connections,
        long parameters,
        double buildMillis,
        Timing steps,
        Timing updates,
        MemoryPeak memory,
        MemoryUse inUse,
        ModelFileSizes files) {

    /** A number of bytes for each connection. */
    double perConnection(long bytes) {
        return (double) bytes / connections;
    }
}
