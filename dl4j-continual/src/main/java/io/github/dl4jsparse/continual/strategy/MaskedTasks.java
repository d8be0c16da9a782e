package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.continual.store.SharedWeights;
import io.github.dl4jsparse.continual.store.TaskMaskStore;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tasks that are a mask over shared weights each, and some parameters of their own. */
final class MaskedTasks {

    private final Learning learning;
    private final TaskMaskStore masks = new TaskMaskStore();
    private final TaskParameters own;

    /** With the names of the arrays of which each task has its own. */
    MaskedTasks(Learning learning, Set<String> own) {
        this.learning = learning;
        this.own = new TaskParameters(own);
    }

    TaskMaskStore masks() {
        return masks;
    }

    TaskParameters own() {
        return own;
    }

    /** Keeps what the network is now as the present task, instead of what it was before if it is learnt again. */
    void keep(MaskSet used) {
        masks.keep(learning.task().id(), used);
        own.keep(learning.task().id(), learning.network());
    }

    void install(int task, NetworkView plain) {
        Map<String, INDArray> shared = TaskParameters.arrays(learning.network());
        TaskParameters.arrays(plain).forEach((name, array) -> array.assign(shared.get(name)));
        SharedWeights.install(masks.get(task), learning.network(), plain);
        own.install(task, plain);
    }

    TaskMemory memory(int task) {
        long compressed = masks.compressedBytes() / Math.max(1, masks.tasks().size());
        long heads = headBytes(learning, own, task);
        return new TaskMemory(masks.bytes(task), compressed, heads, own.bytes(task) - heads, 0, 0);
    }

    static long headBytes(Learning learning, TaskParameters own, int task) {
        String head = OutputHead.of(learning.plain()).name();
        return own.bytes(task, TaskParameters.ofLayer(learning.plain(), head).names());
    }

    Map<String, Double> capacity() {
        return masks.capacity();
    }

    void writeState(DataOutputStream out) throws IOException {
        masks.writeTo(out);
        own.writeTo(out);
    }

    void readState(DataInputStream in) throws IOException {
        masks.readFrom(in);
        own.readFrom(in);
    }
}
