package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.mask.Selection;
import io.github.dl4jsparse.layers.weight.FlatArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * How much the connections and the neurons of a chain of layers matter to the present task. Of a connection: {@code Imp = sum |dW g|}
 * over the steps in which it is there; a number once there is kept when it is dropped, and goes on when it returns. Of a neuron: in
 * each step, either what the step adds to its connections, or all that they have so far, dropped ones too. Its connections are those
 * that lead to it, and those that leave it for an input of the network; or, in AFAF, those that leave it for every neuron.
 */
final class SpaceNetImportance {

    private final List<UnitPairs> layers;
    private final boolean plainSums;
    private final boolean outgoing;
    private final List<double[]> connections = new ArrayList<>();
    private final List<double[]> neurons = new ArrayList<>();
    /** Pairs that are connected, or were in an earlier step of the task. */
    private final List<BitSet> known = new ArrayList<>();

    private final List<double[]> values = new ArrayList<>();
    private final List<double[]> slopes = new ArrayList<>();

    SpaceNetImportance(List<UnitPairs> layers, boolean plainSums, boolean outgoing) {
        this.layers = List.copyOf(layers);
        this.plainSums = plainSums;
        this.outgoing = outgoing;
        layers.forEach(layer -> {
            connections.add(new double[layer.pairs()]);
            neurons.add(new double[layer.inputs()]);
            known.add(new BitSet());
        });
    }

    double ofConnection(int l, int pair) {
        return connections.get(l)[pair];
    }

    /** Of a neuron before layer l: an input of the network for l = 0. */
    double ofNeuron(int l, int unit) {
        return neurons.get(l)[unit];
    }

    /** Before a step: the connected weights, and their gradient as a mean over the examples. */
    void beforeStep(List<BitSet> masks, FlatArray weights, FlatArray gradients, double examples) {
        values.clear();
        slopes.clear();
        for (int l = 0; l < layers.size(); l++) {
            UnitPairs layer = layers.get(l);
            double[] before = new double[masks.get(l).cardinality() * layer.each()];
            double[] slope = new double[before.length];
            int[] next = {0};
            masks.get(l).stream().forEach(pair -> {
                for (int k = 0; k < layer.each(); k++) {
                    before[next[0]] = weights.get(layer.index(pair, k));
                    slope[next[0]++] = gradients.get(layer.index(pair, k)) / examples;
                }
            });
            values.add(before);
            slopes.add(slope);
        }
    }

    /** After it, with the same masks. */
    void afterStep(List<BitSet> masks, FlatArray weights) {
        for (int l = 0; l < layers.size(); l++) {
            int layer = l;
            known.get(l).or(masks.get(l));
            int[] next = {0};
            masks.get(l).stream().forEach(pair -> {
                double gain = 0;
                for (int k = 0; k < layers.get(layer).each(); k++) {
                    double moved = weights.get(layers.get(layer).index(pair, k)) - values.get(layer)[next[0]];
                    gain += Math.abs(moved * slopes.get(layer)[next[0]++]);
                }
                connections.get(layer)[pair] += gain;
                if (plainSums) {
                    addToNeurons(layer, pair, gain);
                }
            });
            if (!plainSums) {
                known.get(l).stream().forEach(pair -> addToNeurons(layer, pair, ofConnection(layer, pair)));
            }
        }
    }

    private void addToNeurons(int l, int pair, double gain) {
        if (l == 0 || outgoing) {
            neurons.get(l)[layers.get(l).input(pair)] += gain;
        }
        if (l + 1 < layers.size() && !outgoing) {
            neurons.get(l + 1)[layers.get(l).output(pair)] += gain;
        }
    }

    /** The least important of some connections of a layer. */
    int[] least(int l, BitSet pairs, int count) {
        Selection least = Selection.smallest(count);
        pairs.stream().forEach(pair -> least.accept(pair, ofConnection(l, pair)));
        return Arrays.stream(least.positions()).mapToInt(Math::toIntExact).toArray();
    }

    /** Those of some pairs of a layer whose neurons have the largest products of importances. */
    int[] mostPromising(int l, int[] pairs, int count) {
        UnitPairs layer = layers.get(l);
        Selection most = Selection.largest(count);
        for (int pair : pairs) {
            most.accept(pair, ofNeuron(l, layer.input(pair)) * ofNeuron(l + 1, layer.output(pair)));
        }
        return Arrays.stream(most.positions()).mapToInt(Math::toIntExact).toArray();
    }

    /** The most important of some neurons before layer l, or all of them where there are not so many. */
    int[] mostOf(int l, Set<Integer> units, int count) {
        Selection most = Selection.largest(Math.min(count, units.size()));
        units.forEach(unit -> most.accept(unit, ofNeuron(l, unit)));
        return Arrays.stream(most.positions()).mapToInt(Math::toIntExact).toArray();
    }
}
