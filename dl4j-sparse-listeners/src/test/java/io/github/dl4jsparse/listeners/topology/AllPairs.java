package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Combinations that hold every possible pair of values of any two dimensions at least once: each next combination is the
 * best of several random ones.
 */
final class AllPairs {

    private static final int CANDIDATES = 60;

    private AllPairs() {}

    private record Pair(Enum<?> one, Enum<?> two) {}

    static List<List<Enum<?>>> of(List<Enum<?>[]> dimensions, Predicate<List<Enum<?>>> possible, long seed) {
        RandomStream random = RandomStream.of(seed, "all pairs");
        // in the order of its making: pairs of like-named values are told apart by nothing else
        Set<Pair> open = new LinkedHashSet<>();
        for (int a = 0; a < dimensions.size(); a++) {
            for (int b = a + 1; b < dimensions.size(); b++) {
                for (Enum<?> one : dimensions.get(a)) {
                    for (Enum<?> two : dimensions.get(b)) {
                        open.add(new Pair(one, two));
                    }
                }
            }
        }
        List<List<Enum<?>>> chosen = new ArrayList<>();
        int barren = 0;
        while (!open.isEmpty() && barren < 20) {
            List<Enum<?>> best = null;
            int most = 0;
            List<Pair> left = new ArrayList<>(open);
            left.sort((x, y) -> x.toString().compareTo(y.toString()));
            for (int c = 0; c < CANDIDATES; c++) {
                List<Enum<?>> candidate = draw(dimensions, left.get(random.nextInt(left.size())), random);
                int gain = possible.test(candidate)
                        ? (int) pairs(candidate).stream().filter(open::contains).count()
                        : 0;
                if (gain > most) {
                    most = gain;
                    best = candidate;
                }
            }
            if (best == null) {
                barren++;
            } else {
                chosen.add(best);
                open.removeAll(pairs(best));
            }
        }
        return chosen;
    }

    private static List<Enum<?>> draw(List<Enum<?>[]> dimensions, Pair wanted, RandomStream random) {
        List<Enum<?>> values = new ArrayList<>();
        for (Enum<?>[] dimension : dimensions) {
            Enum<?> value = dimension[random.nextInt(dimension.length)];
            for (Enum<?> own : dimension) {
                if (own == wanted.one || own == wanted.two) {
                    value = own;
                }
            }
            values.add(value);
        }
        return values;
    }

    private static Set<Pair> pairs(List<Enum<?>> values) {
        Set<Pair> pairs = new HashSet<>();
        for (int a = 0; a < values.size(); a++) {
            for (int b = a + 1; b < values.size(); b++) {
                pairs.add(new Pair(values.get(a), values.get(b)));
            }
        }
        return pairs;
    }
}
