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
    private final ConnectionKeys keys;
    private CompressedPattern pattern;

    /**
     * A pattern not read yet.
     *
     * @param layer the layer with the parameters
     * @param id names the layer in messages
     * @param keys where the parameters are
     */
    StoredPattern(Layer layer, Supplier<String> id, ConnectionKeys keys) {
        this.layer = layer;
        this.id = id;
        this.keys = keys;
    }

    private INDArray inputs() {
        return layer.getParam(keys.inputs());
    }

    private INDArray fanIn() {
        return layer.getParam(keys.fanIn());
    }

    /** The pattern that the parameters hold now, the same object until they change; averages are rounded in place. */
    CompressedPattern read(long nIn) {
        if (pattern == null || !PatternStore.holds(pattern, inputs(), fanIn())) {
            CompressedPattern read = parse((int) nIn);
            PatternStore.write(read, inputs(), fanIn());
            pattern = read;
        }
        return pattern;
    }

    private CompressedPattern parse(int nIn) {
        try {
            return PatternStore.read(nIn, inputs(), fanIn());
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
        PatternStore.write(next, inputs(), fanIn());
        pattern = next;
    }
}
