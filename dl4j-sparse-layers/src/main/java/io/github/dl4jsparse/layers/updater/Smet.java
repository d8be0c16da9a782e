package io.github.dl4jsparse.layers.updater;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adam in which every weight has an age: steps since it began, or was grown by a change of topology. Bias corrections
 * use the weight's own age {@code tau = 1, 2, ...}, and its learning rate rises linearly over its first {@code T_w}
 * steps:
 *
 * <pre>{@code
 * m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2
 * w <- w - lr / density * min(1, tau / T_w) * (m / (1 - b1^tau)) / (sqrt(v / (1 - b2^tau)) + eps)
 * }</pre>
 *
 * <p>With Adam's one step count for all weights, the first update of a weight that is grown late is {@code (1 - b1) /
 * sqrt(1 - b2)}, about 3 times the learning rate, and the loss has a spike after each change of topology; here it is
 * {@code 1 / T_w} of the learning rate. Xiao et al., <i>SMET</i>, ICML 2026. Departure: {@code tau} of a first update
 * is 1, in the authors' code 2.
 *
 * <p>State: three numbers for each parameter, m, v and age; in truly sparse layers for each connection. The topology
 * listener makes all of them 0 where a connection is dropped or grown. The ages of weights that a mask keeps inactive
 * run on and mean nothing. L1, L2 and weight decay are DL4J's. Parameters without topology, such as biases, have the
 * ages of the training; a {@code density} is not meant for them: give them a {@code biasUpdater}.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class Smet implements IUpdater {

    private static final long serialVersionUID = 1;

    private double learningRate;
    private ISchedule learningRateSchedule;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final int warmUp;
    private final boolean dampMoment;
    private final double density;

    /**
     * With the defaults of {@link Builder}.
     *
     * @param learningRate positive
     * @throws DL4JInvalidConfigException if it is not
     */
    public Smet(double learningRate) {
        this(new Builder().learningRate(learningRate));
    }

    /**
     * With the defaults of {@link Builder} and a learning rate that changes.
     *
     * @param schedule the learning rate over time
     */
    public Smet(ISchedule schedule) {
        this(new Builder().learningRate(schedule));
    }

    private Smet(Builder settings) {
        this(
                settings.learningRate,
                settings.schedule,
                settings.beta1,
                settings.beta2,
                settings.epsilon,
                settings.warmUp,
                settings.dampMoment,
                settings.density);
    }

    @JsonCreator
    private Smet(
            @JsonProperty("learningRate") double learningRate,
            @JsonProperty("learningRateSchedule") ISchedule learningRateSchedule,
            @JsonProperty("beta1") double beta1,
            @JsonProperty("beta2") double beta2,
            @JsonProperty("epsilon") double epsilon,
            @JsonProperty("warmUp") int warmUp,
            @JsonProperty("dampMoment") boolean dampMoment,
            @JsonProperty("density") double density) {
        this.learningRate = learningRate;
        this.learningRateSchedule = learningRateSchedule;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.warmUp = warmUp;
        this.dampMoment = dampMoment;
        this.density = density;
        check();
    }

    private void check() {
        boolean rates = learningRateSchedule != null || learningRate > 0 && Double.isFinite(learningRate);
        boolean betas = beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1;
        if (!rates || !betas || !(epsilon > 0 && Double.isFinite(epsilon)) || warmUp < 0) {
            throw new DL4JInvalidConfigException("The learning rate (" + learningRate + ") and epsilon (" + epsilon
                    + ") must be positive, beta1 (" + beta1 + ") and beta2 (" + beta2
                    + ") in [0, 1), the warm-up (" + warmUp + ") not negative.");
        }
        if (!(density > 0 && density <= 1)) {
            throw new DL4JInvalidConfigException(
                    "The density (" + density + ") must be in (0, 1]. Maybe you passed the sparsity or a percentage?");
        }
    }

    @Override
    public long stateSize(long numParams) {
        return SmetUpdater.SLOTS * numParams;
    }

    @Override
    public GradientUpdater<Smet> instantiate(INDArray viewArray, boolean initializeViewArray) {
        SmetUpdater updater = new SmetUpdater(this);
        long[] shape = {viewArray.length() / SmetUpdater.SLOTS};
        updater.setStateViewArray(viewArray, shape, viewArray.ordering(), initializeViewArray);
        return updater;
    }

    @Override
    public GradientUpdater<Smet> instantiate(Map<String, INDArray> updaterState, boolean initializeStateArrays) {
        SmetUpdater updater = new SmetUpdater(this);
        updater.setState(updaterState, initializeStateArrays);
        return updater;
    }

    @Override
    public Smet clone() {
        return new Smet(learningRate, learningRateSchedule, beta1, beta2, epsilon, warmUp, dampMoment, density);
    }

    /** The rate before its division by the density. */
    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRateSchedule == null ? learningRate : learningRateSchedule.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
        learningRate = lr;
        learningRateSchedule = lrSchedule;
    }

    /**
     * The decay of the first moment.
     *
     * @return in [0, 1)
     */
    public double getBeta1() {
        return beta1;
    }

    /**
     * The decay of the second moment.
     *
     * @return in [0, 1)
     */
    public double getBeta2() {
        return beta2;
    }

    /**
     * What keeps the division finite.
     *
     * @return positive
     */
    public double getEpsilon() {
        return epsilon;
    }

    /**
     * T_w, the steps over which the learning rate of a new weight rises.
     *
     * @return 0 or more
     */
    public int getWarmUp() {
        return warmUp;
    }

    /**
     * Whether the stored first moment is damped instead of the learning rate.
     *
     * @return as configured
     */
    public boolean isDampMoment() {
        return dampMoment;
    }

    /**
     * What the learning rate is divided by.
     *
     * @return in (0, 1]
     */
    public double getDensity() {
        return density;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Smet that
                && Double.compare(learningRate, that.learningRate) == 0
                && Objects.equals(learningRateSchedule, that.learningRateSchedule)
                && beta1 == that.beta1
                && beta2 == that.beta2
                && epsilon == that.epsilon
                && warmUp == that.warmUp
                && dampMoment == that.dampMoment
                && density == that.density;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, learningRateSchedule, beta1, beta2, epsilon, warmUp, dampMoment, density);
    }

    @Override
    public String toString() {
        return "Smet(learningRate=" + learningRate + ", learningRateSchedule=" + learningRateSchedule + ", beta1="
                + beta1 + ", beta2=" + beta2 + ", epsilon=" + epsilon + ", warmUp=" + warmUp + ", dampMoment="
                + dampMoment + ", density=" + density + ")";
    }

    /** Builds the updater; what is not said is Adam's: 0.001, 0.9, 0.999, 1e-8, and a warm-up of 100 steps. */
    public static final class Builder {

        private double learningRate = 1e-3;
        private ISchedule schedule;
        private double beta1 = 0.9;
        private double beta2 = 0.999;
        private double epsilon = 1e-8;
        private int warmUp = 100;
        private boolean dampMoment;
        private double density = 1;

        /** With the defaults. */
        public Builder() {}

        /**
         * The learning rate of a grown-up weight.
         *
         * @param rate positive
         * @return this
         */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /**
         * A learning rate that changes.
         *
         * @param rate over time
         * @return this
         */
        public Builder learningRate(ISchedule rate) {
            schedule = rate;
            return this;
        }

        /**
         * The decays of the moments.
         *
         * @param first b1, in [0, 1)
         * @param second b2, in [0, 1)
         * @return this
         */
        public Builder betas(double first, double second) {
            beta1 = first;
            beta2 = second;
            return this;
        }

        /**
         * What keeps the division finite.
         *
         * @param value positive
         * @return this
         */
        public Builder epsilon(double value) {
            epsilon = value;
            return this;
        }

        /**
         * T_w, the steps over which the learning rate of a new weight rises.
         *
         * @param steps 0: none
         * @return this
         */
        public Builder warmUp(int steps) {
            warmUp = steps;
            return this;
        }

        /**
         * Damps the stored first moment, {@code m <- m min(1, tau / T_w)} in each step, as the authors' code does,
         * instead of the learning rate.
         *
         * @return this
         */
        public Builder dampMoment() {
            dampMoment = true;
            return this;
        }

        /**
         * Divides the learning rate by the density of the layer that this updater is configured for.
         *
         * @param ofLayer in (0, 1]; 1 by default
         * @return this
         */
        public Builder density(double ofLayer) {
            density = ofLayer;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the updater
         * @throws DL4JInvalidConfigException if a number is out of its range
         */
        public Smet build() {
            return new Smet(this);
        }
    }
}
