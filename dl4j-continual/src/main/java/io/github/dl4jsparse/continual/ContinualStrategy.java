package io.github.dl4jsparse.continual;

import java.io.Serializable;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * A way to learn one task after the other. An implementation is immutable configuration, which is saved with the learner under its
 * class name: a top-level class whose fields are the properties of a {@code @JsonCreator} constructor. What it remembers of the tasks
 * is in its {@link StrategySession}, one for each learner.
 */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface ContinualStrategy extends Serializable {

    /**
     * What the command line, tables and messages call it.
     *
     * @return such as {@code packnet}
     */
    String name();

    /**
     * How it suits a scenario.
     *
     * @param scenario what the network will be told when it is asked
     * @return the answer, with its reason
     */
    Support supports(Scenario scenario);

    /**
     * Whether it decides which weights a task uses: one strategy of a learner at most may do so.
     *
     * @return false by default
     */
    default boolean ownsWeights() {
        return false;
    }

    /**
     * Whether examples of earlier tasks teach it something: their outputs stay trainable.
     *
     * @return false by default, of interest for strategies that own the weights
     */
    default boolean rehearses() {
        return false;
    }

    /**
     * Whether it can work beside another strategy.
     *
     * @param other a strategy of the same learner
     * @return why not; empty if it can
     */
    default Optional<String> conflictWith(ContinualStrategy other) {
        return Optional.empty();
    }

    /**
     * The network that is trained: layers wrapped, the loss replaced.
     *
     * @param plain the user's network, initialised; to be left as it is
     * @return the network to train; the plain one itself by default
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the strategy cannot work with this network
     */
    default Model prepare(Model plain) {
        return plain;
    }

    /**
     * Begins to learn.
     *
     * @param learning what the session works with
     * @return a session for this one learner
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the strategy cannot work with this network
     */
    StrategySession begin(Learning learning);
}
