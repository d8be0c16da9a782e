package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Importances of a single softmax layer, computed by hand. */
class PenaltiesTest {

    private static final double[][] X = {{1, 2}, {-0.5, 1}, {0.3, -1.2}};
    private static final int[] Y = {0, 1, 1};

    private static Task task(int batch) {
        return task(batch, 1);
    }

    private static Task task(int batch, int times) {
        List<DataSet> all = new ArrayList<>();
        for (int n = 0; n < times * X.length; n++) {
            int i = n % X.length;
            double[] label = {Y[i] == 0 ? 1 : 0, Y[i]};
            all.add(new DataSet(
                    Nd4j.createFromArray(new double[][] {X[i]}), Nd4j.createFromArray(new double[][] {label})));
        }
        return Task.of(0, List.of(0, 1), new ListDataSetIterator<>(all, batch), new ListDataSetIterator<>(all, batch));
    }

    private static INDArray importance(StrategySession session, boolean counted) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        session.writeState(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        if (counted) {
            in.readInt();
        }
        return Penalty.read(in);
    }

    private static double[] probabilities(MultiLayerNetwork net, double... x) {
        return net.output(Nd4j.createFromArray(new double[][] {x})).toDoubleVector();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fisher.class,
            names = {"EXACT", "EMPIRICAL", "BATCH_EMPIRICAL"})
    void theFisherInformationOfASoftmaxIsThatOfTheFormula(Fisher estimator) throws IOException {
        List<StrategySession> sessions = new ArrayList<>();
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.softmax(new Sgd(0), true))
                .strategy(new WatchedStrategy(
                        ElasticWeightConsolidation.separate(1).fisher(estimator), sessions::add))
                .build();

        learner.learn(task(3));

        MultiLayerNetwork net = (MultiLayerNetwork) learner.network();
        INDArray information = importance(sessions.get(0), true);
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double expected = 0;
                double sum = 0;
                for (int n = 0; n < X.length; n++) {
                    double p = probabilities(net, X[n])[j];
                    double error = p - (Y[n] == j ? 1 : 0);
                    sum += X[n][i] * error / X.length;
                    expected +=
                            X[n][i] * X[n][i] * (estimator == Fisher.EXACT ? p * (1 - p) : error * error) / X.length;
                }
                expected = estimator == Fisher.BATCH_EMPIRICAL ? sum * sum : expected;
                assertThat(information.getDouble(j * 2 + i)).isCloseTo(expected, within(1e-12)); // column by column
            }
        }
    }

    @Test
    void aSampledLabelGivesTheExactInformationOnAverage() throws IOException {
        List<StrategySession> sessions = new ArrayList<>();
        MultiLayerNetwork even = new MultiLayerNetwork(Networks.softmax(new Sgd(0), true));
        even.init();
        even.setParams(Nd4j.createFromArray(0.1, -0.2, 0.3, 0.5, 0, 0).reshape(1, 6));
        ContinualLearner learner = ContinualLearner.builder()
                .network(even)
                .strategy(new WatchedStrategy(
                        ElasticWeightConsolidation.separate(1).fisher(Fisher.SAMPLED), sessions::add))
                .build();

        learner.learn(task(3, 400));

        MultiLayerNetwork net = (MultiLayerNetwork) learner.network();
        double exact = 0;
        for (double[] x : X) {
            double p = probabilities(net, x)[0];
            exact += x[0] * x[0] * p * (1 - p) / X.length;
        }
        double sampled = importance(sessions.get(0), true).getDouble(0);
        assertThat(sampled).isCloseTo(exact, within(0.15 * exact)).isNotEqualTo(exact);
    }

    @Test
    void batchNormalisationNeedsBatches() {
        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(Networks.normalized(6))
                        .strategy(ElasticWeightConsolidation.separate(1))
                        .scenario(Scenario.TASK_INCREMENTAL)
                        .build())
                .hasMessageContaining("BATCH_EMPIRICAL")
                .hasMessageContaining("layer1");
    }

    @Test
    void underPlainDescentThePathIsTheSumOfSquaredGradients() throws IOException {
        double rate = 0.1;
        List<StrategySession> sessions = new ArrayList<>();
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.softmax(new Sgd(rate), true))
                .strategy(new WatchedStrategy(SynapticIntelligence.of(1).damping(0.5), sessions::add))
                .epochs(1)
                .build();
        MultiLayerNetwork net = (MultiLayerNetwork) learner.network();
        INDArray start = net.params().dup();
        double[] w = start.dup().toDoubleVector();
        double[] path = new double[6];
        for (int n = 0; n < X.length; n++) { // batches of one, by hand
            double z0 = w[0] * X[n][0] + w[1] * X[n][1] + w[4];
            double z1 = w[2] * X[n][0] + w[3] * X[n][1] + w[5];
            double p0 = 1 / (1 + Math.exp(z1 - z0));
            double e0 = p0 - (Y[n] == 0 ? 1 : 0);
            double[] g = {e0 * X[n][0], e0 * X[n][1], -e0 * X[n][0], -e0 * X[n][1], e0, -e0};
            for (int i = 0; i < 6; i++) {
                path[i] += rate * g[i] * g[i];
                w[i] -= rate * g[i];
            }
        }

        learner.learn(task(1));

        INDArray importance = importance(sessions.get(0), false);
        for (int i = 0; i < 6; i++) {
            double moved = w[i] - start.getDouble(i);
            assertThat(importance.getDouble(i)).isCloseTo(path[i] / (moved * moved + 0.5), within(1e-12));
        }
    }

    @Test
    void aStrongPullKeepsOldTasks() {
        double[] forgotten = new double[2];
        for (int i = 0; i < 2; i++) {
            ContinualLearner learner = ContinualLearner.builder()
                    .network(Networks.plain(6))
                    .strategy(ElasticWeightConsolidation.separate(i == 0 ? 0 : 1000))
                    .scenario(Scenario.DOMAIN_INCREMENTAL)
                    .lossScope(LossScope.ALL)
                    .epochs(15)
                    .build();
            INDArray before = null;
            for (Task task : Blobs.split(2).stream().map(PenaltiesTest::wide).toList()) {
                learner.learn(task);
                INDArray now = learner.network().params().dup();
                forgotten[i] = before == null ? 0 : now.distance2(before);
                before = now;
            }
        }
        assertThat(forgotten[1]).isLessThan(forgotten[0]);
    }

    /** The same task over six outputs. */
    private static Task wide(Task task) {
        return Task.of(task.id(), task.classes(), Blobs.examples(task.id(), 6, 1), Blobs.examples(task.id(), 6, 2));
    }
}
