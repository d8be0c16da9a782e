package io.github.dl4jsparse.examples.bench;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * What {@link RewiringBench} measures.
 *
 * @param arch units of each layer, inputs first, classes last
 * @param batch examples in a step, positive
 * @param sparsity of each layer, in [0, 1)
 * @param interval steps between updates of the topology that shares are told for, positive
 * @param block steps in a turn, of which the last updates the topology, at least 2
 * @param threads of ND4J and of the sparse kernels, positive
 * @param rounds how often each network takes its turn
 * @param seed of weights and examples
 */
public record RewiringSettings(
        List<Integer> arch,
        int batch,
        double sparsity,
        int interval,
        int block,
        int threads,
        Rounds rounds,
        long seed) {

    /**
     * Checks the numbers.
     *
     * @param arch units of each layer, inputs first, classes last
     * @param batch examples in a step, positive
     * @param sparsity of each layer, in [0, 1)
     * @param interval steps between updates of the topology that shares are told for, positive
     * @param block steps in a turn, of which the last updates the topology, at least 2
     * @param threads of ND4J and of the sparse kernels, positive
     * @param rounds how often each network takes its turn
     * @param seed of weights and examples
     */
    public RewiringSettings {
        arch = Arch.checked(arch, 3);
        StepSettings.checkedSparsities(List.of(sparsity));
        Arch.checkBatch(batch);
        if (interval < 1 || block < 2) {
            throw new DL4JInvalidConfigException("The interval (" + interval + ") must be positive, and the steps of a"
                    + " turn (" + block + ") at least 2.");
        }
    }
}
