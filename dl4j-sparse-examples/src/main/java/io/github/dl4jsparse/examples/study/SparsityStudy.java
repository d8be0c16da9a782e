package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.run.Method;
import io.github.dl4jsparse.examples.run.Methods;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.StartingTopology;
import io.github.dl4jsparse.examples.run.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The training methods beside each other: the same data, epochs, batches and learning rates but for methods that are about
 * their optimiser, each with the schedule that the command line gives it.
 */
public final class SparsityStudy {

    private static final Set<StartingTopology> TOLD_NO_SPARSITY = Set.of(StartingTopology.DENSE, StartingTopology.OPEN);

    private SparsityStudy() {}

    /**
     * The experiments.
     *
     * @param archs units of each layer, inputs first
     * @param methods names of {@link Methods}
     * @param sparsities each in [0, 1)
     * @param epochs of every run
     * @param storage of the weights; methods that truly sparse layers cannot hold have masked storage in any case
     * @return in the order in which they are made
     */
    public static List<SparsityExperiment> of(
            List<List<Integer>> archs, List<String> methods, List<Double> sparsities, int epochs, Storage storage) {
        List<SparsityExperiment> experiments = new ArrayList<>();
        for (List<Integer> arch : archs) {
            RunSettings base = RunSettings.defaults().withArch(arch).withEpochs(epochs);
            List<Method> named = methods.stream().map(Methods::named).toList();
            for (Method method : named) {
                if (TOLD_NO_SPARSITY.contains(method.start())) {
                    experiments.add(SparsityExperiment.of(base.asUsualFor(method.name()), OptionalDouble.empty()));
                }
            }
            for (double sparsity : sparsities) {
                for (Method method : named) {
                    if (!TOLD_NO_SPARSITY.contains(method.start())) {
                        RunSettings usual = base.asUsualFor(method.name())
                                .with(method.name(), method.fitsTrulySparseLayers() ? storage : Storage.MASKED);
                        experiments.add(SparsityExperiment.of(
                                usual.with(usual.topology().withSparsity(sparsity)), OptionalDouble.of(sparsity)));
                    }
                }
            }
        }
        return experiments;
    }
}
