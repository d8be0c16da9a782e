package io.github.dl4jsparse.continual.inference;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tasks 0, 1, ... whose logits are given; the last one was learnt first. */
record Scripted(List<double[][]> logits, Map<Integer, List<Integer>> classesOf) implements Candidates {

    @Override
    public List<Integer> tasks() {
        return List.copyOf(new TreeSet<>(classesOf.keySet()).descendingSet());
    }

    @Override
    public SortedSet<Integer> classes(int task) {
        return new TreeSet<>(classesOf.get(task));
    }

    @Override
    public SortedSet<Integer> outputs(int task) {
        return classes(task);
    }

    @Override
    public INDArray logits(int task, INDArray features) {
        return Nd4j.createFromArray(logits.get(task));
    }

    @Override
    public INDArray features(int task, INDArray examples) {
        return logits(task, examples);
    }

    @Override
    public SortedMap<Integer, INDArray> classMeans(int task) {
        return new TreeMap<>();
    }

    @Override
    public Optional<Superposition> superposition() {
        return Optional.empty();
    }

    @Override
    public NetworkView plain() {
        throw new UnsupportedOperationException("There is no network.");
    }

    @Override
    public void overwritten() {}
}
