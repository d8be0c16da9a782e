package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.examples.continual.ContinualSettings;
import io.github.dl4jsparse.examples.continual.InferenceKind;
import io.github.dl4jsparse.examples.continual.StreamKind;
import io.github.dl4jsparse.examples.continual.StreamSettings;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * The experiments of continual learning: every strategy with its usual settings. Published figures are those of the strategies'
 * authors, and of van de Ven and Tolias, <i>Three Scenarios for Continual Learning</i>, 2019; those with an asterisk are quoted at
 * second hand.
 */
public final class ContinualStudy {

    private static final String CLASSES = "Split MNIST, the task is not told";
    private static final String INFERRED = "Split MNIST, the task is inferred from 20 digits";
    private static final String TASKS = "Split MNIST, the task is told";
    private static final String PERMUTED = "Permuted MNIST";

    private static final List<ContinualExperiment> ALL = List.of(
            classes("spacenet", "SpaceNet", "75.53 ± 1.82 %"),
            classes("static-sparse", "Static-SparseNN", "61.25 ± 2.30 %"),
            classes("afaf", "AFAF", ""),
            classes("naive", "naive", "19.90 ± 0.02 % *"),
            classes("ewc", "EWC", "20.01 ± 0.06 % *"),
            classes("online-ewc", "online EWC", ""),
            classes("si", "SI", "19.99 ± 0.06 % *"),
            classes("lwf", "LwF", "23.85 ± 0.44 % *"),
            classes("sam", "SAM, trunk trained by the first task", ""),
            classes("serena", "SERENA", ""),
            classes("dgr", "deep generative replay", "90.79 ± 0.41 % *"),
            classes("rehearsal", "rehearsal, 2,000 examples", ""),
            classes("spacenet-rehearsal", "SpaceNet-Rehearsal, 2,000 examples", "95.08 %"),
            classes("cumulative", "cumulative", ""),
            classes("joint", "joint", "97.9 % *"),
            tasks("packnet", "PackNet", ""),
            tasks("wsn", "WSN", ""),
            tasks("cps", "CP&S", ""),
            tasks("cl-dst", "dynamic sparse training", ""),
            tasks("supsup", "SupSup", ""),
            tasks("piggyback", "Piggyback", ""),
            tasks("den", "DEN", ""),
            tasks("naive", "naive", "87.2 % *"),
            tasks("lwf", "LwF", "99.6 % *"),
            tasks("ewc", "EWC", "98.6 % *"),
            tasks("si", "SI", "99.1 % *"),
            tasks("sam", "SAM, trunk trained by the first task", ""),
            inferred("cps", "CP&S, maximum output", InferenceKind.MAXIMUM_OUTPUT),
            inferred("cps", "CP&S, nearest mean", InferenceKind.NEAREST_MEAN),
            inferred("packnet", "PackNet, nearest mean", InferenceKind.NEAREST_MEAN),
            inferred("wsn", "WSN, nearest mean", InferenceKind.NEAREST_MEAN),
            inferred("cl-dst", "dynamic sparse training, nearest mean", InferenceKind.NEAREST_MEAN),
            inferred("supsup", "SupSup, one-shot", InferenceKind.ONE_SHOT),
            permutedSupSup(
                    "permuted-supsup-told", "SupSup, 5 tasks, 1 epoch, the task is told", Scenario.TASK_INCREMENTAL, 0),
            permutedSupSup(
                    "permuted-supsup",
                    "SupSup, 5 tasks, 1 epoch, the first 2,000 test images",
                    Scenario.DOMAIN_INCREMENTAL,
                    2000),
            permuted("wsn", "WSN, 10 tasks", "96.24 ± 0.11 % *"),
            permuted("packnet", "PackNet, 10 tasks", "96.37 ± 0.04 % *"),
            permutedTaskFree());

    private ContinualStudy() {}

    private static ContinualExperiment classes(String strategy, String title, String published) {
        return new ContinualExperiment(
                "class-" + strategy,
                title,
                CLASSES,
                published,
                ContinualSettings.usual(strategy, StreamKind.SPLIT).in(Scenario.CLASS_INCREMENTAL));
    }

    private static ContinualExperiment tasks(String strategy, String title, String published) {
        return new ContinualExperiment(
                "task-" + strategy,
                title,
                TASKS,
                published,
                ContinualSettings.usual(strategy, StreamKind.SPLIT).in(Scenario.TASK_INCREMENTAL));
    }

    private static ContinualExperiment inferred(String strategy, String title, InferenceKind kind) {
        return new ContinualExperiment(
                "inferred-" + strategy + "-"
                        + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                title,
                INFERRED,
                "",
                ContinualSettings.usual(strategy, StreamKind.SPLIT)
                        .in(Scenario.CLASS_INCREMENTAL)
                        .inferring(kind, 20));
    }

    private static ContinualExperiment permuted(String strategy, String title, String published) {
        return new ContinualExperiment(
                "permuted-" + strategy,
                title,
                PERMUTED,
                published,
                ContinualSettings.usual(strategy, StreamKind.PERMUTED));
    }

    /** As in the authors' notebook: a hundred outputs of which ten are digits, a task inferred from one example. */
    private static ContinualExperiment permutedSupSup(String name, String title, Scenario scenario, int testExamples) {
        boolean told = scenario == Scenario.TASK_INCREMENTAL;
        return new ContinualExperiment(
                name,
                title,
                PERMUTED,
                "92.37 %",
                ContinualSettings.usual("supsup", StreamKind.PERMUTED)
                        .on(StreamSettings.permutations(5))
                        .in(scenario)
                        .inferring(told ? InferenceKind.ORACLE : InferenceKind.ONE_SHOT, 1)
                        .asking(100, testExamples));
    }

    /** Nobody says where a task begins, neither in training nor at test; otherwise as above, with as many outputs as for NNs. */
    private static ContinualExperiment permutedTaskFree() {
        return new ContinualExperiment(
                "permuted-supsup-nns",
                "SupSup that finds its tasks, 5 tasks",
                PERMUTED,
                "",
                ContinualSettings.usual("supsup-nns", StreamKind.PERMUTED)
                        .on(StreamSettings.permutations(5))
                        .in(Scenario.DOMAIN_INCREMENTAL)
                        .asking(500, 2000));
    }

    /**
     * All experiments.
     *
     * @return in the order of the tables
     */
    public static List<ContinualExperiment> all() {
        return ALL;
    }

    /**
     * The experiment of a name.
     *
     * @param name its name
     * @return the experiment
     * @throws DL4JInvalidConfigException if there is none
     */
    public static ContinualExperiment named(String name) {
        return ALL.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DL4JInvalidConfigException("There is no experiment (" + name
                        + "). The experiments are "
                        + ALL.stream().map(ContinualExperiment::name).toList() + "."));
    }
}
