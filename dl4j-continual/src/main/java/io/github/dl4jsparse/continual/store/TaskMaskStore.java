package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The masks of tasks: which positions of each weight array belong to each of them. Their union is what has been used so far. Saved
 * by {@link MaskCompression}.
 */
public final class TaskMaskStore {

    private final Map<Integer, MaskSet> masks = new LinkedHashMap<>();

    /** A store without masks. */
    public TaskMaskStore() {}

    /**
     * The tasks that have masks.
     *
     * @return their ids, in the order in which they came
     */
    public Set<Integer> tasks() {
        return java.util.Collections.unmodifiableSet(masks.keySet());
    }

    /**
     * Adds the masks of a task.
     *
     * @param task its id
     * @param set its masks
     * @throws IllegalStateException if the task has masks already
     * @throws IllegalArgumentException if the arrays or their shapes are not those of the other tasks
     */
    public void put(int task, MaskSet set) {
        if (masks.containsKey(task)) {
            throw new IllegalStateException("Task (" + task + ") has masks already.");
        }
        keep(task, set);
    }

    /**
     * Puts the masks of a task in the place of earlier ones, if it has some.
     *
     * @param task its id
     * @param set its masks
     * @throws IllegalArgumentException if the arrays or their shapes are not those of the other tasks
     */
    public void keep(int task, MaskSet set) {
        masks.values().stream().findFirst().ifPresent(other -> other.hamming(set));
        masks.put(task, set);
    }

    /**
     * The masks of a task.
     *
     * @param task its id
     * @return its masks
     * @throws IndexOutOfBoundsException if it has none
     */
    public MaskSet get(int task) {
        MaskSet set = masks.get(task);
        if (set == null) {
            throw new IndexOutOfBoundsException(
                    "There are no masks of task (" + task + "). Tasks " + masks.keySet() + " have some.");
        }
        return set;
    }

    /**
     * What the tasks have used together of an array.
     *
     * @param array its name
     * @param shape its shape
     * @return the union; empty without tasks
     */
    public Mask union(String array, long... shape) {
        Mask used = Mask.empty(shape);
        for (MaskSet set : masks.values()) {
            used = used.or(set.get(array));
        }
        return used;
    }

    /**
     * The share of each array that the tasks have used together.
     *
     * @return by the names of the arrays, in [0, 1]
     */
    public Map<String, Double> capacity() {
        Map<String, Double> used = new LinkedHashMap<>();
        masks.values().stream()
                .findFirst()
                .ifPresent(first -> first.masks()
                        .forEach((name, mask) ->
                                used.put(name, union(name, mask.shape()).density())));
        return used;
    }

    /**
     * How similar the masks of two tasks are: {@code |A and B| / |A or B|}.
     *
     * @param one the id of a task
     * @param other the id of another
     * @return in [0, 1]
     * @throws IndexOutOfBoundsException if one of them has no masks
     */
    public double overlap(int one, int other) {
        return get(one).jaccard(get(other));
    }

    /**
     * The size of a task's masks, a bit for each position.
     *
     * @param task its id
     * @return bytes
     * @throws IndexOutOfBoundsException if it has none
     */
    public long bytes(int task) {
        return get(task).masks().values().stream()
                .mapToLong(mask -> (mask.universe() + 7) / 8)
                .sum();
    }

    /**
     * The size of all masks as they are saved.
     *
     * @return bytes
     */
    public long compressedBytes() {
        return MaskCompression.compress(masks).length;
    }

    /**
     * Writes all masks, compressed.
     *
     * @param out to write to
     * @throws IOException if writing fails
     */
    public void writeTo(DataOutputStream out) throws IOException {
        byte[] bytes = MaskCompression.compress(masks);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads what {@link #writeTo} has written, instead of what is there.
     *
     * @param in to read from
     * @throws IOException if reading fails
     */
    public void readFrom(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        Map<Integer, MaskSet> read = MaskCompression.expand(bytes);
        masks.clear();
        masks.putAll(read);
    }
}
