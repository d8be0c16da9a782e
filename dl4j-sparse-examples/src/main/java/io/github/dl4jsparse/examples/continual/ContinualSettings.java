package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Scenario;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * All that a run is told, but for its seed.
 *
 * @param strategy the name of one of {@link Strategies}
 * @param options its settings that are not the usual ones
 * @param training how networks are trained
 * @param stream the tasks
 * @param scenario what the network is told when it is asked
 * @param loss which outputs take part in the softmax while a task is learnt; empty for what the strategy or the scenario suggests
 * @param inference how a task is found out where it is not told
 * @param group how many examples in a row are known to be of one task
 * @param outputs of the network; 0 for as many as there are classes
 * @param testExamples how many test examples there are, the first ones; 0 for all
 * @param validation whether held-out training examples stand in for the test examples
 */
public record ContinualSettings(
        String strategy,
        Map<String, String> options,
        Training training,
        StreamSettings stream,
        Scenario scenario,
        Optional<LossScope> loss,
        InferenceKind inference,
        int group,
        int outputs,
        int testExamples,
        boolean validation) {

    /**
     * Checks the numbers.
     *
     * @param strategy the name of one of {@link Strategies}
     * @param options its settings that are not the usual ones
     * @param training how networks are trained
     * @param stream the tasks
     * @param scenario what the network is told when it is asked
     * @param loss which outputs take part in the softmax while a task is learnt
     * @param inference how a task is found out where it is not told
     * @param group how many examples in a row are known to be of one task
     * @param outputs of the network
     * @param testExamples how many test examples there are
     * @param validation whether held-out training examples stand in for the test examples
     */
    public ContinualSettings {
        options = Map.copyOf(options);
        Strategies.named(strategy).values(options);
        if (group < 1 || outputs < 0 || testExamples < 0) {
            throw new DL4JInvalidConfigException("The examples (" + group
                    + ") of one task must be positive, the outputs (" + outputs + ") and the test examples ("
                    + testExamples + ") not negative.");
        }
    }

    /**
     * The usual settings.
     *
     * @param strategy the name of one of {@link Strategies}
     * @param stream what makes tasks of the data
     * @return the training of the strategy's paper; the scenario that suits both
     */
    public static ContinualSettings usual(String strategy, StreamKind stream) {
        StrategyEntry entry = Strategies.named(strategy);
        return new ContinualSettings(
                entry.name(),
                Map.of(),
                entry.training().apply(stream),
                StreamSettings.usual(stream),
                entry.separates() ? Scenario.TASK_INCREMENTAL : stream.usualScenario(),
                Optional.empty(),
                InferenceKind.ORACLE,
                1,
                0,
                0,
                false);
    }

    /**
     * The same for other tasks.
     *
     * @param tasks of any kind
     * @return new settings
     */
    public ContinualSettings on(StreamSettings tasks) {
        return new ContinualSettings(
                strategy,
                options,
                training,
                tasks,
                scenario,
                loss,
                inference,
                group,
                outputs,
                testExamples,
                validation);
    }

    /**
     * The same for another scenario.
     *
     * @param told what the network is told when it is asked
     * @return new settings
     */
    public ContinualSettings in(Scenario told) {
        return new ContinualSettings(
                strategy, options, training, stream, told, loss, inference, group, outputs, testExamples, validation);
    }

    /**
     * The same where tasks are found out rather than told.
     *
     * @param kind how
     * @param examples how many in a row are known to be of one task
     * @return new settings
     */
    public ContinualSettings inferring(InferenceKind kind, int examples) {
        return new ContinualSettings(
                strategy, options, training, stream, scenario, loss, kind, examples, outputs, testExamples, validation);
    }

    /**
     * The same with other outputs and fewer test examples.
     *
     * @param units of the output layer; 0 for as many as there are classes
     * @param examples how many test examples there are, the first ones; 0 for all
     * @return new settings
     */
    public ContinualSettings asking(int units, int examples) {
        return new ContinualSettings(
                strategy, options, training, stream, scenario, loss, inference, group, units, examples, validation);
    }

    /**
     * The same, measured on other examples or trained for another time.
     *
     * @param other training
     * @param heldOut whether held-out training examples stand in for the test examples
     * @return new settings
     */
    public ContinualSettings with(Training other, boolean heldOut) {
        return new ContinualSettings(
                strategy, options, other, stream, scenario, loss, inference, group, outputs, testExamples, heldOut);
    }

    /**
     * As it stands in the field {@code settings} of the result.
     *
     * @return names and values
     */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("strategy", strategy);
        fields.put("stream", word(stream.kind()));
        fields.put("scenario", word(scenario));
        fields.put("epochs", training.epochs());
        fields.put("batch", training.batch());
        fields.put("hidden", training.hidden());
        fields.put("init", word(training.weights()));
        fields.put("updater", word(training.optimizer().updater()));
        fields.put("lr", training.optimizer().rate());
        fields.put("normalise", word(training.normalisation()));
        fields.putAll(stream.fields());
        loss.ifPresent(outputs -> fields.put("loss", word(outputs)));
        fields.put("taskInference", word(inference));
        fields.put("group", group);
        fields.put("outputs", outputs);
        fields.put("testExamples", testExamples);
        fields.put("validation", validation);
        fields.put("strategyOptions", Strategies.named(strategy).values(options).values());
        return fields;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The scenario as it is typed.
     *
     * @param scenario any
     * @return {@code task}, {@code domain} or {@code class}
     */
    public static String word(Scenario scenario) {
        return word((Enum<?>) scenario).replace("-incremental", "");
    }
}
