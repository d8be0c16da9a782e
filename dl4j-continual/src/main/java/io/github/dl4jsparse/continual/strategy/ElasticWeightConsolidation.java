package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.TaskMemory;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Elastic weight consolidation: parameters that mattered to earlier tasks are pulled back to where they were, {@code L = L_t + lambda
 * / 2 sum_k sum_i F_k,i (theta_i - theta*_k,i)^2} with the diagonal Fisher information F. Kirkpatrick et al., PNAS 2017. Online: one
 * pull for all tasks, {@code F <- gamma F + F_t}, {@code theta* <- theta}. Schwarz et al., <i>Progress and Compress</i>, ICML 2018.
 *
 * <p>A lambda means nothing without its estimator: published ones are for different ones. The score that DL4J shows has no penalty in
 * it. Statistics of batch normalisation are left alone.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class ElasticWeightConsolidation implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final double lambda;

    private final boolean online;

    private final double gamma;

    private final Fisher fisher;

    private final int fisherExamples;

    @JsonCreator
    ElasticWeightConsolidation(
            @JsonProperty("lambda") double lambda,
            @JsonProperty("online") boolean online,
            @JsonProperty("gamma") double gamma,
            @JsonProperty("fisher") Fisher fisher,
            @JsonProperty("fisherExamples") int fisherExamples) {
        if (!(lambda >= 0) || Double.isInfinite(lambda) || !(gamma > 0 && gamma <= 1) || fisherExamples < 0) {
            throw new DL4JInvalidConfigException("Lambda (" + lambda + ") must be at least 0, gamma (" + gamma
                    + ") in (0, 1], and the number of examples (" + fisherExamples + ") at least 0.");
        }
        this.lambda = lambda;
        this.online = online;
        this.gamma = gamma;
        this.fisher = fisher;
        this.fisherExamples = fisherExamples;
    }

    /**
     * A pull for each task.
     *
     * @param lambda its strength, at least 0
     * @return the strategy; the Fisher information is exact up to 10 classes of a task, else sampled
     * @throws DL4JInvalidConfigException if it is negative
     */
    public static ElasticWeightConsolidation separate(double lambda) {
        return new ElasticWeightConsolidation(lambda, false, 1, null, 0);
    }

    /**
     * One pull for all tasks.
     *
     * @param lambda its strength, at least 0
     * @param gamma how much of the old Fisher information stays with each task, in (0, 1]
     * @return the strategy
     * @throws DL4JInvalidConfigException if a number is outside of its range
     */
    public static ElasticWeightConsolidation online(double lambda, double gamma) {
        return new ElasticWeightConsolidation(lambda, true, gamma, null, 0);
    }

    /**
     * The same with another estimator.
     *
     * @param estimator how the Fisher information is estimated
     * @return a new strategy
     */
    public ElasticWeightConsolidation fisher(Fisher estimator) {
        return new ElasticWeightConsolidation(lambda, online, gamma, estimator, fisherExamples);
    }

    /**
     * The same with an estimate from some examples only.
     *
     * @param examples the first ones of the task; 0 for all
     * @return a new strategy
     * @throws DL4JInvalidConfigException if it is negative
     */
    public ElasticWeightConsolidation fisherExamples(int examples) {
        return new ElasticWeightConsolidation(lambda, online, gamma, fisher, examples);
    }

    @Override
    public String name() {
        return online ? "online-ewc" : "ewc";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.CLASS_INCREMENTAL
                ? Support.doubtful("without examples of earlier classes nothing keeps their outputs apart from the new"
                        + " ones, so that all but the last task are forgotten. Add rehearsal, or use a strategy such as"
                        + " SpaceNet.")
                : Support.suitable();
    }

    @Override
    public StrategySession begin(Learning learning) {
        FisherEstimate.check(learning.network(), fisher);
        return new Session(learning);
    }

    private final class Session implements StrategySession {

        private final Learning learning;
        private final List<Penalty> penalties = new ArrayList<>();

        Session(Learning learning) {
            this.learning = learning;
        }

        @Override
        public void addGradient() {
            penalties.forEach(penalty -> penalty.addGradient(learning, lambda));
        }

        @Override
        public void afterTask() {
            INDArray information = new FisherEstimate(learning, estimator(), fisherExamples).compute();
            Penalty.leaveStatisticsOut(learning.network(), information);
            if (online && !penalties.isEmpty()) {
                information.addi(penalties.remove(0).importance().mul(gamma));
            }
            penalties.add(new Penalty(information, learning.network().params().dup()));
        }

        private Fisher estimator() {
            return fisher != null ? fisher : learning.task().classes().size() <= 10 ? Fisher.EXACT : Fisher.SAMPLED;
        }

        @Override
        public TaskMemory memory(int task) {
            long numbers =
                    penalties.isEmpty() ? 0 : 2 * penalties.get(0).center().length();
            long tasks = online ? Math.max(1, learning.learned().size()) : 1;
            long width = learning.network().params().dataType().width();
            return new TaskMemory(0, 0, 0, numbers * width / tasks, 0);
        }

        @Override
        public void writeState(DataOutputStream out) throws IOException {
            out.writeInt(penalties.size());
            for (Penalty penalty : penalties) {
                Penalty.write(penalty.importance(), out);
                Penalty.write(penalty.center(), out);
            }
        }

        @Override
        public void readState(DataInputStream in) throws IOException {
            penalties.clear();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                INDArray importance = Penalty.read(in);
                penalties.add(new Penalty(importance, Penalty.read(in)));
            }
        }
    }
}
