package io.github.dl4jsparse.examples.bench;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * What {@link WrappedBench} measures.
 *
 * @param size inputs and units of the layer, both positive
 * @param batch examples in a step, positive
 * @param members names of {@link WrappedMembers#all}
 * @param threads of ND4J, positive
 * @param rounds how often
 * @param seed of weights and examples
 */
public record WrappedSettings(
        List<Integer> size, int batch, List<String> members, int threads, Rounds rounds, long seed) {

    /**
     * Checks the numbers and names.
     *
     * @param size inputs and units of the layer, both positive
     * @param batch examples in a step, positive
     * @param members names of {@link WrappedMembers#all}
     * @param threads of ND4J, positive
     * @param rounds how often
     * @param seed of weights and examples
     */
    public WrappedSettings {
        if (size.size() != 2 || size.stream().anyMatch(units -> units < 1)) {
            throw new DL4JInvalidConfigException("The size " + size
                    + " of the layer must be two positive numbers, inputs and units, as in 1000x1000.");
        }
        Arch.checkBatch(batch);
        for (String member : members) {
            if (!WrappedMembers.all().containsKey(member)) {
                throw new DL4JInvalidConfigException("There is no member (" + member + "). Choose among "
                        + String.join(", ", WrappedMembers.all().keySet()) + ".");
            }
        }
        size = List.copyOf(size);
        members = List.copyOf(members);
    }

    String name() {
        return size.get(0) + "x" + size.get(1);
    }
}
