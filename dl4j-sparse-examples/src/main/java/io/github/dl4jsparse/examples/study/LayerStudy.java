package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.run.FirstWeights;
import io.github.dl4jsparse.examples.run.LayerMethods;
import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.OptimizerSettings;
import io.github.dl4jsparse.examples.run.PruningScope;
import io.github.dl4jsparse.examples.run.PruningSettings;
import io.github.dl4jsparse.examples.run.RunSettings;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * The experiments with layers that learn their own masks, on 784-300-100-10. Values that papers name are theirs; the others
 * were chosen on held-out training examples, see docs/results.md.
 */
public final class LayerStudy {

    private static final List<Integer> ARCH = List.of(784, 300, 100, 10);
    private static final PruningSettings PRUNING = new PruningSettings(List.of(0.9, 0.95, 0.98), PruningScope.LAYER);

    private static final List<Experiment> ALL = List.of(
            // first weights and inputs as in the authors' program
            standardized(withUniformFirstWeights(
                    layers("dst", "DST, alpha 0.0005", "dst", Map.of(), steady(Optimizer.NESTEROVS, 0.01), 20, 64))),
            layers(
                    "supermask",
                    "supermask, untrained weights, mask drawn",
                    "supermask",
                    Map.of(),
                    dropping(Optimizer.ADAM, 10),
                    10,
                    128),
            layers(
                    "edge-popup",
                    "edge-popup, untrained weights, k 0.5",
                    "edge-popup",
                    Map.of(),
                    dropping(Optimizer.ADAM, 10),
                    10,
                    128),
            powerprop(3),
            powerprop(1),
            gates("l0", "1"),
            gates("l0-weak", "0.1"),
            layers(
                    "vd",
                    "sparse variational dropout",
                    "vd",
                    Map.of("warm-up-epochs", "5"),
                    steady(Optimizer.ADAM, 0.001),
                    20,
                    128),
            new PiggybackExperiment());

    private LayerStudy() {}

    private static TrainingExperiment withUniformFirstWeights(TrainingExperiment experiment) {
        RunSettings settings = experiment.settings();
        return new TrainingExperiment(
                experiment.name(),
                experiment.title(),
                settings.with(settings.topology().withFirstWeights(FirstWeights.UNIFORM)));
    }

    private static TrainingExperiment standardized(TrainingExperiment experiment) {
        return new TrainingExperiment(
                experiment.name(), experiment.title(), experiment.settings().withStandardized(true));
    }

    private static Experiment gates(String name, String lambda) {
        return layers(
                name,
                "L0, lambda " + lambda,
                "l0",
                Map.of("lambda", lambda, "lr", "0.01"),
                steady(Optimizer.ADAM, 0.001),
                20,
                128);
    }

    private static Experiment powerprop(int alpha) {
        TrainingExperiment plain = withUniformFirstWeights(layers(
                "powerprop-" + alpha,
                "powerprop, alpha " + alpha,
                "powerprop",
                Map.of("alpha", String.valueOf(alpha)),
                steady(Optimizer.SGD, 0.1),
                20,
                60));
        return new TrainingExperiment(
                plain.name(), plain.title(), plain.settings().with(PRUNING));
    }

    private static TrainingExperiment layers(
            String name,
            String title,
            String method,
            Map<String, String> options,
            OptimizerSettings optimizer,
            int epochs,
            int batch) {
        RunSettings settings = RunSettings.defaults().toBuilder()
                .method("dense")
                .arch(ARCH)
                .optimizer(optimizer)
                .epochs(epochs)
                .batch(batch)
                .layers(LayerMethods.named(method).settings(options))
                .build();
        return new TrainingExperiment(name, title, settings);
    }

    private static OptimizerSettings steady(Optimizer updater, double rate) {
        return new OptimizerSettings(updater, rate, List.of(), 0);
    }

    private static OptimizerSettings dropping(Optimizer updater, int epochs) {
        return new OptimizerSettings(updater, updater.usualRate(), OptimizerSettings.usualDrops(epochs), 0);
    }

    /**
     * All experiments.
     *
     * @return in the order of the table
     */
    public static List<Experiment> all() {
        return ALL;
    }

    /**
     * The experiment of a name.
     *
     * @param name its name
     * @return the experiment
     * @throws DL4JInvalidConfigException if there is none
     */
    public static Experiment named(String name) {
        return ALL.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DL4JInvalidConfigException("There is no experiment (" + name
                        + "). The experiments are "
                        + ALL.stream().map(Experiment::name).toList() + "."));
    }
}
