package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dl4jsparse.continual.inference.TaskInferences;
import io.github.dl4jsparse.continual.strategy.ElasticWeightConsolidation;
import io.github.dl4jsparse.continual.strategy.Naive;
import io.github.dl4jsparse.continual.strategy.PackNet;
import io.github.dl4jsparse.continual.strategy.Rehearsal;
import io.github.dl4jsparse.continual.strategy.SupSup;
import io.github.dl4jsparse.continual.strategy.SynapticIntelligence;
import io.github.dl4jsparse.continual.strategy.WinningSubnetworks;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** What cannot be learnt or answered is refused, and the learner is as it was. */
class BadInputTest {

    private final List<Task> tasks = Blobs.split(3);

    private static DataSetIterator changed(DataSetIterator examples, UnaryOperator<DataSet> change) {
        List<DataSet> all = new java.util.ArrayList<>();
        examples.reset();
        examples.forEachRemaining(batch -> all.add(change.apply(batch.copy())));
        examples.reset();
        return new ExistingDataSetIterator(all);
    }

    private static DataSet put(DataSet batch, boolean labels, float number) {
        (labels ? batch.getLabels() : batch.getFeatures()).putScalar(new int[] {3, 2}, number);
        return batch;
    }

    private static DataSet masked(DataSet batch) {
        batch.setFeaturesMaskArray(Nd4j.ones(batch.numExamples(), 1));
        return batch;
    }

    private static DataSet sequences(DataSet batch) {
        INDArray labels = batch.getLabels();
        return new DataSet(batch.getFeatures(), labels.reshape(labels.size(0), labels.size(1), 1));
    }

    private Task second(DataSetIterator train, DataSetIterator test) {
        return Task.of(1, List.of(2, 3), train, test);
    }

    /** Tasks that no learner of six outputs which has learnt task 0 can learn, by what the message must say. */
    private Map<Task, List<String>> badTasks() {
        DataSetIterator train = tasks.get(1).train();
        DataSetIterator test = tasks.get(1).test();
        Map<Task, List<String>> bad = new LinkedHashMap<>();
        bad.put(
                second(new ListDataSetIterator<>(List.<DataSet>of()), test),
                List.of("Task (1) has no training examples"));
        bad.put(Task.of(0, List.of(2, 3), train, test), List.of("Task (0) was learnt before", "[0]", "under a new id"));
        bad.put(
                Task.of(1, List.of(2, 3, 6), train, test),
                List.of("class (6)", "task (1)", "outputs (6)", "as many outputs as there will be classes"));
        bad.put(Task.of(1, List.of(2, 4), train, test), List.of("task (1)", "class (3)", "[2, 4]"));
        bad.put(
                second(changed(train, batch -> put(batch, false, Float.NaN)), test),
                List.of("training features of task (1)", "(NaN)", "place (2) of example (3)", "missing in the data?"));
        bad.put(
                second(train, changed(test, batch -> put(batch, false, Float.POSITIVE_INFINITY))),
                List.of("test features of task (1)", "(Infinity)"));
        bad.put(
                second(changed(train, batch -> put(batch, true, Float.NaN)), test),
                List.of("training labels of task (1)", "(NaN)"));
        bad.put(
                second(changed(train, batch -> new DataSet(null, batch.getLabels())), test),
                List.of("task (1) have no features (null)"));
        bad.put(
                second(changed(train, batch -> new DataSet(batch.getFeatures(), null)), test),
                List.of("labels of task (1)", "(6) outputs", "one-hot"));
        bad.put(
                second(changed(train, batch -> put(batch, true, 0.5f)), test),
                List.of("training label", "example (3) of task (1)", "one-hot"));
        bad.put(
                second(train, changed(test, BadInputTest::masked)),
                List.of("test examples of task (1) have mask arrays", "one length"));
        bad.put(
                second(changed(train, BadInputTest::sequences), test),
                List.of("training labels of task (1) have the shape [16, 6, 1]", "LastTimeStep"));
        bad.put(
                second(Blobs.examples(1, 4, 1), test),
                List.of("(4) columns", "(6) outputs", "one-hot over all outputs"));
        return bad;
    }

    private ContinualLearner afterOneTask(StrategyKitTest.Case each) {
        ContinualLearner learner = each.builder().network(each.network()).build();
        learner.learn(tasks.get(0));
        return learner;
    }

    static Iterable<StrategyKitTest.Case> strategies() {
        return StrategyKitTest.cases().toList();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void badTasksAreRefusedBeforeAnythingChanges(StrategyKitTest.Case each) {
        ContinualLearner learner = afterOneTask(each);
        LearnerBits before = LearnerBits.of(learner);

        badTasks().forEach((task, message) -> {
            Throwable refusal = catchThrowable(() -> learner.learn(task));

            assertThat(refusal)
                    .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
                    .message()
                    .contains(message);
            assertThat(LearnerBits.of(learner)).as(refusal.getMessage()).isEqualTo(before);
        });
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void interruptionTakesTheLearnerBack(StrategyKitTest.Case each) {
        int[] steps = {100};
        ContinualLearner learner = each.builder()
                .network(each.network())
                .trainingListeners(new BaseTrainingListener() {
                    @Override
                    public void onBackwardPass(Model model) {
                        if (--steps[0] == 0) {
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .build();
        learner.learn(tasks.get(0));
        LearnerBits before = LearnerBits.of(learner);
        steps[0] = 5;

        assertThatThrownBy(() -> learner.learn(tasks.get(1)))
                .isInstanceOf(DL4JException.class)
                .hasMessageContaining("task 1 [2, 3] was interrupted")
                .hasMessageContaining("as it was before");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void nothingIsAnsweredBeforeATaskIsLearnt(StrategyKitTest.Case each) {
        ContinualLearner learner = each.builder().network(each.network()).build();
        LearnerBits before = LearnerBits.of(learner);
        INDArray x = Blobs.features(tasks.get(0));

        assertThatThrownBy(() -> learner.predict(x)).hasMessageContaining("Call learn(task) or run(stream) first");
        assertThatThrownBy(() -> learner.predict(x, 0)).hasMessageContaining("No task was learnt yet");
        assertThatThrownBy(() -> learner.output(x, 0)).hasMessageContaining("No task was learnt yet");
        assertThatThrownBy(() -> learner.inferTasks(x)).hasMessageContaining("No task was learnt yet");
        assertThatThrownBy(() -> learner.memory(0)).hasMessageContaining("Task (0) was not learnt");
        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 7})
    void anIdThatWasNotLearntIsOutOfRange(int id) {
        ContinualLearner learner = afterOneTask(strategies().iterator().next());
        LearnerBits before = LearnerBits.of(learner);
        INDArray x = Blobs.features(tasks.get(0));

        assertThatThrownBy(() -> learner.predict(x, id))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Task (" + id + ") was not learnt. The learnt tasks are [0].");
        assertThatThrownBy(() -> learner.output(x, id)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> learner.memory(id)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    @Test
    void aTaskNeedsAnIdClassesAndBothIterators() {
        DataSetIterator some = tasks.get(0).train();

        assertThatThrownBy(() -> Task.of(-1, List.of(0), some, some))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id (-1)");
        assertThatThrownBy(() -> Task.of(4, List.of(), some, some)).hasMessageContaining("classes [] of task (4)");
        assertThatThrownBy(() -> Task.of(4, List.of(-2), some, some)).hasMessageContaining("classes [-2] of task (4)");
        assertThatThrownBy(() -> Task.of(4, List.of(0), null, some))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Task (4) has training examples (null)");
        assertThatThrownBy(() -> Task.of(4, List.of(0), some, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test examples (null)");
    }

    @Test
    void anExhaustedLayerIsRefusedUnderThePolicyThatFails() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.normalized(6))
                .strategy(PackNet.builder().pruneRatio(0).retrainEpochs(1).build())
                .capacityPolicy(CapacityPolicy.FAIL)
                .build();
        learner.learn(tasks.get(0));
        LearnerBits before = LearnerBits.of(learner);

        assertThatThrownBy(() -> learner.learn(tasks.get(1)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Task (1) finds no free connection in (")
                .hasMessageContaining("use a wider layer");
        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    private static MultiLayerConfiguration constrained() {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .name("hidden")
                        .nIn(Blobs.WIDTH)
                        .nOut(8)
                        .constrainWeights(new MaxNormConstraint(1, 1))
                        .build())
                .layer(new DenseLayer.Builder().nIn(8).nOut(12).build())
                .layer(new OutputLayer.Builder()
                        .nIn(12)
                        .nOut(6)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    static Iterable<StrategyKitTest.Case> owners() {
        return StrategyKitTest.cases()
                .filter(each -> each.strategy().ownsWeights())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("owners")
    void constraintsAreRefusedWhereParametersMustStay(StrategyKitTest.Case each) {
        assertThatThrownBy(() -> each.builder().network(constrained()).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Layer (hidden) has constraints")
                .hasMessageContaining("Leave them out, or use weight decay");
    }

    @Test
    void constraintsStayWhereParametersMayMove() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(constrained())
                .strategy(new Naive())
                .build();

        learner.learn(tasks.get(0));

        assertThat(learner.learned()).hasSize(1);
    }

    /** DL4J has no layer that would normalise by the batch when it answers. */
    @Test
    void batchNormalisationAnswersByRunningStatisticsWhateverElseIsInTheBatch() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.normalized(6))
                .strategy(WinningSubnetworks.keeping(0.5))
                .build();
        learner.learn(tasks.get(0));
        INDArray batch = Blobs.features(tasks.get(0));
        INDArray others =
                Nd4j.vstack(batch.getRow(0, true), batch.getRows(1, 2, 3).mul(50));

        float[] alone = learner.output(Nd4j.vstack(batch.getRow(0, true), batch.getRows(1, 2, 3)), 0)
                .getRow(0)
                .dup()
                .data()
                .asFloat();

        assertThat(learner.output(others, 0).getRow(0).dup().data().asFloat()).isEqualTo(alone);
    }

    private static String warnings(Runnable work) {
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(err);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aStrategyThatDoesNotSuitTheScenarioWarnsWithTheReason() {
        ContinualStrategy ewc = ElasticWeightConsolidation.separate(10);
        ContinualLearnerBuilder builder =
                ContinualLearner.builder().network(Networks.plain(6)).strategy(ewc);

        String doubtful =
                warnings(() -> builder.scenario(Scenario.CLASS_INCREMENTAL).build());
        String suitable =
                warnings(() -> builder.scenario(Scenario.TASK_INCREMENTAL).build());

        assertThat(doubtful)
                .contains(
                        "The strategy (ewc) is not made for the scenario (CLASS_INCREMENTAL)",
                        ewc.supports(Scenario.CLASS_INCREMENTAL).reason());
        assertThat(ewc.supports(Scenario.CLASS_INCREMENTAL).reason()).isNotBlank();
        assertThat(suitable).doesNotContain("is not made for");
    }

    @Test
    void twoStrategiesThatDoNotSuitTheScenarioWarnAsOneDoes() {
        ContinualLearnerBuilder builder = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(ElasticWeightConsolidation.separate(10), SynapticIntelligence.of(1))
                .scenario(Scenario.CLASS_INCREMENTAL);

        assertThat(warnings(builder::build)).contains("(ewc) is not made for", "(si) is not made for");
        assertThat(warnings(builder.strategy(ElasticWeightConsolidation.separate(10), Rehearsal.reservoir(9))::build))
                .doesNotContain("is not made for");
    }

    @Test
    void inferenceThatCannotWorkIsRefusedAtOnce() {
        ContinualLearnerBuilder naive = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(new Naive())
                .taskInference(TaskInferences.leastEntropy(4));
        ContinualLearnerBuilder oneShot = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(WinningSubnetworks.keeping(0.5))
                .taskInference(TaskInferences.oneShot(4));
        ContinualLearnerBuilder normalized = ContinualLearner.builder()
                .network(Networks.normalized(6))
                .strategy(SupSup.of(Supermask.threshold()))
                .taskInference(TaskInferences.binary(4));
        ContinualLearnerBuilder squared = ContinualLearner.builder()
                .network(withLoss(new LossMSE()))
                .strategy(SupSup.of(Supermask.threshold()))
                .taskInference(TaskInferences.oneShot(4));

        assertThatThrownBy(naive::build)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("[naive] all tasks share")
                .hasMessageContaining("Leave taskInference(...) out");
        assertThatThrownBy(oneShot::build)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(one-shot of 4)")
                .hasMessageContaining("[wsn]")
                .hasMessageContaining("needs SupSup");
        assertThatThrownBy(normalized::build)
                .hasMessageContaining("(binary of 4)")
                .hasMessageContaining("without batch normalisation");
        assertThatThrownBy(squared::build)
                .hasMessageContaining("layer (layer2)")
                .hasMessageContaining("MCXENT");
    }

    private static MultiLayerConfiguration withLoss(ILossFunction loss) {
        MultiLayerConfiguration plain = Networks.plain(6);
        ((OutputLayer) plain.getConf(2).getLayer()).setLossFn(loss);
        return plain;
    }

    @Test
    void aGraphHasOneInput() {
        ComputationGraphConfiguration two = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("left", "right")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nIn(8)
                                .nOut(4)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "both")
                .setOutputs("out")
                .build();

        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(two)
                        .strategy(new Naive())
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(2) inputs [left, right]");
    }

    @Test
    void aNetworkWithoutAnOutputLayerIsRefusedWhenTheLearnerIsBuilt() {
        MultiLayerConfiguration headless = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(8).nOut(4).build())
                .build();

        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(headless)
                        .strategy(new Naive())
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("no output layer");
    }

    @Test
    void aStrategyThatCannotWorkInTheScenarioIsRefusedWithTheReason() {
        ContinualStrategy wsn = WinningSubnetworks.keeping(0.5);
        ContinualLearnerBuilder builder = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(wsn)
                .scenario(Scenario.CLASS_INCREMENTAL);

        assertThatThrownBy(builder::build)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(wsn) cannot work in the scenario (CLASS_INCREMENTAL)")
                .hasMessageContaining(wsn.supports(Scenario.CLASS_INCREMENTAL).reason());
        assertThat(builder.taskInference(TaskInferences.nearestMean(4)).build().scenario())
                .isEqualTo(Scenario.CLASS_INCREMENTAL);
    }
}
