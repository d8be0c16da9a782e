package io.github.dl4jsparse.examples.bench;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Architectures: the units of each layer, inputs first. */
final class Arch {

    private Arch() {}

    static List<Integer> checked(List<Integer> arch, int atLeast) {
        if (arch.size() < atLeast || arch.stream().anyMatch(units -> units < 1)) {
            throw new DL4JInvalidConfigException("The architecture " + arch + " must name at least (" + atLeast
                    + ") positive numbers of units, inputs first. An example: 784-300-10.");
        }
        return List.copyOf(arch);
    }

    static String name(List<Integer> arch) {
        return arch.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    static void checkBatch(int batch) {
        if (batch < 1) {
            throw new DL4JInvalidConfigException("The batch size (" + batch + ") must be positive.");
        }
    }
}
