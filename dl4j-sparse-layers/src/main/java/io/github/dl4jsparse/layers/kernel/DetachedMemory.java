package io.github.dl4jsparse.layers.kernel;

import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Runs code whose arrays must belong to no ND4J workspace, so that they live as long as they are referenced. */
public final class DetachedMemory {

    private DetachedMemory() {}

    /**
     * Runs code outside of all workspaces of this thread, and returns to them.
     *
     * @param <T> what the code returns
     * @param code the code
     * @return its result
     */
    @SuppressWarnings("try") // the scope is there to be closed, nothing else
    public static <T> T within(Supplier<T> code) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return code.get();
        }
    }
}
