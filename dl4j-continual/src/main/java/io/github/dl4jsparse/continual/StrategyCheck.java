package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.inference.TaskInference;
import io.github.dl4jsparse.continual.store.OutputHead;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether strategies, scenario and inference fit each other. */
final class StrategyCheck {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyCheck.class);

    private StrategyCheck() {}

    static void check(List<ContinualStrategy> strategies) {
        List<String> owners = strategies.stream()
                .filter(ContinualStrategy::ownsWeights)
                .map(ContinualStrategy::name)
                .toList();
        if (owners.size() > 1) {
            throw new DL4JInvalidConfigException(
                    "The strategies " + owners + " would each decide which weights a task uses. Use one of them.");
        }
        for (ContinualStrategy one : strategies) {
            for (ContinualStrategy other : strategies) {
                if (one != other) {
                    one.conflictWith(other).ifPresent(reason -> {
                        throw new DL4JInvalidConfigException("The strategies (" + one.name() + ") and (" + other.name()
                                + ") cannot work together: " + reason);
                    });
                }
            }
        }
    }

    /** The scenario that was said, or the one for which the strategies are made. */
    static Scenario scenario(LearnerSettings settings) {
        Scenario scenario = settings.scenario() == null ? suited(settings) : settings.scenario();
        for (ContinualStrategy strategy : settings.strategies()) {
            Support support = strategy.supports(scenario);
            boolean inferred = settings.inference() != null && strategy.ownsWeights();
            if (support.level() == Support.Level.IMPOSSIBLE && !inferred) {
                throw new DL4JInvalidConfigException("The strategy (" + strategy.name()
                        + ") cannot work in the scenario (" + scenario + "): " + support.reason());
            }
            boolean alone = settings.strategies().stream()
                    .noneMatch(other -> other.supports(scenario).level() == Support.Level.SUITABLE);
            if (support.level() == Support.Level.DOUBTFUL && alone) {
                LOG.warn(
                        "The strategy ({}) is not made for the scenario ({}): {}",
                        strategy.name(),
                        scenario,
                        support.reason());
            }
        }
        return scenario;
    }

    private static Scenario suited(LearnerSettings settings) {
        boolean known = settings.inference() == null
                && settings.strategies().stream()
                        .anyMatch(strategy ->
                                strategy.supports(Scenario.CLASS_INCREMENTAL).level() == Support.Level.IMPOSSIBLE);
        return known ? Scenario.TASK_INCREMENTAL : Scenario.CLASS_INCREMENTAL;
    }

    static void checkInference(LearnerSettings settings, boolean separated, boolean superposed, OutputHead head) {
        List<String> names =
                settings.strategies().stream().map(ContinualStrategy::name).toList();
        TaskInference inference = settings.inference();
        if (inference != null && !separated) {
            throw new DL4JInvalidConfigException(
                    "Under " + names + " all tasks share their parameters, so that there is" + " nothing to infer by ("
                            + inference + "). Leave taskInference(...) out.");
        }
        if (inference != null && inference.needsSuperposition()) {
            checkSuperposition(names, inference, superposed, head);
        }
        boolean asked = settings.scenario() != Scenario.TASK_INCREMENTAL;
        if (separated && asked && settings.inference() == null) {
            throw new DL4JInvalidConfigException("Under "
                    + names
                    + " each task has parameters of its own, and in the scenario (" + settings.scenario()
                    + ") nobody says which task it is. Add taskInference(...), such as TaskInferences.maximumOutput(),"
                    + " or use the scenario TASK_INCREMENTAL.");
        }
    }

    private static void checkSuperposition(
            List<String> names, TaskInference inference, boolean superposed, OutputHead head) {
        if (!superposed) {
            throw new DL4JInvalidConfigException("The way to infer tasks (" + inference + ") asks the sum of the tasks'"
                    + " weights, which " + names + " does not have for this network: it needs SupSup, without batch"
                    + " normalisation. Others can use TaskInferences.leastEntropy, maximumOutput or nearestMean.");
        }
        if (!head.isSoftmaxWithCrossEntropy()) {
            throw new DL4JInvalidConfigException("The way to infer tasks (" + inference + ") needs a softmax with"
                    + " cross-entropy (MCXENT), without weights of classes, in the output layer (" + head.name()
                    + "). Others can use TaskInferences.leastEntropy, maximumOutput or nearestMean.");
        }
    }
}
