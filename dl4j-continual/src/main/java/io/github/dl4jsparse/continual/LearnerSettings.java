package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.inference.TaskInference;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** What a learner was built with, besides its network. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class LearnerSettings {

    private final List<ContinualStrategy> strategies;
    private final Scenario scenario;
    private final TaskInference inference;
    private final LossScope lossScope;
    private final int epochs;
    private final int batchSize;
    private final long seed;
    private final CapacityPolicy capacityPolicy;

    @JsonCreator
    LearnerSettings(
            @JsonProperty("strategies") List<ContinualStrategy> strategies,
            @JsonProperty("scenario") Scenario scenario,
            @JsonProperty("inference") TaskInference inference,
            @JsonProperty("lossScope") LossScope lossScope,
            @JsonProperty("epochs") int epochs,
            @JsonProperty("batchSize") int batchSize,
            @JsonProperty("seed") long seed,
            @JsonProperty("capacityPolicy") CapacityPolicy capacityPolicy) {
        this.strategies = List.copyOf(strategies);
        this.scenario = scenario;
        this.inference = inference;
        this.lossScope = lossScope;
        this.epochs = epochs;
        this.batchSize = batchSize;
        this.seed = seed;
        this.capacityPolicy = capacityPolicy;
    }

    List<ContinualStrategy> strategies() {
        return strategies;
    }

    /** Null where none was said. */
    Scenario scenario() {
        return scenario;
    }

    TaskInference inference() {
        return inference;
    }

    LossScope lossScope() {
        return lossScope;
    }

    int epochs() {
        return epochs;
    }

    /** 0 where the iterators decide. */
    int batchSize() {
        return batchSize;
    }

    long seed() {
        return seed;
    }

    CapacityPolicy capacityPolicy() {
        return capacityPolicy;
    }

    LearnerSettings withScenario(Scenario chosen) {
        return new LearnerSettings(strategies, chosen, inference, lossScope, epochs, batchSize, seed, capacityPolicy);
    }
}
