package io.github.dl4jsparse.continual.inference;

import io.github.dl4jsparse.continual.store.WithoutNoise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The task whose share of a superposition lowers an objective fastest.
 *
 * <p>The gradient comes from DL4J's own softmax with cross-entropy, whose gradient by the logits is {@code p - y}: with the entropy
 * {@code H} of an example, {@code dH/dz = -p (log p + H)}, so that {@code y = p (1 + log p + H)}. For the superfluous outputs {@code
 * dG/dz = p} there and 0 elsewhere, so that {@code y} is 0 there and p elsewhere.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
final class GradientInference implements TaskInference {

    private static final long serialVersionUID = 1L;

    private static final double LEAST = 1e-12;

    private final boolean byHalves;

    private final boolean superfluous;

    private final int group;

    @JsonCreator
    GradientInference(
            @JsonProperty("byHalves") boolean byHalves,
            @JsonProperty("superfluous") boolean superfluous,
            @JsonProperty("group") int group) {
        this.byHalves = byHalves;
        this.superfluous = superfluous;
        this.group = Groups.checked(group);
    }

    @Override
    public int group() {
        return group;
    }

    @Override
    public boolean needsSuperposition() {
        return true;
    }

    @Override
    public int infer(Candidates candidates, INDArray features) {
        Superposition superposition = candidates
                .superposition()
                .orElseThrow(() -> new DL4JInvalidConfigException("The way to infer tasks (" + this
                        + ") needs a strategy that sums its tasks' weights, such as SupSup."
                        + " Others can use TaskInferences.leastEntropy or maximumOutput."));
        List<Integer> tasks = candidates.tasks();
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            left.add(i);
        }
        candidates.overwritten();
        while (left.size() > 1) {
            double[] gradients = gradients(candidates, superposition, left, tasks.size(), features);
            List<Integer> kept = byHalves ? upToMedian(left, gradients) : List.of();
            if (kept.isEmpty() || kept.size() == left.size()) {
                return least(tasks, left, gradients);
            }
            left = kept;
        }
        return tasks.get(left.get(0));
    }

    private double[] gradients(
            Candidates candidates, Superposition superposition, List<Integer> left, int count, INDArray features) {
        double[] alphas = new double[count];
        left.forEach(i -> alphas[i] = 1.0 / left.size());
        superposition.install(alphas, candidates.plain());
        INDArray p = candidates.plain().output(features);
        INDArray labels = superfluous ? withoutOthers(p, candidates) : entropyLabels(p);
        WithoutNoise.within(candidates.plain(), () -> {
            candidates.plain().gradient(features, labels);
            return labels;
        });
        return superposition.gradients(candidates.plain());
    }

    static INDArray entropyLabels(INDArray p) {
        INDArray labels = p.dup('c');
        for (int row = 0; row < p.size(0); row++) {
            double entropy = 0;
            for (int c = 0; c < p.size(1); c++) {
                double q = p.getDouble(row, c);
                entropy -= q <= LEAST ? 0 : q * Math.log(q);
            }
            for (int c = 0; c < p.size(1); c++) {
                double q = p.getDouble(row, c);
                labels.putScalar(row, c, q <= LEAST ? q : q * (1 + Math.log(q) + entropy));
            }
        }
        return labels;
    }

    private static INDArray withoutOthers(INDArray p, Candidates candidates) {
        Set<Integer> real = new TreeSet<>();
        candidates.tasks().forEach(task -> real.addAll(candidates.classes(task)));
        if (real.size() == p.size(1)) {
            throw new DL4JInvalidConfigException("All (" + p.size(1)
                    + ") outputs of the network are classes of tasks, so that none is superfluous. Give the output layer"
                    + " more outputs, or use TaskInferences.oneShot.");
        }
        INDArray labels = p.dup('c');
        for (int c = 0; c < p.size(1); c++) {
            if (!real.contains(c)) {
                labels.getColumn(c).assign(0);
            }
        }
        return labels;
    }

    /** The lower median, as in the authors' code. */
    private static List<Integer> upToMedian(List<Integer> left, double[] gradients) {
        double[] sorted = left.stream().mapToDouble(i -> gradients[i]).sorted().toArray();
        double median = sorted[(sorted.length - 1) / 2];
        return left.stream().filter(i -> gradients[i] <= median).toList();
    }

    private static int least(List<Integer> tasks, List<Integer> left, double[] gradients) {
        return left.stream()
                .min(Comparator.<Integer>comparingDouble(i -> gradients[i]).thenComparing(tasks::get))
                .map(tasks::get)
                .orElseThrow();
    }

    @Override
    public String toString() {
        return (byHalves ? "binary" : "one-shot") + (superfluous ? " by superfluous outputs" : "") + " of " + group;
    }
}
