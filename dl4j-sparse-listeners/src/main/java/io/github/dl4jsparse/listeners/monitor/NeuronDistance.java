package io.github.dl4jsparse.listeners.monitor;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;

/**
 * NNSTD, the topological distance of two sparse networks of the same architecture whatever the order of their hidden
 * neurons. A neuron is the set of its inputs; two neurons differ by the normalised edit distance {@code |A xor B| / |A
 * or B|} (1 if disjoint, 0 if both are empty); the neurons of a layer are matched so that the mean of these is
 * smallest, and the match renames the inputs of the next layer. Liu et al., <i>Topological Insights into Sparse Neural
 * Networks</i>, ECML-PKDD 2020.
 *
 * <p>Arrays are taken in the network's order as one chain: an array whose inputs are as many as the outputs of the one
 * before, or a multiple (a flattened image), continues it; others begin anew. Time grows with the cube of a layer's
 * width, memory with its square.
 *
 * @param weights the distance of each array, by name
 */
public record NeuronDistance(Map<String, Double> weights) {

    /**
     * Keeps a copy of the map, in its order.
     *
     * @param weights the distance of each array, by name
     */
    public NeuronDistance {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /**
     * The distance of two networks.
     *
     * @param one a network
     * @param other a network with arrays of the same names and shapes
     * @return the distance, the same in both directions up to ties among matches
     * @throws IllegalArgumentException if the arrays differ in name or shape
     */
    public static NeuronDistance between(Model one, Model other) {
        Map<String, PositionSet> first = new LinkedHashMap<>();
        Map<String, PositionSet> second = new LinkedHashMap<>();
        List<WeightShape> shapes = new ArrayList<>();
        ActiveArray.of(NetworkView.of(one)).forEach(array -> {
            shapes.add(array.shape());
            first.put(array.shape().name(), array.active());
        });
        List<WeightShape> others = new ArrayList<>();
        ActiveArray.of(NetworkView.of(other)).forEach(array -> {
            others.add(array.shape());
            second.put(array.shape().name(), array.active());
        });
        if (!shapes.equals(others)) {
            throw new IllegalArgumentException("The arrays " + shapes + " of one network and those " + others
                    + " of the other must have the same names and shapes.");
        }
        return between(shapes, first, second);
    }

    /**
     * The distance of two topologies, of which the latest are best taken from a network: earlier ones are {@code
     * TopologyListener.masks()}.
     *
     * @param shapes of the arrays, in the network's order
     * @param one the connections of each array, by name
     * @param other those of the other topology
     * @return the distance
     */
    public static NeuronDistance between(
            List<WeightShape> shapes,
            Map<String, ? extends PositionSet> one,
            Map<String, ? extends PositionSet> other) {
        Map<String, Double> distances = new LinkedHashMap<>();
        int[] renamed = {};
        for (WeightShape shape : shapes) {
            NeuronInputs first = NeuronInputs.of(shape, one.get(shape.name()), renamed);
            NeuronInputs second = NeuronInputs.of(shape, other.get(shape.name()), new int[0]);
            double[][] costs = costs(first.neurons(), second.neurons());
            renamed = OptimalAssignment.of(costs);
            double sum = 0;
            for (int neuron = 0; neuron < renamed.length; neuron++) {
                sum += costs[neuron][renamed[neuron]];
            }
            distances.put(shape.name(), sum / renamed.length);
        }
        return new NeuronDistance(distances);
    }

    private static double[][] costs(List<BitSet> one, List<BitSet> other) {
        double[][] costs = new double[one.size()][other.size()];
        for (int i = 0; i < costs.length; i++) {
            for (int j = 0; j < costs.length; j++) {
                costs[i][j] = editDistance(one.get(i), other.get(j));
            }
        }
        return costs;
    }

    static double editDistance(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        int common = both.cardinality();
        int union = one.cardinality() + other.cardinality() - common;
        return union == 0 ? 0 : (double) (union - common) / union;
    }

    /**
     * The mean distance over arrays.
     *
     * @return in [0, 1]
     */
    public double mean() {
        return weights.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }
}
