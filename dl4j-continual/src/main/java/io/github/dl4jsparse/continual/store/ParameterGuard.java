package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NestedLayers;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps parameters bit for bit through training, whatever momentum, Adam, weight decay or batch normalisation do: their gradient is
 * set to zero before the updater sees it, and after the step their bits are copied back from a snapshot. Nothing is multiplied.
 *
 * <p>Constraints are applied by DL4J after everything else in an iteration, so that a network which has any is refused.
 */
public final class ParameterGuard {

    private final NetworkView network;
    private final BitSet frozen = new BitSet();
    private INDArray snapshot;
    private boolean manyFrozen;
    private int[] few = {};

    /**
     * A guard that has frozen nothing yet.
     *
     * @param network the network that is trained
     */
    public ParameterGuard(NetworkView network) {
        this.network = network;
    }

    /** Lets go of everything. */
    public void release() {
        frozen.clear();
        snapshot = null;
    }

    /**
     * Freezes positions of a weight array, from now on at the values that they have now.
     *
     * @param site the array
     * @param positions which of it
     * @throws DL4JInvalidConfigException if a layer has constraints
     */
    public void freeze(ArraySite site, Mask positions) {
        positions.forEach(position -> frozen.set(Math.toIntExact(site.index(position))));
        begin();
    }

    /**
     * Freezes a whole parameter array.
     *
     * @param array a view of the network's parameters
     * @throws DL4JInvalidConfigException if a layer has constraints
     */
    public void freeze(INDArray array) {
        long start = array.offset() - network.params().offset();
        frozen.set(Math.toIntExact(start), Math.toIntExact(start + array.length()));
        begin();
    }

    /**
     * Freezes a range of the flat vector.
     *
     * @param from its first index
     * @param to the index after its last
     * @throws DL4JInvalidConfigException if a layer has constraints
     */
    public void freeze(long from, long to) {
        frozen.set(Math.toIntExact(from), Math.toIntExact(to));
        begin();
    }

    private void begin() {
        checkConstraints(network);
        snapshot = null; // taken at the next gradient, when everything has been frozen and written
    }

    /**
     * Checks that parameters of a network can be kept.
     *
     * @param network a network
     * @throws DL4JInvalidConfigException if a layer has constraints
     */
    public static void checkConstraints(NetworkView network) {
        network.layers().forEach((name, layer) -> {
            List<LayerConstraint> constraints = NestedLayers.of(layer.conf().getLayer()).stream()
                    .map(Layer::getConstraints)
                    .filter(Objects::nonNull)
                    .flatMap(List::stream)
                    .toList();
            if (!constraints.isEmpty()) {
                throw new DL4JInvalidConfigException("Layer (" + name + ") has constraints " + constraints
                        + ", which would change the parameters of earlier tasks after every step. Leave them out, or use"
                        + " weight decay.");
            }
        });
    }

    /**
     * Whether anything is frozen.
     *
     * @return false for a new guard
     */
    public boolean active() {
        return !frozen.isEmpty();
    }

    /** Removes the gradient of what is frozen, and remembers the parameters as they are before the step. */
    public void zeroGradient() {
        if (!active()) {
            return;
        }
        if (snapshot == null) {
            snapshot = network.params().dup();
            few = few(network.params().length());
        }
        overwrite(network.gradients(), null);
    }

    /** Gives what is frozen its bits back. */
    public void restore() {
        if (snapshot != null) {
            overwrite(network.params(), snapshot);
        }
    }

    /** The indices of whatever there is less of, frozen or free ones: what is many is copied as a whole. */
    private int[] few(long length) {
        manyFrozen = 2L * frozen.cardinality() > length;
        BitSet fewer = frozen;
        if (manyFrozen) {
            fewer = (BitSet) frozen.clone();
            fewer.flip(0, Math.toIntExact(length));
        }
        return fewer.stream().toArray();
    }

    private void overwrite(INDArray vector, INDArray source) {
        FlatArray numbers = FlatArray.of(vector);
        if (manyFrozen) {
            double[] free = new double[few.length];
            for (int i = 0; i < few.length; i++) {
                free[i] = numbers.get(few[i]);
            }
            if (source == null) {
                vector.assign(0);
            } else {
                vector.assign(source.reshape(vector.shape()));
            }
            for (int i = 0; i < few.length; i++) {
                numbers.set(few[i], free[i]);
            }
            return;
        }
        FlatArray from = source == null ? null : FlatArray.of(source);
        for (int index : few) {
            numbers.set(index, from == null ? 0 : from.get(index));
        }
    }
}
