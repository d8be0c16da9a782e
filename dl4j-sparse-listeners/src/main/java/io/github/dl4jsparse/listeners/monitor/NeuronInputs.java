package io.github.dl4jsparse.listeners.monitor;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The inputs of each neuron of a layer, a channel's place in the kernel told apart.
 *
 * @param neurons a set for each output unit
 */
record NeuronInputs(List<BitSet> neurons) {

    /** Inputs that come from renamed units of the layer before are renamed with them, if the numbers say so. */
    static NeuronInputs of(WeightShape shape, PositionSet active, int[] renamed) {
        List<BitSet> neurons = new ArrayList<>();
        for (int unit = 0; unit < shape.outputs(); unit++) {
            neurons.add(new BitSet());
        }
        boolean follows = renamed.length > 0 && shape.inputs() % renamed.length == 0;
        int places = follows ? (int) (shape.inputs() / renamed.length) : 1;
        long kernel = 1;
        for (int axis = 0; axis < shape.dims().size(); axis++) {
            kernel *= inKernel(shape, axis) ? shape.dims().get(axis) : 1;
        }
        long kernelPlaces = kernel;
        active.forEach(position -> {
            int input = shape.inputUnit(position);
            if (follows) {
                input = renamed[input / places] * places + input % places;
            }
            long bit = input * kernelPlaces + (kernelPlaces > 1 ? kernelPlace(shape, position) : 0);
            neurons.get(shape.outputUnit(position)).set(Math.toIntExact(bit));
        });
        return new NeuronInputs(neurons);
    }

    /** The place in the kernel, by the axes that tell neither inputs nor outputs. */
    private static long kernelPlace(WeightShape shape, long position) {
        long rest = position;
        long place = 0;
        long factor = 1;
        for (int axis = shape.dims().size() - 1; axis >= 0; axis--) {
            long dim = shape.dims().get(axis);
            if (inKernel(shape, axis)) {
                place += factor * (rest % dim);
                factor *= dim;
            }
            rest /= dim;
        }
        return place;
    }

    private static boolean inKernel(WeightShape shape, int axis) {
        return axis != shape.inputAxis() && !shape.outputAxes().contains(axis);
    }
}
