package io.github.dl4jsparse.layers.mask;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/**
 * The masks of a network's weight arrays, by the arrays' names ({@code layer_parameter}, such as {@code dense0_W}), in the
 * network's order. Immutable.
 *
 * @param masks the mask of each array
 */
public record MaskSet(Map<String, Mask> masks) {

    /**
     * Keeps a copy of the map, in its order.
     *
     * @param masks the mask of each array
     */
    public MaskSet {
        masks = Collections.unmodifiableMap(new LinkedHashMap<>(masks));
    }

    /**
     * The names of the arrays.
     *
     * @return in the network's order
     */
    public Set<String> names() {
        return masks.keySet();
    }

    /**
     * The mask of an array.
     *
     * @param name the array's name
     * @return its mask
     * @throws IllegalArgumentException if there is no array of this name
     */
    public Mask get(String name) {
        Mask mask = masks.get(name);
        if (mask == null) {
            throw new IllegalArgumentException(
                    "There is no mask of the weight array (" + name + "). The masks are of " + masks.keySet() + ".");
        }
        return mask;
    }

    /**
     * The active positions of all arrays together.
     *
     * @return their number
     */
    public long count() {
        return masks.values().stream().mapToLong(Mask::count).sum();
    }

    /**
     * The positions of all arrays together.
     *
     * @return their number
     */
    public long size() {
        return masks.values().stream().mapToLong(Mask::universe).sum();
    }

    /**
     * The share of active positions over all arrays.
     *
     * @return in [0, 1]; 1 when there is no array
     */
    public double density() {
        return size() == 0 ? 1 : (double) count() / size();
    }

    /**
     * Similarity over all arrays: {@code |A and B| / |A or B|}, 1 when both are empty.
     *
     * @param other masks of the same arrays
     * @return in [0, 1]
     * @throws IllegalArgumentException if the names or the shapes differ
     */
    public double jaccard(MaskSet other) {
        long common = sum(other, (a, b) -> a.and(b).count());
        long union = count() + other.count() - common;
        return union == 0 ? 1 : (double) common / union;
    }

    /**
     * The number of positions in which two sets differ.
     *
     * @param other masks of the same arrays
     * @return between 0 and {@link #size()}
     * @throws IllegalArgumentException if the names or the shapes differ
     */
    public long hamming(MaskSet other) {
        return sum(other, Mask::hamming);
    }

    private long sum(MaskSet other, ToLongBiFunction<Mask, Mask> measure) {
        if (!names().equals(other.names())) {
            throw new IllegalArgumentException(
                    "The masks of " + names() + " cannot be compared with those of " + other.names() + ".");
        }
        return masks.entrySet().stream()
                .mapToLong(e -> measure.applyAsLong(e.getValue(), other.get(e.getKey())))
                .sum();
    }

    /**
     * Writes names and masks in their compact form.
     *
     * @param out where to
     * @throws IOException if writing fails
     */
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(masks.size());
        for (Map.Entry<String, Mask> entry : masks.entrySet()) {
            out.writeUTF(entry.getKey());
            entry.getValue().writeTo(out);
        }
    }

    /**
     * Reads what {@link #writeTo} has written.
     *
     * @param in where from
     * @return an equal set
     * @throws IOException if reading fails or the bytes are no masks
     */
    public static MaskSet readFrom(DataInput in) throws IOException {
        int arrays = in.readInt();
        if (arrays < 0) {
            throw new IOException("The masks are damaged: their number is (" + arrays + ").");
        }
        Map<String, Mask> masks = new LinkedHashMap<>();
        for (int i = 0; i < arrays; i++) {
            masks.put(in.readUTF(), Mask.readFrom(in));
        }
        return new MaskSet(masks);
    }
}
