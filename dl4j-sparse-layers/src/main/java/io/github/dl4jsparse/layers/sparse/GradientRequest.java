package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.function.Supplier;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/** The dense gradient of the one backward pass that was asked for. */
final class GradientRequest {

    private final Supplier<String> id;
    private boolean open;
    private KeptGradient kept;

    /**
     * No request yet.
     *
     * @param id names the layer in messages
     */
    GradientRequest(Supplier<String> id) {
        this.id = id;
    }

    void open() {
        open = true;
    }

    /** Answers an open request with a backward pass; what an earlier pass left is forgotten in any case. */
    void answer(Supplier<KeptGradient> pass) {
        kept = open ? pass.get() : null;
        open = false;
    }

    void release() {
        open = false;
        kept = null;
    }

    void forEach(PositionVisitor visitor) {
        if (kept == null) {
            throw new ND4JIllegalStateException("No backward pass of " + id.get()
                    + " was kept. Its gradient must be requested before the backward pass.");
        }
        kept.forEach(visitor);
    }
}
