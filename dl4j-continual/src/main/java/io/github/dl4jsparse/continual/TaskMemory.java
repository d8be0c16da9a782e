package io.github.dl4jsparse.continual;

/**
 * What is stored for one task besides the parameters that all tasks share, in bytes.
 *
 * @param masks its masks, a bit for each position
 * @param masksCompressed its masks as they are saved
 * @param parameters its own parameters: head, biases, normalisation
 * @param importances numbers that say how much parameters matter to it
 * @param examples stored examples
 */
public record TaskMemory(long masks, long masksCompressed, long parameters, long importances, long examples) {

    /**
     * Nothing.
     *
     * @return all zero
     */
    public static TaskMemory none() {
        return new TaskMemory(0, 0, 0, 0, 0);
    }

    /**
     * All together, masks as they are saved.
     *
     * @return bytes
     */
    public long bytes() {
        return masksCompressed + parameters + importances + examples;
    }

    /**
     * The memory of two strategies.
     *
     * @param other that of the other
     * @return the sum
     */
    public TaskMemory plus(TaskMemory other) {
        return new TaskMemory(
                masks + other.masks,
                masksCompressed + other.masksCompressed,
                parameters + other.parameters,
                importances + other.importances,
                examples + other.examples);
    }
}
