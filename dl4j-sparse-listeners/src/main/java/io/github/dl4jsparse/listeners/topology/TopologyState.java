package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.MaskSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What must be known to continue a run exactly where it stopped, besides the network itself: written into the model file
 * by {@code SparseModels}.
 *
 * @param description the method, for messages
 * @param seed its seed
 * @param updates how many topology updates there were
 * @param pending whether an update at the end of an epoch waits for the gradient of the next step
 * @param clock steps and epochs since attachment
 * @param masks the masks of ordinary arrays
 * @param explored the positions that were ever active, of all arrays
 * @param parts what the parts of the method remember
 */
record TopologyState(
        String description,
        long seed,
        long updates,
        boolean pending,
        TrainingClock clock,
        MaskSet masks,
        MaskSet explored,
        PartStates parts) {

    /** The first form of the file, which knew no parts with memory. */
    private static final int WITHOUT_PARTS = 1;

    void writeTo(DataOutput out) throws IOException {
        out.writeUTF(description);
        out.writeLong(seed);
        out.writeLong(updates);
        out.writeBoolean(pending);
        clock.writeTo(out);
        masks.writeTo(out);
        explored.writeTo(out);
        parts.writeTo(out);
    }

    static TopologyState readFrom(DataInput in, int version) throws IOException {
        String description = in.readUTF();
        long seed = in.readLong();
        long updates = in.readLong();
        boolean pending = in.readBoolean();
        TrainingClock clock = new TrainingClock(null);
        clock.readFrom(in);
        return new TopologyState(
                description,
                seed,
                updates,
                pending,
                clock,
                MaskSet.readFrom(in),
                MaskSet.readFrom(in),
                version == WITHOUT_PARTS ? PartStates.none() : PartStates.readFrom(in));
    }
}
