package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** SpaceNet at work on a chain of layers. */
class SpaceNetSession implements StrategySession {

    private final SpaceNet settings;
    final Learning learning;
    final List<UnitPairs> layers = new ArrayList<>();
    private final INDArray first;
    /** Pairs that earlier tasks have connected. */
    final List<BitSet> before = new ArrayList<>();
    /** Neurons of the hidden layers that are not reserved. */
    final List<BitSet> free = new ArrayList<>();
    /** The output weights of all classes that were learnt. */
    private INDArray outputs;

    private final List<BitSet> mask = new ArrayList<>();
    final List<Set<Integer>> selected = new ArrayList<>();
    private SpaceNetImportance importance;

    SpaceNetSession(SpaceNet settings, Learning learning) {
        this.settings = settings;
        this.learning = learning;
        Collection<ArraySite> sites =
                NetworkWeights.of(learning.network()).sites().values();
        checkArrays(sites);
        layers.addAll(UnitPairs.chain(learning.network(), sites));
        layers.forEach(layer -> before.add(new BitSet()));
        checkLayers();
        for (int l = 0; l + 1 < layers.size(); l++) {
            BitSet all = new BitSet();
            all.set(0, layers.get(l).outputs());
            free.add(all);
        }
        this.first = learning.network().params().dup();
        this.outputs = Nd4j.zerosLike(array(last()));
    }

    private void checkArrays(Collection<ArraySite> sites) {
        LayerChain.check(learning.network(), "neurons are important to the next layer alone. Use a chain of layers");
        Set<String> seen = new TreeSet<>();
        for (ArraySite site : sites) {
            WeightShape shape = site.shape();
            boolean apart = shape.inputs() > 1 && shape.outputAxes().contains(shape.inputAxis());
            if (!seen.add(shape.layer()) || apart) {
                throw new DL4JInvalidConfigException("Layer (" + shape.layer() + ") with the weights ("
                        + shape.parameter() + ") is not one array of connections between all units before it and all"
                        + " of its own. Use dense layers and ordinary convolutions.");
            }
        }
    }

    private void checkLayers() {
        if (layers.size() != settings.connections.size()) {
            throw new DL4JInvalidConfigException("The strategy was given the connections " + settings.connections
                    + " for (" + layers.size() + ") layers with weights: "
                    + layers.stream().map(l -> l.site().shape().name()).toList()
                    + ". Say a number for each of them.");
        }
        for (int l = 1; l < layers.size(); l++) {
            if (layers.get(l).inputs() != layers.get(l - 1).outputs()) {
                throw new DL4JInvalidConfigException("The strategy needs a chain of layers, and ("
                        + layers.get(l).site().shape().name() + ") has ("
                        + layers.get(l).inputs() + ") inputs after ("
                        + layers.get(l - 1).outputs() + ") outputs.");
            }
        }
    }

    private UnitPairs last() {
        return layers.get(layers.size() - 1);
    }

    private INDArray array(UnitPairs layer) {
        return TaskParameters.arrays(learning.network())
                .get(layer.site().shape().name());
    }

    @Override
    public Optional<LossScope> lossScope() {
        return SpaceNet.allOutputs();
    }

    @Override
    public void beforeTask() {
        selected.clear();
        mask.clear();
        importance = new SpaceNetImportance(layers, settings.plainSums, outgoing());
        if (learning.learned().isEmpty()) {
            layers.forEach(layer -> array(layer).assign(0));
        } else if (!settings.rehearsing) {
            silenceOtherOutputs();
        }
        select();
        FlatArray numbers = FlatArray.of(learning.network().params());
        FlatArray start = FlatArray.of(first);
        for (int l = 0; l < layers.size(); l++) {
            UnitPairs layer = layers.get(l);
            BitSet drawn = draw(l);
            drawn.stream().forEach(pair -> {
                for (int k = 0; k < layer.each(); k++) {
                    numbers.set(layer.index(pair, k), start.get(layer.index(pair, k)));
                }
            });
            mask.add(drawn);
        }
        guard();
    }

    /** What earlier tasks have connected to classes of this one stays: both will answer for these classes together. */
    private void silenceOtherOutputs() {
        UnitPairs layer = last();
        Set<Integer> classes = learning.task().classes();
        FlatArray numbers = FlatArray.of(learning.network().params());
        before.get(layers.size() - 1).stream()
                .filter(pair -> !classes.contains(layer.output(pair)))
                .forEach(pair -> {
                    for (int k = 0; k < layer.each(); k++) {
                        numbers.set(layer.index(pair, k), 0);
                    }
                });
    }

    /** Inputs all, of each hidden layer some free neurons, of the output layer the classes of the task. */
    void select() {
        selected.add(IntStream.range(0, layers.get(0).inputs()).boxed().collect(Collectors.toCollection(TreeSet::new)));
        for (int l = 0; l < free.size(); l++) {
            selected.add(drawFree(l, settings.selected));
        }
        selected.add(learning.task().classes());
    }

    /** Some unreserved neurons of a hidden layer. */
    Set<Integer> drawFree(int l, int wanted) {
        int[] candidates = free.get(l).stream().toArray();
        if (candidates.length < wanted) {
            learning.capacityExhausted(layers.get(l).site().shape().name());
        }
        int count = Math.min(wanted, candidates.length);
        long[] drawn = learning.random("neurons " + l).sample(candidates.length, count);
        return Arrays.stream(drawn).mapToObj(i -> candidates[(int) i]).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The places of the task's connections in a layer. */
    BitSet draw(int l) {
        return draw(candidates(l, before.get(l)), settings.connections.get(l), learning.random("connections " + l));
    }

    static BitSet draw(int[] candidates, int wanted, RandomStream random) {
        int count = Math.min(wanted, candidates.length);
        BitSet drawn = new BitSet();
        for (long i : random.sample(candidates.length, count)) {
            drawn.set(candidates[(int) i]);
        }
        return drawn;
    }

    /** Pairs of selected neurons that are not among others. */
    int[] candidates(int l, BitSet others) {
        UnitPairs layer = layers.get(l);
        return selected.get(l).stream()
                .flatMap(in -> selected.get(l + 1).stream().map(out -> layer.pair(in, out)))
                .mapToInt(Integer::intValue)
                .filter(pair -> !others.get(pair))
                .toArray();
    }

    /** Everything but the connections of the task, biases of free neurons, and the outputs that take part. */
    private void guard() {
        learning.guard().release();
        for (int l = 0; l < layers.size(); l++) {
            UnitPairs layer = layers.get(l);
            BitSet trained = (BitSet) mask.get(l).clone();
            if (settings.rehearsing && l == layers.size() - 1) {
                trained.or(before.get(l));
            }
            Mask active = layer.mask(trained.stream().boxed().collect(Collectors.toSet()));
            learning.guard().freeze(layer.site(), active.not());
            freezeBiases(l);
        }
    }

    private void freezeBiases(int l) {
        INDArray biases = TaskParameters.arrays(learning.network())
                .get(layers.get(l).site().shape().layer() + "_b");
        if (biases == null) {
            return;
        }
        long start = biases.offset() - learning.network().params().offset();
        for (int unit = 0; unit < layers.get(l).outputs(); unit++) {
            if (!trainsBias(l, unit)) {
                learning.guard().freeze(start + unit, start + unit + 1);
            }
        }
    }

    boolean trainsBias(int l, int unit) {
        if (l == layers.size() - 1) {
            return settings.rehearsing
                    ? learning.seenClasses().contains(unit)
                    : learning.task().classes().contains(unit);
        }
        return free.get(l).get(unit) && !(settings.freezeUsedBiases && used(l, unit));
    }

    private boolean used(int l, int unit) {
        return before.get(l).stream().anyMatch(pair -> layers.get(l).output(pair) == unit);
    }

    /** Whether a neuron is as important as the connections that leave it, rather than those that lead to it. */
    boolean outgoing() {
        return false;
    }

    /** Whether a connection may grow where one was dropped: it has its weight again. */
    boolean regrows() {
        return false;
    }

    @Override
    public void onGradient() {
        FlatArray gradients = FlatArray.of(learning.network().gradients());
        FlatArray weights = FlatArray.of(learning.network().params());
        importance.beforeStep(mask, weights, gradients, learning.examples());
    }

    @Override
    public void afterStep() {
        importance.afterStep(mask, FlatArray.of(learning.network().params()));
    }

    @Override
    public void afterEpoch(int epoch, boolean last) {
        if (last || !settings.adaptive) {
            return;
        }
        FlatArray numbers = FlatArray.of(learning.network().params());
        for (int l = 0; l + 1 < layers.size(); l++) {
            exchange(l, numbers);
        }
        guard();
    }

    private void exchange(int l, FlatArray numbers) {
        UnitPairs layer = layers.get(l);
        BitSet present = mask.get(l);
        BitSet taken = (BitSet) present.clone();
        taken.or(before.get(l));
        int count = (int) (settings.replaced * present.cardinality() + 1e-9);
        count = regrows() ? count : Math.min(count, candidates(l, taken).length);
        int[] dropped = importance.least(l, present, count);
        if (regrows()) {
            Arrays.stream(dropped).forEach(taken::clear);
        }
        int[] grown = importance.mostPromising(l, candidates(l, taken), count);
        Arrays.stream(dropped).forEach(present::clear);
        Arrays.stream(grown).forEach(present::set);
        for (int pair : dropped) {
            for (int k = 0; k < layer.each() && !present.get(pair); k++) {
                numbers.set(layer.index(pair, k), 0);
            }
        }
    }

    @Override
    public void afterTask() {
        for (int l = 0; l < layers.size(); l++) {
            before.get(l).or(mask.get(l));
        }
        for (int l = 0; l < free.size(); l++) {
            reserve(l);
        }
        FlatArray numbers = FlatArray.of(learning.network().params());
        if (settings.rehearsing) {
            outputs = array(last()).dup();
            return;
        }
        UnitPairs layer = last();
        double[] trained = new double[layer.pairs() * layer.each()];
        mask.get(layers.size() - 1).stream().forEach(pair -> {
            for (int k = 0; k < layer.each(); k++) {
                trained[pair * layer.each() + k] = numbers.get(layer.index(pair, k));
            }
        });
        array(layer).assign(outputs);
        mask.get(layers.size() - 1).stream().forEach(pair -> {
            for (int k = 0; k < layer.each(); k++) {
                numbers.set(layer.index(pair, k), trained[pair * layer.each() + k]);
            }
        });
        outputs = array(layer).dup();
    }

    private void reserve(int l) {
        for (int unit : importance.mostOf(l + 1, selected.get(l + 1), settings.reserved)) {
            free.get(l).clear(unit);
        }
    }

    /** How many neurons of a hidden layer are reserved. */
    int reserved(int l) {
        return layers.get(l).outputs() - free.get(l).cardinality();
    }

    /** The reserved neurons of a hidden layer. */
    List<Integer> reservedUnits(int l) {
        return IntStream.range(0, layers.get(l).outputs())
                .filter(unit -> !free.get(l).get(unit))
                .boxed()
                .toList();
    }

    @Override
    public Map<String, Double> capacity() {
        Map<String, Double> used = new LinkedHashMap<>();
        for (int l = 0; l < layers.size(); l++) {
            UnitPairs layer = layers.get(l);
            used.put(layer.site().shape().name(), (double) before.get(l).cardinality() / layer.pairs());
        }
        return used;
    }

    /** Of the present task, or of the last one. */
    SpaceNetImportance importance() {
        return importance;
    }

    /** The places of the present task's connections, or of those of the last one, by layer. */
    List<BitSet> present() {
        return mask;
    }

    List<BitSet> connected() {
        return before;
    }

    @Override
    public void writeState(DataOutputStream out) throws IOException {
        for (BitSet bits : before) {
            BitSets.write(bits, out);
        }
        for (BitSet bits : free) {
            BitSets.write(bits, out);
        }
        Nd4j.write(first, out);
        Nd4j.write(outputs, out);
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        for (BitSet bits : before) {
            BitSets.read(bits, in);
        }
        for (BitSet bits : free) {
            BitSets.read(bits, in);
        }
        first.assign(Nd4j.read(in));
        outputs = Nd4j.read(in);
    }
}
