package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.convert.PiggybackBuilder;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.Piggyback;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Piggyback: each task is a binary mask over the weights of a network that was trained before, found by training real-valued scores,
 * and a head of its own. Weights, biases and normalisations of the backbone never change. Mallya, Davis and Lazebnik,
 * <i>Piggyback: Adapting a Single Network to Multiple Tasks by Learning to Mask Weights</i>, ECCV 2018.
 *
 * <p>Give the learner the trained network itself, {@code network(model)}: over weights that are merely drawn, {@link SupSup} is
 * better. Scores start anew for each task. The output of a learnt task never changes by a bit.
 *
 * <p>Departure: scores are trained by Adam with rate 1e-4 unless the mask has another updater, as in the authors' program, but the head
 * by the updater of its layer, where the authors have the same Adam. Give the output layer {@code new Adam(1e-4)} for theirs.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class PiggybackMasks implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final Piggyback mask;

    @JsonCreator
    PiggybackMasks(@JsonProperty("mask") Piggyback mask) {
        if (mask.isTernary()) {
            throw new DL4JInvalidConfigException("The mask is ternary (true): its weights may have the opposite sign,"
                    + " and of a task a bit for each weight is kept. Use Piggyback.binary().");
        }
        this.mask = mask;
    }

    /**
     * Binary masks with the authors' values.
     *
     * @return the strategy
     */
    public static PiggybackMasks binary() {
        return new PiggybackMasks(Piggyback.binary());
    }

    /**
     * Masks with other thresholds, starts or updaters.
     *
     * @param mask a binary one
     * @return the strategy
     * @throws DL4JInvalidConfigException if it is ternary
     */
    public static PiggybackMasks of(Piggyback mask) {
        return new PiggybackMasks(Objects.requireNonNull(mask));
    }

    @Override
    public String name() {
        return "piggyback";
    }

    @Override
    public Support supports(Scenario scenario) {
        return WinningSubnetworks.keeping(1).supports(scenario);
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public Model prepare(Model plain) {
        return plain instanceof MultiLayerNetwork net
                ? PiggybackBuilder.on(net).mask(mask).build()
                : PiggybackBuilder.on((ComputationGraph) plain).mask(mask).build();
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new Session(learning);
    }

    private static final class Session extends MaskedSession {

        Session(Learning learning) {
            super(
                    learning,
                    head(learning).names(),
                    new TaskParameters(TaskParameters.arrays(learning.network()).keySet()));
        }

        @Override
        public boolean relearns() {
            return true;
        }

        @Override
        public void afterTask() {
            var used = EffectiveWeights.masks(learning.network().model());
            used.masks().forEach(this::warn);
            tasks.keep(used);
        }

        private void warn(String name, Mask active) {
            if (active.count() == 0) {
                learning.notice("The mask of task (" + learning.task().id() + ") over (" + name + ") is empty.");
            }
        }
    }
}
