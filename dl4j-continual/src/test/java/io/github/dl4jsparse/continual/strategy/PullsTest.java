package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.layers.weight.FlatArray;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** What penalties add to the gradient of a single softmax layer with six parameters, by hand. */
class PullsTest {

    private static final double[][] X = {{1, 2}, {-0.5, 1}, {0.3, -1.2}};
    private static final int[][] Y = {{0, 1, 1}, {1, 0, 0}};
    private static final double[] AWAY = {0.5, -1, 2, 0.25, -0.125, 3};

    private final List<StrategySession> sessions = new ArrayList<>();

    /** Three examples, whose labels the second task has exchanged. */
    private static Task task(int id, int batch) {
        List<DataSet> all = new ArrayList<>();
        for (int i = 0; i < X.length; i++) {
            double[] label = {1 - Y[id][i], Y[id][i]};
            all.add(new DataSet(
                    Nd4j.createFromArray(new double[][] {X[i]}), Nd4j.createFromArray(new double[][] {label})));
        }
        return Task.of(id, List.of(0, 1), new ListDataSetIterator<>(all, batch), new ListDataSetIterator<>(all, batch));
    }

    private ContinualLearner learner(ContinualStrategy strategy, double rate, boolean miniBatch) {
        return ContinualLearner.builder()
                .network(Networks.softmax(new Sgd(rate), miniBatch))
                .strategy(new WatchedStrategy(strategy, sessions::add))
                .scenario(Scenario.DOMAIN_INCREMENTAL)
                .epochs(1)
                .seed(4)
                .build();
    }

    private StrategySession session() {
        return sessions.get(sessions.size() - 1);
    }

    private static double[] parameters(ContinualLearner learner) {
        return learner.network().params().dup().toDoubleVector();
    }

    /** What is added to the gradient of three examples, somewhere off the present parameters. */
    private static double[] pull(ContinualLearner learner, StrategySession session, double... away) {
        MultiLayerNetwork net = (MultiLayerNetwork) learner.network();
        INDArray kept = net.params().dup();
        DataSet batch = task(0, 3).train().next();
        net.setInput(batch.getFeatures());
        net.setLabels(batch.getLabels());
        net.params().addi(Nd4j.createFromArray(away).reshape(net.params().shape()));
        net.getGradientsViewArray().assign(0);
        session.onGradient();
        session.addGradient();
        double[] added = net.getGradientsViewArray().dup().toDoubleVector();
        net.params().assign(kept);
        net.getGradientsViewArray().assign(0);
        return added;
    }

    private static double[] importance(StrategySession session, boolean counted) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        session.writeState(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        if (counted) {
            in.readInt();
        }
        return Penalty.read(in).toDoubleVector();
    }

    @Test
    void whereTheParametersWereNothingPulls() {
        ContinualLearner learner = learner(ElasticWeightConsolidation.separate(1e9), 0.1, true);
        learner.learn(task(0, 3));

        assertThat(pull(learner, session(), new double[6])).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void elasticWeightsArePulledByLambdaTimesTheInformationForEachExampleThatIsDividedBy(boolean miniBatch)
            throws IOException {
        ContinualLearner learner = learner(ElasticWeightConsolidation.separate(7), 0.1, miniBatch);
        learner.learn(task(0, 3));
        double[] information = importance(session(), true);

        double[] added = pull(learner, session(), AWAY);

        for (int i = 0; i < 6; i++) {
            assertThat(information[i]).isPositive();
            assertThat(added[i]).isCloseTo((miniBatch ? 3 : 1) * 7 * information[i] * AWAY[i], within(1e-12));
        }
    }

    @Test
    void onePullForAllTasksIsThatOfEachTaskWhereTheParametersHaveNotMoved() {
        double[] separate = afterTwoTasks(ElasticWeightConsolidation.separate(7), 0);
        double[] online = afterTwoTasks(ElasticWeightConsolidation.online(7, 1), 0);

        assertThat(online).containsExactly(separate, within(1e-12));
    }

    private double[] afterTwoTasks(ContinualStrategy strategy, double rate) {
        ContinualLearner learner = learner(strategy, rate, true);
        learner.learn(task(0, 3));
        learner.learn(task(1, 3));
        return pull(learner, session(), AWAY);
    }

    /** {@code F1 (theta - theta1) + F2 (theta - theta2)} against {@code (F1 + F2) (theta - theta2)}. */
    @Test
    void onePullForAllTasksForgetsWhereTheFirstOneWas() throws IOException {
        ContinualLearner learner = learner(ElasticWeightConsolidation.separate(7), 0.1, true);
        learner.learn(task(0, 3));
        double[] first = parameters(learner);
        double[] information = importance(session(), true);
        learner.learn(task(1, 3));
        double[] second = parameters(learner);
        double[] separate = pull(learner, session(), AWAY);

        double[] online = afterTwoTasks(ElasticWeightConsolidation.online(7, 1), 0.1);

        for (int i = 0; i < 6; i++) {
            double difference = 3 * 7 * information[i] * (second[i] - first[i]);
            assertThat(Math.abs(difference)).isGreaterThan(1e-4);
            assertThat(separate[i] - online[i]).isCloseTo(difference, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void importantPathsPullTwiceTheirStrength(boolean miniBatch) throws IOException {
        ContinualLearner learner = learner(SynapticIntelligence.of(5), 0.1, miniBatch);
        learner.learn(task(0, 3));
        double[] importance = importance(session(), false);
        session().beforeTask();

        double[] added = pull(learner, session(), AWAY);

        for (int i = 0; i < 6; i++) {
            assertThat(importance[i]).isPositive();
            assertThat(added[i]).isCloseTo((miniBatch ? 3 : 1) * 2 * 5 * importance[i] * AWAY[i], within(1e-12));
        }
    }

    /** Two tasks under plain descent: the importances before they are kept above 0. */
    private static double[] byHand(double[] start, double strength, double rate, double damping, boolean clamped) {
        double[] w = start.clone();
        double[] importances = new double[6];
        double[] center = new double[6];
        for (int id = 0; id < 2; id++) {
            double[] began = w.clone();
            double[] path = new double[6];
            for (int n = 0; n < X.length; n++) {
                double z0 = w[0] * X[n][0] + w[1] * X[n][1] + w[4];
                double z1 = w[2] * X[n][0] + w[3] * X[n][1] + w[5];
                double e = 1 / (1 + Math.exp(z1 - z0)) - (1 - Y[id][n]);
                double[] g = {e * X[n][0], e * X[n][1], -e * X[n][0], -e * X[n][1], e, -e};
                for (int i = 0; i < 6; i++) {
                    double step = -rate * (g[i] + 2 * strength * importances[i] * (w[i] - center[i]));
                    path[i] -= g[i] * step;
                    w[i] += step;
                }
            }
            for (int i = 0; i < 6; i++) {
                double moved = w[i] - began[i];
                importances[i] += path[i] / (moved * moved + damping);
                importances[i] = clamped ? Math.max(0, importances[i]) : importances[i];
            }
            center = w.clone();
        }
        return importances;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void importancesOfASecondTaskAreAddedAndKeptAboveZeroOrNot(boolean clamped) throws IOException {
        SynapticIntelligence strategy = SynapticIntelligence.of(50).damping(2);
        ContinualLearner learner = learner(clamped ? strategy : strategy.unclamped(), 0.3, true);
        double[] start = {0.1, -0.2, 0.3, 0.5, 0, 0};
        learner.network().setParams(Nd4j.createFromArray(start).reshape(1, 6));
        double[] free = byHand(start, 50, 0.3, 2, false);

        learner.learn(task(0, 1));
        learner.learn(task(1, 1));

        assertThat(Arrays.stream(free).min().orElseThrow()).isNegative();
        assertThat(importance(session(), false)).containsExactly(byHand(start, 50, 0.3, 2, clamped), within(1e-9));
    }

    private static final class Empty implements ContinualStrategy {

        private static final long serialVersionUID = 1L;

        private transient Learning learning;

        @Override
        public String name() {
            return "empty";
        }

        @Override
        public Support supports(Scenario scenario) {
            return Support.suitable();
        }

        @Override
        public StrategySession begin(Learning begun) {
            learning = begun;
            return new StrategySession() {};
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void weightsOfAPhaseDecayAndAreHeldForEachExampleThatIsDividedBy(boolean miniBatch) {
        Empty empty = new Empty();
        ContinualLearner learner = learner(empty, 0.1, miniBatch);
        learner.learn(task(0, 3));
        PhaseWeights weights = new PhaseWeights();
        weights.decay(0);
        weights.pull(1, 4);
        weights.begin(empty.learning);
        double[] now = parameters(learner);
        FlatArray earlier = FlatArray.of(learner.network().params().dup());

        double[] added = pull(
                learner,
                new StrategySession() {
                    @Override
                    public void onGradient() {
                        weights.addGradient(empty.learning, 0.5, 2, earlier);
                    }
                },
                new double[6]);

        int scale = miniBatch ? 3 : 1;
        assertThat(added)
                .containsExactly(
                        new double[] {scale * 0.5 * now[0], scale * 2 * (now[1] - now[4]), 0, 0, 0, 0}, within(1e-12));
    }
}
