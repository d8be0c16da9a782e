package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.inference.TaskInferences;
import io.github.dl4jsparse.continual.strategy.ElasticWeightConsolidation;
import io.github.dl4jsparse.continual.strategy.Naive;
import io.github.dl4jsparse.continual.strategy.PackNet;
import io.github.dl4jsparse.continual.strategy.Rehearsal;
import io.github.dl4jsparse.continual.strategy.SynapticIntelligence;
import io.github.dl4jsparse.continual.strategy.WinningSubnetworks;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ContinualLearnerTest {

    private final List<Task> tasks = Blobs.split(3);

    private static ContinualLearnerBuilder packNet() {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(PackNet.builder().retrainEpochs(1).build());
    }

    private static ContinualLearner naive() {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(new Naive())
                .build();
    }

    @Test
    void nothingIsPredictedBeforeATaskIsLearnt() {
        ContinualLearner learner = naive();

        assertThatThrownBy(() -> learner.predict(Blobs.features(tasks.get(0))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No task was learnt yet");
    }

    @Test
    void aTaskIsLearntOnce() {
        ContinualLearner learner = naive();
        learner.learn(tasks.get(0));

        assertThatThrownBy(() -> learner.learn(tasks.get(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task (0)");
    }

    /** Its softmax is always 1. */
    @Test
    void oneClassAloneTeachesNothingWhichIsSaid() {
        for (LossScope scope : LossScope.values()) {
            boolean taught = scope == LossScope.ALL;

            List<String> notices = learnOneClass(Networks.softmax(new Sgd(0.1), true), scope, taught);

            assertThat(notices).hasSize(taught ? 0 : 1);
            assertThat(notices).allMatch(notice -> notice.startsWith("Task (4) learns nothing from its examples"));
        }
    }

    @Test
    void aSingleOutputThatIsNoSoftmaxLearns() {
        MultiLayerConfiguration sigmoid = new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nIn(2)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();

        assertThat(learnOneClass(sigmoid, LossScope.TASK, true)).isEmpty();
    }

    /** Learns the last class from one example, and hands back the notices. */
    private static List<String> learnOneClass(MultiLayerConfiguration network, LossScope scope, boolean taught) {
        List<String> notices = new ArrayList<>();
        ContinualLearner learner = ContinualLearner.builder()
                .network(network)
                .strategy(new Naive())
                .lossScope(scope)
                .listener(new ContinualListener() {
                    @Override
                    public void notice(String message) {
                        notices.add(message);
                    }
                })
                .build();
        double[] before = learner.network().params().dup().data().asDouble();
        int outputs = Math.toIntExact(((OutputLayer) network.getConf(0).getLayer()).getNOut());
        double[][] label = new double[1][outputs];
        label[0][outputs - 1] = 1;
        DataSet one = new DataSet(Nd4j.createFromArray(new double[][] {{1, 2}}), Nd4j.createFromArray(label));
        DataSetIterator examples = new ListDataSetIterator<>(List.of(one), 1);

        learner.learn(Task.of(4, List.of(outputs - 1), examples, examples));

        double[] after = learner.network().params().dup().data().asDouble();
        assertThat(Arrays.equals(before, after)).isEqualTo(!taught);
        return notices;
    }

    @Test
    void theSameDataIsLearntUnderANewId() {
        ContinualLearner learner = packNet().build();
        learner.learn(tasks.get(0));

        learner.learn(Task.of(
                7, tasks.get(0).classes(), tasks.get(0).train(), tasks.get(0).test()));

        assertThat(learner.learned()).extracting(LearnedTask::id).containsExactly(0, 7);
    }

    @Test
    void anUnknownTaskIsNamedWithThoseThatAreKnown() {
        ContinualLearner learner = packNet().build();
        learner.learn(tasks.get(1));

        assertThatThrownBy(() -> learner.predict(Blobs.features(tasks.get(0)), 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Task (0) was not learnt. The learnt tasks are [1].");
    }

    @Test
    void aTaskWithoutExamplesIsRefusedBeforeAnythingChanges() {
        ContinualLearner learner = naive();
        float[] before = learner.network().params().dup().data().asFloat();
        Task empty = Task.of(
                0,
                List.of(0, 1),
                new ListDataSetIterator<>(List.<DataSet>of()),
                tasks.get(0).test());

        assertThatThrownBy(() -> learner.learn(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no training examples");
        assertThat(learner.network().params().data().asFloat()).isEqualTo(before);
    }

    @Test
    void aClassOutsideOfTheHeadIsRefused() {
        ContinualLearner learner = naive();
        Task outside =
                Task.of(0, List.of(5, 6), tasks.get(0).train(), tasks.get(0).test());

        assertThatThrownBy(() -> learner.learn(outside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class (6)")
                .hasMessageContaining("outputs (6)");
    }

    @Test
    void aLabelOfAnotherClassIsRefused() {
        ContinualLearner learner = naive();
        Task wrong =
                Task.of(0, List.of(0, 2), tasks.get(0).train(), tasks.get(0).test());

        assertThatThrownBy(() -> learner.learn(wrong))
                .hasMessageContaining("(1)")
                .hasMessageContaining("[0, 2]");
    }

    @Test
    void ofStrategiesThatOwnTheWeightsThereIsOne() {
        assertThatThrownBy(() -> packNet()
                        .strategy(PackNet.builder().build(), WinningSubnetworks.keeping(0.5))
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("[packnet, wsn]");
    }

    @Test
    void frozenHeadsAndRehearsalDoNotGoTogether() {
        assertThatThrownBy(() -> packNet()
                        .strategy(PackNet.builder().build(), Rehearsal.reservoir(10))
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("cannot work together");
    }

    @Test
    void elasticWeightsAndRehearsalWorkTogether() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(ElasticWeightConsolidation.separate(10), Rehearsal.reservoir(40))
                .epochs(20)
                .build();

        assertThat(learner.run(TaskStream.of("blobs", tasks)).averageAccuracy()).isGreaterThan(0.8);
    }

    /** What synaptic intelligence measures is the gradient of the loss, without the pull of the other strategy. */
    @Test
    void penaltiesDoNotSeeEachOther() {
        ContinualStrategy ewc = ElasticWeightConsolidation.separate(3000);
        ContinualStrategy si = SynapticIntelligence.of(300);
        float[][] parameters = Stream.of(List.of(ewc, si), List.of(si, ewc))
                .map(order -> {
                    ContinualLearner learner = ContinualLearner.builder()
                            .network(Networks.plain(6))
                            .strategy(order.get(0), order.get(1))
                            .epochs(3)
                            .build();
                    tasks.forEach(learner::learn);
                    return learner.network().params().dup().data().asFloat();
                })
                .toArray(float[][]::new);

        assertThat(parameters[1]).containsExactly(parameters[0], within(1e-3f));
    }

    @Test
    void separateTasksNeedToBeToldOrInferred() {
        assertThatThrownBy(() -> packNet().scenario(Scenario.CLASS_INCREMENTAL).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("taskInference");

        ContinualLearner told = packNet().build();
        told.learn(tasks.get(0));
        assertThat(told.scenario()).isEqualTo(Scenario.TASK_INCREMENTAL);
        assertThatThrownBy(() -> told.predict(Blobs.features(tasks.get(0))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("predict(features, task)");
    }

    @Test
    void tasksAreInferredFromLargestOutputs() {
        ContinualLearner learner = packNet()
                .taskInference(TaskInferences.maximumOutput(24))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .epochs(20)
                .build();

        var result = learner.study(TaskStream.of("blobs", tasks));

        assertThat(result.inference()).isPresent();
        assertThat(result.inference().orElseThrow().tasks()).isEqualTo(3);
        assertThat(result.accuracies()).isSameAs(result.withoutTask().orElseThrow());
    }

    @Test
    void probabilitiesAreToldWithoutATask() {
        ContinualLearner shared = naive();
        ContinualLearner separate = packNet()
                .taskInference(TaskInferences.maximumOutput(4))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .epochs(3)
                .build();
        INDArray features = Nd4j.vstack(Blobs.features(tasks.get(0)), Blobs.features(tasks.get(1)));

        for (ContinualLearner learner : List.of(shared, separate)) {
            tasks.subList(0, 2).forEach(learner::learn);
            INDArray output = learner.output(features);

            assertThat(output.shape()).containsExactly(96, 6);
            assertThat(output.argMax(1).toIntVector()).isEqualTo(learner.predict(features));
            for (float sum : output.sum(1).toFloatVector()) {
                assertThat(sum).isCloseTo(1, within(1e-5f));
            }
            assertThat(output.getColumns(4, 5).maxNumber().doubleValue()).isZero();
        }
        int inferred = separate.inferTasks(features)[0];
        assertThat(separate.output(features).getFloat(0, 2L * inferred))
                .isEqualTo(separate.output(features, inferred).getFloat(0, 0));
    }

    @Test
    void anExhaustedLayerIsToldOrRefused() {
        int[] told = new int[1];
        ContinualLearnerBuilder builder = packNet()
                .strategy(PackNet.builder().pruneRatio(0).build())
                .listener(new ContinualListener() {
                    @Override
                    public void capacityExhausted(Task task, String array) {
                        told[0]++;
                    }
                });
        ContinualLearner goesOn = builder.build();
        goesOn.learn(tasks.get(0));
        goesOn.learn(tasks.get(1));
        assertThat(told[0]).isEqualTo(2);

        ContinualLearner fails = builder.capacityPolicy(CapacityPolicy.FAIL).build();
        fails.learn(tasks.get(0));
        float[] before = fails.network().params().dup().data().asFloat();
        assertThatThrownBy(() -> fails.learn(tasks.get(1))).hasMessageContaining("no free connection");
        assertThat(fails.network().params().data().asFloat()).isEqualTo(before);
        assertThat(fails.learned()).hasSize(1);
    }

    @Test
    void anInterruptedTaskIsNotLearnt() {
        ContinualLearner learner = packNet()
                .trainingListeners(new BaseTrainingListener() {
                    @Override
                    public void onBackwardPass(Model model) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();

        assertThatThrownBy(() -> learner.learn(tasks.get(0)))
                .isInstanceOf(DL4JException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(learner.learned()).isEmpty();
    }

    @Test
    void aStreamOfUnknownLengthIsLearntToItsEnd() {
        TaskStream stream = new TaskStream() {
            @Override
            public String name() {
                return "unknown";
            }

            @Override
            public Iterator<Task> iterator() {
                return tasks.iterator();
            }
        };

        var result = naive().study(stream);

        assertThat(result.withTask().tasks()).isEqualTo(3);
        assertThat(result.withTask().get(0, 1)).isNotNaN();
        assertThat(result.withTask().get(0, 2)).isNaN();
    }

    @Test
    void aNetworkFileIsNoLearner(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("net.zip");
        SparseModels.save(naive().network(), file);

        assertThatThrownBy(() -> ContinualLearner.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("continual.json");
    }
}
