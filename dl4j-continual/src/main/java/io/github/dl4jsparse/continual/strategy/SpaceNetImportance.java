package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.weight.FlatArray;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How much the connections and the neurons of a chain of layers matter to the present task. Of a connection: {@code Imp = sum |dW g|}
 * over the steps in which it is there; a number once there is kept when it is dropped, and goes on when it returns. Of a neuron: in
 * each step, either what the step adds to its connections, or all that they have so far, dropped ones too.
 */
final class SpaceNetImportance {

    private final List<UnitPairs> layers;
    private final boolean plainSums;
    private final List<double[]> connections = new ArrayList<>();
    private final List<double[]> neurons = new ArrayList<>();
    /** Pairs that are connected, or were in an earlier step of the task. */
    private final List<BitSet> known = new ArrayList<>();

    private final List<double[]> values = new ArrayList<>();
    private final List<double[]> slopes = new ArrayList<>();

    SpaceNetImportance(List<UnitPairs> layers, boolean plainSums) {
        this.layers = List.copyOf(layers);
        this.plainSums = plainSums;
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
        if (l == 0) {
            neurons.get(0)[layers.get(0).input(pair)] += gain;
        }
        if (l + 1 < layers.size()) {
            neurons.get(l + 1)[layers.get(l).output(pair)] += gain;
        }
    }
}
