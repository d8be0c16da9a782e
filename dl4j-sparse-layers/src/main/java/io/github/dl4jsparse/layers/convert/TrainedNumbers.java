package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;

/**
 * The numbers that training has changed: parameters, and the updater's state of each. In a block of n neighbouring
 * parameters with equal updaters, slot s of parameter i stands at {@code s n + i} of the block's state.
 */
final class TrainedNumbers {

    private record Block(long start, long end, long stateStart, int slots) {}

    private final FlatArray params;
    private final FlatArray state;
    private final List<Block> blocks = new ArrayList<>();

    /** Of a network, without the state if there is none. */
    private TrainedNumbers(FlatArray params, BaseMultiLayerUpdater<?> updater) {
        this.params = params;
        boolean stateful = updater != null && updater.getStateViewArray() != null;
        this.state = stateful ? FlatArray.of(updater.getStateViewArray()) : null;
        if (stateful) {
            updater.getUpdaterBlocks().forEach(this::add);
        }
    }

    private void add(UpdaterBlock block) {
        int length = block.getParamOffsetEnd() - block.getParamOffsetStart();
        int stateLength = block.getUpdaterViewOffsetEnd() - block.getUpdaterViewOffsetStart();
        blocks.add(new Block(
                block.getParamOffsetStart(),
                block.getParamOffsetEnd(),
                block.getUpdaterViewOffsetStart(),
                length == 0 ? 0 : stateLength / length));
    }

    /** Of a network as it is: an updater that is not there yet is not made. */
    static TrainedNumbers of(Model model) {
        return new TrainedNumbers(FlatArray.of(NetworkView.of(model).params()), updaterOf(model));
    }

    /** Of a new network, whose updater is made, with a fresh state, if an old network's numbers have a state. */
    static TrainedNumbers of(Model model, TrainedNumbers old) {
        return old.state == null
                ? of(model)
                : new TrainedNumbers(
                        FlatArray.of(NetworkView.of(model).params()),
                        NetworkView.of(model).updater());
    }

    private static BaseMultiLayerUpdater<?> updaterOf(Model model) {
        if (model instanceof MultiLayerNetwork net) {
            Updater updater = net.getUpdater(false);
            return updater instanceof BaseMultiLayerUpdater<?> known ? known : null;
        }
        return ((ComputationGraph) model).getUpdater(false);
    }

    boolean hasState() {
        return state != null;
    }

    /** Where the values and the slots of a range of parameters stand, all of one block. */
    List<Place> places(long start) {
        List<Place> places = new ArrayList<>();
        places.add(new Place(params, start));
        for (Block block : blocks) {
            if (start >= block.start && start < block.end) {
                for (int slot = 0; slot < block.slots; slot++) {
                    places.add(new Place(
                            state, block.stateStart + slot * (block.end - block.start) + start - block.start));
                }
            }
        }
        return places;
    }
}
