package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.examples.continual.Angles;
import io.github.dl4jsparse.examples.continual.ContinualSettings;
import io.github.dl4jsparse.examples.continual.InferenceKind;
import io.github.dl4jsparse.examples.continual.Interpolation;
import io.github.dl4jsparse.examples.continual.Normalisation;
import io.github.dl4jsparse.examples.continual.Strategies;
import io.github.dl4jsparse.examples.continual.StrategyEntry;
import io.github.dl4jsparse.examples.continual.StreamSettings;
import io.github.dl4jsparse.examples.continual.Training;
import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.OptimizerSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The settings of a run of continual learning, as options. */
final class ContinualOptions {

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = "spacenet",
            description =
                    "How tasks are learnt; 'dl4j-sparse methods' lists the strategies. Default: ${DEFAULT-VALUE}.")
    private String strategy;

    @Option(
            names = "--strategy-option",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Settings of the strategy, such as lambda=1000; 'dl4j-sparse methods' lists them with their"
                    + " defaults.")
    private Map<String, String> strategyOptions = Map.of();

    @Mixin
    private StreamOption stream;

    @Option(
            names = "--scenario",
            paramLabel = "KIND",
            description =
                    "What the network is told when it is asked: task (which task it is), domain (nothing, all tasks"
                            + " have the same classes) or class (nothing). Default: task where each task has parameters of its"
                            + " own and nothing infers it, else class for split and domain for permuted and rotated tasks.")
    private Scenario scenario;

    @Option(
            names = "--loss",
            paramLabel = "OUTPUTS",
            description =
                    "Which outputs take part in the softmax while a task is learnt: task (its own classes), seen (those"
                            + " of earlier tasks too) or all. Default: the strategy's, or what the scenario suggests.")
    private LossScope loss;

    @Option(
            names = "--task-inference",
            paramLabel = "KIND",
            defaultValue = "oracle",
            description =
                    "How the task is found out where each has parameters of its own: oracle (it is told), one-shot,"
                            + " binary, least-entropy, maximum-output or nearest-mean. Default: ${DEFAULT-VALUE}.")
    private InferenceKind inference;

    @Option(
            names = "--inference-group",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many test examples in a row are known to be of one task. Default: ${DEFAULT-VALUE}.")
    private int group;

    @Option(names = "--tasks", paramLabel = "N", description = "Default: 5 split, 10 permuted, 36 rotated ones.")
    private Integer tasks;

    @Option(names = "--permute-first", description = "Permute the first of permuted tasks too.")
    private boolean permuteFirst;

    @Option(
            names = "--angles",
            paramLabel = "KIND",
            defaultValue = "steps",
            description =
                    "How far rotated tasks are turned. steps: each of T tasks floor(360/T) degrees further, the first not"
                            + " at all. random: each by an angle of its own below 180 degrees. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Angles angles;

    @Option(
            names = "--interpolation",
            paramLabel = "KIND",
            defaultValue = "nearest",
            description = "What becomes a pixel of a rotated task: the nearest one, or four of them mixed: bilinear."
                    + " Default: ${DEFAULT-VALUE}.")
    private Interpolation interpolation;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the examples of each task. Default: the strategy's.")
    private Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Examples per step. Default: the strategy's.")
    private Integer batch;

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            description =
                    "Units of each layer, such as 784-400-400-10. Default: the strategy's hidden layers between the"
                            + " features and the classes. Permuted and rotated tasks may have more outputs than classes.")
    private String arch;

    @Option(
            names = "--updater",
            paramLabel = "NAME",
            description =
                    "sgd, nesterovs (momentum 0.9), adam, amsgrad, adamax, nadam, rmsprop or rmsprop-99. Default: the"
                            + " strategy's.")
    private Optimizer updater;

    @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate. Default: the strategy's.")
    private Double rate;

    @Option(
            names = "--normalise",
            paramLabel = "KIND",
            description = "unit: inputs in [0, 1]. mnist: (x - 0.1307) / 0.3081. Default: the strategy's.")
    private Normalisation normalisation;

    @Option(
            names = "--test",
            paramLabel = "N",
            defaultValue = "0",
            description = "Ask for the first N test examples only; 0 for all. Default: ${DEFAULT-VALUE}.")
    private int testExamples;

    @Option(
            names = "--validation",
            description = "Measure accuracy on a tenth of the training examples that is held out, not on the test"
                    + " examples: to choose settings by.")
    private boolean validation;

    StreamOption stream() {
        return stream;
    }

    ContinualSettings settings(int width) {
        StrategyEntry entry = Strategies.named(strategy);
        ContinualSettings usual = ContinualSettings.usual(strategy, stream.kind());
        List<Integer> units = arch == null ? List.of() : Architecture.units(arch, width);
        boolean told = entry.separates() && inference == InferenceKind.ORACLE;
        Scenario suited = told ? Scenario.TASK_INCREMENTAL : stream.kind().usualScenario();
        return new ContinualSettings(
                usual.strategy(),
                strategyOptions,
                training(usual.training(), units),
                new StreamSettings(
                        stream.kind(),
                        tasks == null ? usual.stream().tasks() : tasks,
                        permuteFirst,
                        angles,
                        interpolation),
                scenario == null ? suited : scenario,
                Optional.ofNullable(loss),
                inference,
                group,
                units.isEmpty() ? 0 : units.get(units.size() - 1),
                testExamples,
                validation);
    }

    /** Joint training on the same tasks, with the same network but its own updater. */
    ContinualSettings joint(ContinualSettings settings) {
        ContinualSettings usual = ContinualSettings.usual("joint", stream.kind());
        Training own = usual.training();
        Training training = new Training(
                settings.training().hidden(),
                own.weights(),
                own.optimizer(),
                settings.training().epochs(),
                settings.training().batch(),
                settings.training().normalisation());
        return usual.with(training, validation)
                .on(settings.stream())
                .in(settings.scenario())
                .asking(settings.outputs(), settings.testExamples());
    }

    private Training training(Training usual, List<Integer> units) {
        Optimizer kind = updater == null ? usual.optimizer().updater() : updater;
        double own = kind == usual.optimizer().updater() ? usual.optimizer().rate() : kind.usualRate();
        return new Training(
                units.isEmpty() ? usual.hidden() : units.subList(1, units.size() - 1),
                usual.weights(),
                new OptimizerSettings(kind, rate == null ? own : rate, List.of(), 0),
                epochs == null ? usual.epochs() : epochs,
                batch == null ? usual.batch() : batch,
                normalisation == null ? usual.normalisation() : normalisation);
    }
}
