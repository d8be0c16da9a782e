package io.github.dl4jsparse.examples.bench;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * What {@link ScaleBench} measures.
 *
 * @param arch units of each layer: inputs, at least one hidden layer, classes
 * @param connections of all hidden layers together, spread by Erdős–Rényi, positive
 * @param batch examples in a step, positive
 * @param steps how many, positive
 * @param interval steps between two updates of the topology, positive
 * @param threads of ND4J and of the sparse kernels, positive
 * @param seed of weights, patterns and examples
 * @param modelFile where to save the network to learn the size of the file, or null
 */
public record ScaleSettings(
        List<Integer> arch,
        long connections,
        int batch,
        int steps,
        int interval,
        int threads,
        long seed,
        Path modelFile) {

    /**
     * Checks the numbers.
     *
     * @param arch units of each layer: inputs, at least one hidden layer, classes
     * @param connections of all hidden layers together, spread by Erdős–Rényi, positive
     * @param batch examples in a step, positive
     * @param steps how many, positive
     * @param interval steps between two updates of the topology, positive
     * @param threads of ND4J and of the sparse kernels, positive
     * @param seed of weights, patterns and examples
     * @param modelFile where to save the network to learn the size of the file, or null
     */
    public ScaleSettings {
        arch = Arch.checked(arch, 3);
        Arch.checkBatch(batch);
        if (connections < 1 || steps < 1 || interval < 1) {
            throw new DL4JInvalidConfigException("The connections (" + connections + "), the steps (" + steps
                    + ") and the interval (" + interval + ") must be positive.");
        }
    }
}
