package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A weight array as connections between units: a number for each pair of units of a dense layer, a whole kernel for each pair of
 * channels of a convolution. Where the units before are channels that were flattened, all inputs of a channel belong together.
 */
final class UnitPairs {

    private final ArraySite site;
    private final int group;
    private final boolean channelsLast;
    private final int inputs;
    private final int outputs;
    private final int each;
    private final int[] positions;

    /** With the number of units of the layer before, 0 for the first layer, and whether its channels are the last dimension. */
    private UnitPairs(ArraySite site, int before, boolean channelsLast) {
        WeightShape shape = site.shape();
        this.channelsLast = channelsLast;
        this.group = before > 0 && shape.inputs() % before == 0 ? Math.toIntExact(shape.inputs() / before) : 1;
        this.site = site;
        this.inputs = Math.toIntExact(shape.inputs() / group);
        this.outputs = Math.toIntExact(shape.outputs());
        this.each = Math.toIntExact(shape.size() / ((long) inputs * outputs));
        this.positions = new int[Math.toIntExact(shape.size())];
        int[] filled = new int[inputs * outputs];
        for (int p = 0; p < positions.length; p++) {
            int pair = pair(inputOf(p), shape.outputUnit(p));
            positions[pair * each + filled[pair]++] = p;
        }
    }

    /** The weight arrays of a chain of layers. */
    static List<UnitPairs> chain(NetworkView network, Collection<ArraySite> sites) {
        List<UnitPairs> layers = new ArrayList<>();
        int before = 0;
        boolean channelsLast = false;
        for (ArraySite site : sites) {
            UnitPairs layer = new UnitPairs(site, before, channelsLast);
            layers.add(layer);
            before = layer.outputs();
            channelsLast = channelsLast(
                    network.layers().get(site.shape().layer()).conf().getLayer());
        }
        return layers;
    }

    /** Flattening keeps the order that the numbers have in memory. */
    private static boolean channelsLast(Layer layer) {
        return layer instanceof Convolution3D volumes
                ? volumes.getDataFormat() == Convolution3D.DataFormat.NDHWC
                : layer instanceof ConvolutionLayer images && images.getCnn2dDataFormat() == CNN2DFormat.NHWC;
    }

    /** The unit of the layer before, or its channel, that a position of the array reads. */
    int inputOf(long position) {
        int input = site.shape().inputUnit(position);
        return channelsLast && group > 1 ? input % inputs : input / group;
    }

    ArraySite site() {
        return site;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    int pairs() {
        return inputs * outputs;
    }

    int pair(int input, int output) {
        return input * outputs + output;
    }

    int input(int pair) {
        return pair / outputs;
    }

    int output(int pair) {
        return pair % outputs;
    }

    /** How many numbers a pair has. */
    int each() {
        return each;
    }

    /** The indices of a pair's numbers in the network's flat vectors, {@code 0 <= k < each}. */
    long index(int pair, int k) {
        return site.index(positions[pair * each + k]);
    }

    /** The positions of some pairs. */
    Mask mask(Set<Integer> pairs) {
        long[] active = new long[pairs.size() * each];
        int next = 0;
        for (int pair : pairs) {
            for (int k = 0; k < each; k++) {
                active[next++] = positions[pair * each + k];
            }
        }
        return Mask.ofActive(
                site.shape().dims().stream().mapToLong(Long::longValue).toArray(), active);
    }
}
