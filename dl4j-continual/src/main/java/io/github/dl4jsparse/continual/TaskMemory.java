package io.github.dl4jsparse.continual;

/**
 * What is stored for one task besides the parameters that all tasks share, in bytes.
 *
 * @param masks its masks, a bit for each position
 * @param masksCompressed its masks as they are saved
 * @param heads its own output weights and their biases
 * @param parameters its other own parameters: biases, normalisation; a share of a generator
 * @param importances numbers that say how much parameters matter to it
 * @param examples stored examples
 */
public record TaskMemory(
        long masks, long masksCompressed, long heads, long parameters, long importances, long examples) {

    /**
     * Without a head of its own.
     *
     * @param masks its masks, a bit for each position
     * @param masksCompressed its masks as they are saved
     * @param parameters its own parameters
     * @param importances numbers that say how much parameters matter to it
     * @param examples stored examples
     */
    public TaskMemory(long masks, long masksCompressed, long parameters, long importances, long examples) {
        this(masks, masksCompressed, 0, parameters, importances, examples);
    }

    /**
     * Nothing.
     *
     * @return all zero
     */
    public static TaskMemory none() {
        return new TaskMemory(0, 0, 0, 0, 0, 0);
    }

    /**
     * All together, masks as they are saved.
     *
     * @return bytes
     */
    public long bytes() {
        return masksCompressed + heads + parameters + importances + examples;
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
                heads + other.heads,
                parameters + other.parameters,
                importances + other.importances,
                examples + other.examples);
    }

    /**
     * A part of what is stored for several tasks together.
     *
     * @param tasks how many there are; 1 for less
     * @return each kind divided by the number
     */
    public TaskMemory share(int tasks) {
        long parts = Math.max(1, tasks);
        return new TaskMemory(
                masks / parts,
                masksCompressed / parts,
                heads / parts,
                parameters / parts,
                importances / parts,
                examples / parts);
    }
}
