package io.github.dl4jsparse.examples.study;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one run tells of the features that its network looks at.
 *
 * @param data name of the data
 * @param method name of the method
 * @param seed of the run, and of generated data
 * @param accuracy share of examples classified rightly, in [0, 1]
 * @param byDegree features by how many connections they have
 * @param byMagnitude features by the summed magnitudes of their connections
 * @param informative the features that say something, if that is known
 */
public record FeatureResult(
        String data,
        String method,
        long seed,
        double accuracy,
        List<Integer> byDegree,
        List<Integer> byMagnitude,
        Optional<Set<Integer>> informative) {

    /**
     * Keeps copies of the lists.
     *
     * @param data name of the data
     * @param method name of the method
     * @param seed of the run, and of generated data
     * @param accuracy share of examples classified rightly, in [0, 1]
     * @param byDegree features by how many connections they have
     * @param byMagnitude features by the summed magnitudes of their connections
     * @param informative the features that say something, if that is known
     */
    public FeatureResult {
        byDegree = List.copyOf(byDegree);
        byMagnitude = List.copyOf(byMagnitude);
        informative = informative.map(Set::copyOf);
    }

    /**
     * Informative features among the first by connections.
     *
     * @param first how many features are looked at
     * @return their number, if it is known which are informative
     */
    public OptionalInt foundByDegree(int first) {
        return found(byDegree, first);
    }

    /**
     * Informative features among the first by summed magnitudes.
     *
     * @param first how many features are looked at
     * @return their number, if it is known which are informative
     */
    public OptionalInt foundByMagnitude(int first) {
        return found(byMagnitude, first);
    }

    private OptionalInt found(List<Integer> order, int first) {
        return informative.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(FeatureRanking.among(informative.get(), order, first));
    }

    /**
     * How many features two runs have in common among their first ones by connections.
     *
     * @param other another run on the same data
     * @param first how many features are looked at
     * @return their number
     */
    public int shared(FeatureResult other, int first) {
        return FeatureRanking.among(
                Set.copyOf(other.byDegree.subList(0, Math.min(first, other.byDegree.size()))), byDegree, first);
    }
}
