package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Synaptic intelligence: how much a parameter's way through the training lowered the loss says how much it matters. In each step
 * {@code omega += -g dTheta}, with g the mean gradient of the task's loss alone and dTheta the step that was made; after a task
 * {@code Omega += omega / ((theta - theta_start)^2 + xi)}; the penalty is {@code c sum Omega (theta - theta*)^2}. Zenke, Poole and
 * Ganguli, ICML 2017, eqs. 3 to 5.
 *
 * <p>Omega is kept at 0 or above unless said otherwise. Statistics of batch normalisation are left alone. The score that DL4J shows
 * has no penalty in it.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class SynapticIntelligence implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final double strength;

    private final double damping;

    private final boolean clamped;

    @JsonCreator
    SynapticIntelligence(
            @JsonProperty("strength") double strength,
            @JsonProperty("damping") double damping,
            @JsonProperty("clamped") boolean clamped) {
        if (!(strength >= 0) || !(damping > 0) || Double.isInfinite(strength) || Double.isInfinite(damping)) {
            throw new DL4JInvalidConfigException(
                    "The strength (" + strength + ") must be at least 0, the damping (" + damping + ") positive.");
        }
        this.strength = strength;
        this.damping = damping;
        this.clamped = clamped;
    }

    /**
     * With the damping {@code xi = 0.1}.
     *
     * @param strength c, at least 0
     * @return the strategy
     * @throws DL4JInvalidConfigException if it is negative
     */
    public static SynapticIntelligence of(double strength) {
        return new SynapticIntelligence(strength, 0.1, true);
    }

    /**
     * The same with another damping.
     *
     * @param xi positive
     * @return a new strategy
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public SynapticIntelligence damping(double xi) {
        return new SynapticIntelligence(strength, xi, clamped);
    }

    /**
     * The same, with importances that may be negative.
     *
     * @return a new strategy
     */
    public SynapticIntelligence unclamped() {
        return new SynapticIntelligence(strength, damping, false);
    }

    @Override
    public String name() {
        return "si";
    }

    @Override
    public Support supports(Scenario scenario) {
        return ElasticWeightConsolidation.separate(0).supports(scenario);
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new Session(learning);
    }

    private final class Session implements StrategySession {

        private final Learning learning;
        private Penalty penalty;
        private INDArray start;
        private INDArray path;
        private INDArray gradient;
        private INDArray before;

        Session(Learning learning) {
            this.learning = learning;
        }

        @Override
        public void beforeTask() {
            start = learning.network().params().dup();
            path = Nd4j.zeros(start.dataType(), start.shape());
            gradient = Nd4j.zeros(start.dataType(), start.shape());
            before = Nd4j.zeros(start.dataType(), start.shape());
        }

        @Override
        public void onGradient() {
            NetworkView network = learning.network();
            gradient.assign(network.gradients().reshape(start.shape())).divi(learning.examples());
            before.assign(network.params());
        }

        @Override
        public void addGradient() {
            if (penalty != null) {
                penalty.addGradient(learning, 2 * strength);
            }
        }

        @Override
        public void afterStep() {
            before.subi(learning.network().params());
            path.addi(gradient.muli(before));
        }

        @Override
        public void afterTask() {
            INDArray end = learning.network().params().dup();
            INDArray moved = end.sub(start);
            INDArray importance = path.div(moved.muli(moved).addi(damping));
            if (penalty != null) {
                importance.addi(penalty.importance());
            }
            if (clamped) {
                importance = Transforms.max(importance, 0);
            }
            Penalty.leaveStatisticsOut(learning.network(), importance);
            penalty = new Penalty(importance, end);
            start = null;
            path = null;
            gradient = null;
            before = null;
        }

        @Override
        public TaskMemory memory(int task) {
            long numbers = penalty == null ? 0 : 2 * penalty.center().length();
            long width = learning.network().params().dataType().width();
            return new TaskMemory(
                    0, 0, 0, numbers * width / Math.max(1, learning.learned().size()), 0);
        }

        @Override
        public void writeState(DataOutputStream out) throws IOException {
            Penalty.write(penalty == null ? null : penalty.importance(), out);
            Penalty.write(penalty == null ? null : penalty.center(), out);
        }

        @Override
        public void readState(DataInputStream in) throws IOException {
            INDArray importance = Penalty.read(in);
            INDArray center = Penalty.read(in);
            penalty = importance == null ? null : new Penalty(importance, center);
        }
    }
}
