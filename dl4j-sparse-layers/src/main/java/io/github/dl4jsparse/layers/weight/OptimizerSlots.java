package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.kernel.Rewiring;
import io.github.dl4jsparse.layers.updater.Smet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The updater's state of single weights: reads it, writes it, renews it.
 *
 * <p>DL4J keeps the state of neighbouring parameters with equal updaters in one block: all first slots, then all second
 * ones. A weight is addressed by its index in the network's flat parameter vector.
 *
 * <table>
 * <caption>Slots of DL4J's updaters</caption>
 * <tr><th>updater</th><th>slots</th><th>fresh value</th></tr>
 * <tr><td>Sgd, NoOp</td><td>none</td><td></td></tr>
 * <tr><td>Nesterovs</td><td>v</td><td>0</td></tr>
 * <tr><td>Adam, Nadam</td><td>m, v</td><td>0</td></tr>
 * <tr><td>AMSGrad</td><td>m, v, vHat</td><td>0</td></tr>
 * <tr><td>AdaMax</td><td>m, u</td><td>0</td></tr>
 * <tr><td>{@link Smet}</td><td>m, v, age</td><td>0</td></tr>
 * <tr><td>AdaDelta</td><td>msg, msdx</td><td>0</td></tr>
 * <tr><td>AdaGrad</td><td>sum of squares</td><td>1e-6, AdaGrad's default epsilon</td></tr>
 * <tr><td>RmsProp</td><td>mean of squares</td><td>the updater's epsilon</td></tr>
 * </table>
 *
 * <p>Weight decay, L1 and L2 have no state.
 */
public final class OptimizerSlots {

    private static final Map<Class<? extends IUpdater>, ToDoubleFunction<IUpdater>> FRESH = Map.ofEntries(
            Map.entry(Sgd.class, u -> 0),
            Map.entry(NoOp.class, u -> 0),
            Map.entry(Nesterovs.class, u -> 0),
            Map.entry(Adam.class, u -> 0),
            Map.entry(Nadam.class, u -> 0),
            Map.entry(AMSGrad.class, u -> 0),
            Map.entry(AdaMax.class, u -> 0),
            Map.entry(AdaDelta.class, u -> 0),
            Map.entry(Smet.class, u -> 0),
            // whatever epsilon it is configured with
            Map.entry(AdaGrad.class, u -> AdaGrad.DEFAULT_ADAGRAD_EPSILON),
            Map.entry(RmsProp.class, u -> ((RmsProp) u).getEpsilon()));

    private record Block(long start, long end, long stateStart, int slots, double fresh) {}

    private final List<Block> blocks;
    private final FlatArray state;

    private OptimizerSlots(List<Block> blocks, FlatArray state) {
        this.blocks = blocks;
        this.state = state;
    }

    /**
     * The slots of a range of a network's parameters. They are those of the network's present updater: to be asked for
     * again when the network was given another.
     *
     * @param network the network; its updater is created if there is none yet
     * @param from the first index in the flat parameter vector
     * @param to the index after the last
     * @param layer the layer's name, for messages
     * @return the slots
     * @throws DL4JInvalidConfigException if the updater of one of these parameters is not among those of the table above
     */
    public static OptimizerSlots of(NetworkView network, long from, long to, String layer) {
        BaseMultiLayerUpdater<?> updater = network.updater();
        List<Block> blocks = new ArrayList<>();
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            if (block.getParamOffsetEnd() > from && block.getParamOffsetStart() < to) {
                blocks.add(open(block, layer));
            }
        }
        boolean stateless = updater.getStateViewArray() == null;
        return new OptimizerSlots(blocks, stateless ? null : FlatArray.of(updater.getStateViewArray()));
    }

    private static Block open(UpdaterBlock block, String layer) {
        UpdaterBlock.ParamState first = block.getLayersAndVariablesInBlock().get(0);
        IUpdater config = first.getLayer().getConfig().getUpdaterByParam(first.getParamName());
        ToDoubleFunction<IUpdater> fresh = FRESH.get(config.getClass());
        if (fresh == null) {
            throw new DL4JInvalidConfigException("The updater ("
                    + config.getClass().getName() + ") of layer (" + layer
                    + ") keeps a state that is not known here, so that connections cannot be renewed. Use one of "
                    + FRESH.keySet().stream().map(Class::getSimpleName).sorted().toList() + ".");
        }
        int length = block.getParamOffsetEnd() - block.getParamOffsetStart();
        int stateLength = block.getUpdaterViewOffsetEnd() - block.getUpdaterViewOffsetStart();
        return new Block(
                block.getParamOffsetStart(),
                block.getParamOffsetEnd(),
                block.getUpdaterViewOffsetStart(),
                stateLength / length,
                fresh.applyAsDouble(config));
    }

    /**
     * The number of slots of a weight.
     *
     * @param index its index in the flat parameter vector
     * @return 0 to 3
     */
    public int count(long index) {
        return block(index).slots;
    }

    /**
     * Reads a slot.
     *
     * @param index the weight's index in the flat parameter vector
     * @param slot the number of the slot, below {@link #count}
     * @return its value
     */
    public double get(long index, int slot) {
        return state.get(at(block(index), index, slot));
    }

    /**
     * Writes a slot.
     *
     * @param index the weight's index in the flat parameter vector
     * @param slot the number of the slot, below {@link #count}
     * @param value its new value
     */
    public void set(long index, int slot, double value) {
        state.set(at(block(index), index, slot), value);
    }

    /**
     * Writes what the updater's own initialisation writes to all slots of a weight.
     *
     * @param index the weight's index in the flat parameter vector
     */
    public void renew(long index) {
        Block block = block(index);
        for (int slot = 0; slot < block.slots; slot++) {
            state.set(at(block, index, slot), block.fresh);
        }
    }

    /** Moves all slots of a weight array along with its connections; the slots of new connections are fresh. */
    void carry(long from, Rewiring rewiring) {
        Block block = block(from);
        for (int slot = 0; slot < block.slots; slot++) {
            state.carry(at(block, from, slot), rewiring, growth -> block.fresh);
        }
    }

    private Block block(long index) {
        for (Block block : blocks) {
            if (index >= block.start && index < block.end) {
                return block;
            }
        }
        throw new IndexOutOfBoundsException("The parameter (" + index + ") lies outside of these slots.");
    }

    private static long at(Block block, long index, int slot) {
        return block.stateStart + slot * (block.end - block.start) + index - block.start;
    }
}
