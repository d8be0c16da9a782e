package io.github.dl4jsparse.listeners.monitor;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many units have how many connections.
 *
 * @param units the number of units for each degree that occurs
 */
public record DegreeHistogram(SortedMap<Integer, Integer> units) {

    /**
     * Keeps a copy of the map.
     *
     * @param units the number of units for each degree that occurs
     */
    public DegreeHistogram {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
    }

    /**
     * The histogram of degrees.
     *
     * @param degrees of each unit
     * @return how often each occurs
     */
    public static DegreeHistogram of(int[] degrees) {
        SortedMap<Integer, Integer> units = new TreeMap<>();
        int[] sorted = degrees.clone();
        Arrays.sort(sorted);
        for (int from = 0; from < sorted.length; ) {
            int to = from;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            units.put(sorted[from], to - from);
            from = to;
        }
        return new DegreeHistogram(units);
    }

    /**
     * The number of units of a degree.
     *
     * @param degree a number of connections
     * @return a number of units
     */
    public int of(int degree) {
        return units.getOrDefault(degree, 0);
    }

    /**
     * The smallest degree.
     *
     * @return 0 where there is a unit without connections
     */
    public int min() {
        return units.firstKey();
    }

    /**
     * The largest degree.
     *
     * @return a number of connections
     */
    public int max() {
        return units.lastKey();
    }

    /**
     * The mean degree.
     *
     * @return connections for each unit
     */
    public double mean() {
        double connections = 0;
        long all = 0;
        for (var entry : units.entrySet()) {
            connections += (double) entry.getKey() * entry.getValue();
            all += entry.getValue();
        }
        return connections / all;
    }
}
