package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Phase;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** A network that grows, at work. Units of earlier tasks come first in each layer, so that a timestamp is a number of units. */
final class DynamicallyExpandableNetworkSession implements StrategySession {

    private static final String FIRST = "train";
    private static final String HEAD = "head";
    private static final String RETRAIN = "selective retraining";
    private static final String EXPAND = "expansion";
    private static final String SPLIT = "split";
    private static final int BEFORE = -1;

    private final DynamicallyExpandableNetwork settings;
    private final Learning learning;
    /** Of all tasks, and under {@link #BEFORE} the head with which each of them starts. */
    private final GrownTasks tasks = new GrownTasks();

    private DenseChain chain;
    /** Where the parameters were when the task began, and what. */
    private DenseChain before;

    private FlatArray earlier;
    private int[] born;
    private List<BitSet> selected = List.of();
    private List<BitSet> split = List.of();
    private boolean expanded;
    private PhaseWeights weights;

    DynamicallyExpandableNetworkSession(DynamicallyExpandableNetwork settings, Learning learning) {
        this.settings = settings;
        this.learning = learning;
        this.chain = DenseChain.of(learning.network());
        tasks.keep(BEFORE, chain);
    }

    @Override
    public boolean separatesTasks() {
        return true;
    }

    @Override
    public List<Phase> phases(int epochs) {
        List<String> names = learning.learned().isEmpty() ? List.of(FIRST) : List.of(HEAD, RETRAIN, EXPAND, SPLIT);
        return names.stream().map(name -> Phase.of(name, epochs)).toList();
    }

    @Override
    public boolean skips(Phase phase) {
        return phase.name().equals(EXPAND) && !expanded
                || phase.name().equals(SPLIT) && split.stream().allMatch(BitSet::isEmpty);
    }

    @Override
    public void beforeTask() {
        expanded = false;
        selected = List.of();
        split = List.of();
        chain = DenseChain.of(learning.network());
        tasks.installHead(BEFORE, chain);
        before = chain;
        born = chain.widths();
        earlier = FlatArray.of(learning.network().params().dup());
    }

    @Override
    public void beforePhase() {
        weights = new PhaseWeights();
        for (int l = 0; l < chain.size(); l++) {
            for (int out = 0; out < chain.width(l + 1); out++) {
                for (int in = 0; in < chain.width(l); in++) {
                    if (trains(l, in, out)) {
                        addWeight(l, in, out);
                    }
                }
                if (chain.biasIndex(l, out) >= 0 && trainsBias(l, out)) {
                    addBias(l, out);
                }
                if (phase(EXPAND) && fresh(l + 1, out)) {
                    int[] incoming = new int[chain.width(l)];
                    int layer = l;
                    int unit = out;
                    Arrays.setAll(incoming, in -> (int) chain.index(layer, in, unit));
                    weights.group(incoming);
                }
            }
        }
        weights.begin(learning);
    }

    private boolean phase(String name) {
        return learning.phase().name().equals(name);
    }

    private void addWeight(int l, int in, int out) {
        long index = chain.index(l, in, out);
        weights.train(index);
        if (phase(FIRST) || phase(HEAD) || phase(EXPAND) && (fresh(l, in) || fresh(l + 1, out))) {
            weights.shrink(index);
        }
        if (phase(RETRAIN) || phase(SPLIT)) {
            weights.decay(index);
            if (!output(l) && !fresh(l, in) && !fresh(l + 1, out)) {
                weights.pull(index, before.index(l, in, out));
            }
        }
    }

    private void addBias(int l, int out) {
        weights.train(chain.biasIndex(l, out));
        if ((phase(RETRAIN) || phase(SPLIT)) && !output(l) && !fresh(l + 1, out)) {
            weights.pull(chain.biasIndex(l, out), before.biasIndex(l, out));
        }
    }

    private boolean output(int l) {
        return l == chain.size() - 1;
    }

    /** Whether a unit has come with this task. */
    private boolean fresh(int unitLayer, int unit) {
        return unit >= born[unitLayer];
    }

    private boolean selected(int unitLayer, int unit) {
        return selected.get(unitLayer).get(unit);
    }

    private boolean trains(int l, int in, int out) {
        return switch (learning.phase().name()) {
            case HEAD -> output(l);
            case RETRAIN -> selected(l, in) && (output(l) || selected(l + 1, out));
            case EXPAND -> fresh(l, in) || fresh(l + 1, out) || output(l) && selected(l, in);
            case SPLIT -> output(l) || fresh(l + 1, out) || (fresh(l, in) || selected(l, in)) && trainsBias(l, out);
            default -> true;
        };
    }

    private boolean trainsBias(int l, int out) {
        return output(l)
                || switch (learning.phase().name()) {
                    case HEAD -> false;
                    case RETRAIN -> selected(l + 1, out);
                    case EXPAND -> fresh(l + 1, out);
                    case SPLIT ->
                        fresh(l + 1, out)
                                || selected(l + 1, out) && !split.get(l).get(out);
                    default -> true;
                };
    }

    @Override
    public void addGradient() {
        weights.addGradient(learning, settings.l2, settings.stay, earlier);
    }

    @Override
    public void afterStep() {
        weights.shrink(chain.numbers(), settings.l1, settings.group);
    }

    @Override
    public void afterPhase() {
        switch (learning.phase().name()) {
            case HEAD -> selected = ReachedUnits.of(chain, learning.task().classes());
            case RETRAIN -> {
                if (settings.units > 0 && loss() > settings.lossThreshold) {
                    expand();
                } else {
                    split();
                }
            }
            case EXPAND -> {
                removeUseless();
                split();
            }
            default -> {}
        }
    }

    private double loss() {
        return learning.withLoss(
                () -> learning.head().loss(learning.network(), learning.task().train()));
    }

    private void expand() {
        List<int[]> sources = new ArrayList<>();
        for (int h = 1; h <= chain.hidden(); h++) {
            int[] units = IntStream.range(0, chain.width(h) + settings.units).toArray();
            Arrays.fill(units, chain.width(h), units.length, -1);
            sources.add(units);
        }
        rearrange(sources);
        FlatArray numbers = chain.numbers();
        for (int l = 0; l < chain.hidden(); l++) {
            RandomStream random = learning.random("units " + l);
            double bound = Math.sqrt(6.0 / (chain.width(l) + chain.width(l + 1)));
            for (int out = born[l + 1]; out < chain.width(l + 1); out++) {
                for (int in = 0; in < chain.width(l); in++) {
                    numbers.set(chain.index(l, in, out), bound * (2 * random.nextDouble() - 1));
                }
            }
        }
        expanded = true;
    }

    private void rearrange(List<int[]> sources) {
        learning.replaceNetworks(
                chain.rearranged(sources), DenseChain.of(learning.plain()).rearranged(sources));
        chain = DenseChain.of(learning.network());
    }

    private void removeUseless() {
        FlatArray numbers = chain.numbers();
        List<int[]> sources = new ArrayList<>();
        for (int h = 1; h <= chain.hidden(); h++) {
            int layer = h - 1;
            sources.add(IntStream.range(0, chain.width(h))
                    .filter(unit -> !fresh(layer + 1, unit)
                            || IntStream.range(0, chain.width(layer))
                                    .anyMatch(in -> numbers.get(chain.index(layer, in, unit)) != 0))
                    .toArray());
        }
        rearrange(sources);
    }

    private void split() {
        UnitSplit units = new UnitSplit(chain, born, before, earlier);
        split = units.drifted(settings.driftThreshold, settings.mostSplits);
        if (split.stream().anyMatch(drifted -> !drifted.isEmpty())) {
            rearrange(units.sources(split));
            units.settle(chain, split);
        }
    }

    @Override
    public void afterTask() {
        tasks.keep(learning.task().id(), chain);
        if (!Arrays.equals(born, chain.widths())) {
            learning.notice("Task (" + learning.task().id() + ") has widened the layers from " + Arrays.toString(born)
                    + " to " + Arrays.toString(chain.widths()) + ", of which copies of split units are "
                    + split.stream().map(BitSet::cardinality).toList() + ".");
        }
        before = null;
        earlier = null;
        weights = null;
    }

    /** The number of units of each unit layer that a task knows. */
    int[] widths(int task) {
        return tasks.widths(task);
    }

    /** Of the present task, by hidden layer. */
    List<BitSet> splitUnits() {
        return split;
    }

    /** By unit layer, those that the head of the present task has reached. */
    List<BitSet> selectedUnits() {
        return selected;
    }

    /** The network as it is now. */
    DenseChain present() {
        return chain;
    }

    @Override
    public void install(int task, NetworkView plain) {
        tasks.install(task, learning.network(), plain);
    }

    @Override
    public TaskMemory memory(int task) {
        int width = learning.network().params().dataType().width();
        return tasks.memory(task, width);
    }

    @Override
    public void writeState(DataOutputStream out) throws IOException {
        tasks.writeTo(out);
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        tasks.readFrom(in);
        chain = DenseChain.of(learning.network());
        selected = List.of();
        split = List.of();
        expanded = false;
        weights = null;
        before = null;
        earlier = null;
    }
}
