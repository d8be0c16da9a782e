package io.github.dl4jsparse.listeners.checkpoint;

import io.github.dl4jsparse.layers.kernel.KernelBackend;
import io.github.dl4jsparse.layers.sparse.SparseParamInitializer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.buffer.DataType;

/** Which loops of the library a network's numbers come from: others round in another order. */
final class UsedKernels {

    private static final String NONE = "";

    private UsedKernels() {}

    /** The name of the back-end, empty for a network that is not computed by one. */
    static String of(NetworkView network) {
        boolean any = network.params().dataType() == DataType.FLOAT
                && network.layers().values().stream().anyMatch(UsedKernels::holdsPattern);
        return any ? KernelBackend.name() : NONE;
    }

    /** By its parameters, which wrappers show as well, frozen ones and {@code Bidirectional} included. */
    private static boolean holdsPattern(Layer layer) {
        return layer.numParams() > 0
                && layer.paramTable(false).keySet().stream()
                        .anyMatch(key -> key.endsWith(SparseParamInitializer.PATTERN));
    }

    /** What to tell about a network that was saved under one back-end and goes on under another. */
    static Optional<String> difference(String saved, String now) {
        if (saved.equals(now) || saved.equals(NONE) || now.equals(NONE)) {
            return Optional.empty();
        }
        return Optional.of("The network was saved by a run with the kernels (" + saved + ") and is loaded under (" + now
                + "). It goes on to rounding, not bit for bit. For the same bits use the same CPU, --add-modules"
                + " jdk.incubator.vector as before, and the same -D" + KernelBackend.PROPERTY + ".");
    }
}
