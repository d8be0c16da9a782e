package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.PatternStore;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/**
 * The pattern that a run-time layer keeps among its parameters.
 *
 * <p>Others change parameters without a word (loading, averaging, copying). So they are compared with the pattern at hand
 * each time, and read again where they differ.
 */
final class StoredPattern {

    private final Layer layer;
    private final Supplier<String> id;
    private final String key;
    private CompressedPattern pattern;

    /**
     * A pattern not read yet.
     *
     * @param layer the layer with the parameters
     * @param id names the layer in messages
     * @param key of the parameter that holds it
     */
    StoredPattern(Layer layer, Supplier<String> id, String key) {
        this.layer = layer;
        this.id = id;
        this.key = key;
    }

    private INDArray vector() {
        return layer.getParam(key);
    }

    /** The pattern that the parameters hold now, the same object until they change; averages are rounded in place. */
    CompressedPattern read(long nIn, long nOut) {
        if (pattern == null || !PatternStore.holds(pattern, vector())) {
            CompressedPattern read = parse((int) nIn, (int) nOut);
            PatternStore.write(read, vector());
            pattern = read;
        }
        return pattern;
    }

    private CompressedPattern parse(int nIn, int nOut) {
        try {
            return PatternStore.read(nIn, nOut, vector());
        } catch (IllegalArgumentException e) {
            throw new ND4JIllegalStateException(
                    "The parameters of " + id.get() + " hold no valid pattern: "
                            + e.getMessage()
                            + " Maybe workers with different connections were averaged, or the parameters of"
                            + " another network were set?",
                    e);
        }
    }

    /** Writes another pattern of the same size and number of connections as the old one, which was {@link #read}. */
    void replace(CompressedPattern old, CompressedPattern next) {
        if (next.nIn() != old.nIn() || next.nOut() != old.nOut() || next.connections() != old.connections()) {
            throw new IllegalArgumentException("The new pattern (" + next + ") of " + id.get()
                    + " must have the size and number of connections of the old one (" + old + ").");
        }
        PatternStore.write(next, vector());
        pattern = next;
    }
}
