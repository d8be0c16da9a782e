package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** AFAF at work. Unit layer 0 are the inputs, unit layer u is what weight layer u - 1 leads to. */
final class AfafSession extends SpaceNetSession {

    private final Afaf settings;
    /** Of the present task, by class and unit layer: empty where nothing is added. */
    private final Map<Integer, List<Set<Integer>>> units = new TreeMap<>();

    AfafSession(Afaf settings, Learning learning) {
        super(settings.spaceNet, learning);
        this.settings = settings;
        layers.forEach(layer -> {
            if (layer.each() != 1 || layer.site().shape().dims().size() != 2) {
                throw new DL4JInvalidConfigException("Layer ("
                        + layer.site().shape().layer() + ") with weights of the shape "
                        + layer.site().shape().dims() + " is not dense, and the strategy (" + settings.name()
                        + ") works with dense layers alone. Use SpaceNet for convolutions.");
            }
        });
        if (settings.reusedLayers >= layers.size()) {
            throw new DL4JInvalidConfigException("The number of layers that are used as they are ("
                    + settings.reusedLayers + ") must be less than that of layers with weights (" + layers.size()
                    + "). Use reuse(fromTask, layers) with fewer of them.");
        }
    }

    private boolean reusing() {
        return learning.learned().size() >= settings.reuseFrom;
    }

    private boolean reused(int l) {
        return reusing() && l < settings.reusedLayers;
    }

    @Override
    boolean outgoing() {
        return true;
    }

    @Override
    boolean regrows() {
        return true;
    }

    @Override
    boolean trainsBias(int l, int unit) {
        return !reused(l) && super.trainsBias(l, unit);
    }

    @Override
    void select() {
        units.clear();
        if (!reusing()) {
            super.select();
            return;
        }
        int last = layers.size();
        ClassActivity activity = ClassActivity.of(
                learning.network(),
                learning.task().train(),
                layers.stream()
                        .skip(1)
                        .map(layer -> layer.site().shape().layer())
                        .collect(Collectors.toSet()));
        learning.task().classes().forEach(output -> units.put(output, new ArrayList<>()));
        for (int u = 0; u <= last; u++) {
            Set<Integer> free = isAdded(u)
                    ? drawFree(u - 1, u == last - 1 ? settings.spaceNet.selected : settings.added)
                    : Set.of();
            for (int output : units.keySet()) {
                units.get(output).add(unitsOf(u, output, free, activity));
            }
            int layer = u;
            selected.add(units.values().stream()
                    .flatMap(each -> each.get(layer).stream())
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    /** Whether free neurons of a unit layer are drawn: of hidden layers that connections lead to. */
    private boolean isAdded(int u) {
        return u > settings.reusedLayers && u < layers.size();
    }

    private Set<Integer> unitsOf(int u, int output, Set<Integer> free, ClassActivity activity) {
        if (u == layers.size()) {
            return Set.of(output);
        }
        if (u < settings.reusedLayers) {
            return Set.of();
        }
        if (u == 0) {
            return IntStream.range(0, layers.get(0).inputs()).boxed().collect(Collectors.toSet());
        }
        Set<Integer> chosen = new TreeSet<>(free);
        if (u == settings.reusedLayers || u < layers.size() - 1) {
            chosen.addAll(activity.most(layers.get(u).site().shape().layer(), output, settings.candidates));
        }
        return chosen;
    }

    @Override
    BitSet draw(int l) {
        if (!reusing()) {
            return super.draw(l);
        }
        BitSet drawn = new BitSet();
        if (reused(l)) {
            return drawn;
        }
        int number = 0;
        for (Map.Entry<Integer, List<Set<Integer>>> each : units.entrySet()) {
            BitSet taken = (BitSet) before.get(l).clone();
            taken.or(drawn);
            int[] places = places(l, each.getValue().get(l), each.getValue().get(l + 1), taken);
            if (places.length == 0) {
                learning.capacityExhausted(layers.get(l).site().shape().name());
            }
            int wanted = share(settings.spaceNet.connections.get(l), number++, units.size());
            drawn.or(draw(places, wanted, learning.random("connections " + l + " class " + each.getKey())));
        }
        return drawn;
    }

    /** The n-th of so many parts of a budget, which differ by 1 at most. */
    static int share(int budget, int n, int parts) {
        return (int) ((n + 1L) * budget / parts - (long) n * budget / parts);
    }

    @Override
    int[] candidates(int l, BitSet others) {
        return reusing() ? places(l, selected.get(l), selected.get(l + 1), others) : super.candidates(l, others);
    }

    /** Pairs without others that do not lead to a reserved neuron. */
    private int[] places(int l, Set<Integer> from, Set<Integer> to, BitSet others) {
        UnitPairs layer = layers.get(l);
        boolean output = l == layers.size() - 1;
        return from.stream()
                .flatMap(in -> to.stream()
                        .filter(out -> output || free.get(l).get(out))
                        .map(out -> layer.pair(in, out)))
                .mapToInt(Integer::intValue)
                .filter(pair -> !others.get(pair))
                .sorted()
                .toArray();
    }

    /** The units of a class of the present task in a unit layer. */
    Set<Integer> unitsOf(int output, int u) {
        return units.get(output).get(u);
    }
}
