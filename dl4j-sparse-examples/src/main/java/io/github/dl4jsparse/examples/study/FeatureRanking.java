package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.monitor.Degrees;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The features that a network with a sparse first layer looks at, from the first to the last; of equal ones the first comes first.
 *
 * @param byDegree features by how many connections they have, and by magnitudes where these are equal
 * @param byMagnitude features by the sum of the magnitudes of their connections
 */
record FeatureRanking(List<Integer> byDegree, List<Integer> byMagnitude) {

    /** Ranks by the connections of each feature, and by their summed magnitudes. */
    static FeatureRanking of(int[] degrees, double... magnitudes) {
        Comparator<Integer> larger = Comparator.comparingDouble(feature -> -magnitudes[feature]);
        Comparator<Integer> more = Comparator.comparingInt(feature -> -degrees[feature]);
        return new FeatureRanking(sorted(degrees.length, more.thenComparing(larger)), sorted(degrees.length, larger));
    }

    private static List<Integer> sorted(int count, Comparator<Integer> order) {
        return IntStream.range(0, count).boxed().sorted(order).toList();
    }

    /** Of the first array of a method, which must be that of the first layer. */
    static FeatureRanking of(TopologyListener topology) {
        SparseWeight first = topology.weights().get(0);
        int[] degrees = Degrees.ofInputs(first.shape(), first.active());
        double[] magnitudes = new double[degrees.length];
        first.forEachActive((position, value) -> magnitudes[first.shape().inputUnit(position)] += Math.abs(value));
        return of(degrees, magnitudes);
    }

    /** How many of some features are among the first ones of an order. */
    static int among(Set<Integer> features, List<Integer> order, int first) {
        return (int) order.stream().limit(first).filter(features::contains).count();
    }
}
