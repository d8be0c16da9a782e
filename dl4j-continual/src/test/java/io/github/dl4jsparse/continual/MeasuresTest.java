package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.inference.TaskInferences;
import io.github.dl4jsparse.continual.metrics.TaskConfusion;
import io.github.dl4jsparse.continual.strategy.Afaf;
import io.github.dl4jsparse.continual.strategy.DynamicallyExpandableNetwork;
import io.github.dl4jsparse.continual.strategy.Joint;
import io.github.dl4jsparse.continual.strategy.Naive;
import io.github.dl4jsparse.continual.strategy.PackNet;
import io.github.dl4jsparse.continual.strategy.Rehearsal;
import io.github.dl4jsparse.continual.strategy.SelfAttentionMeta;
import io.github.dl4jsparse.continual.strategy.Serena;
import io.github.dl4jsparse.continual.strategy.SpaceNet;
import io.github.dl4jsparse.continual.strategy.WinningSubnetworks;
import io.github.dl4jsparse.continual.stream.TaskStreams;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a study tells beside accuracies. Networks have 8 x 16, 16 x 12 and 12 x 6 weights. */
class MeasuresTest {

    private final List<Task> tasks = Blobs.split(3);

    private ContinualResult study(ContinualStrategy strategy, Scenario scenario, List<Task> some) {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(strategy)
                .scenario(scenario)
                .epochs(3)
                .build()
                .study(TaskStream.of("blobs", some));
    }

    @Test
    void packNetUsesWhatItsPruningLeaves() {
        ContinualResult result =
                study(PackNet.builder().pruneRatio(0.5).retrainEpochs(1).build(), Scenario.TASK_INCREMENTAL, tasks);

        assertThat(result.capacity()).extracting(used -> used.get("layer0_W")).containsExactly(0.5, 0.75, 0.875);
        assertThat(result.capacity().get(0)).containsExactly(entry("layer0_W", 0.5), entry("layer1_W", 0.5));
    }

    @Test
    void spaceNetUsesTheConnectionsThatTasksWereGiven() {
        ContinualResult result = study(
                SpaceNet.builder().connections(32, 12, 6).neurons(6, 3).build(), Scenario.CLASS_INCREMENTAL, tasks);

        assertThat(result.capacity())
                .extracting(used -> used.get("layer0_W"))
                .containsExactly(32 / 128.0, 64 / 128.0, 96 / 128.0);
        assertThat(result.capacity().get(2)).containsEntry("layer2_W", 18 / 72.0);
    }

    @Test
    void afafUsesNoFurtherConnectionsOfTheLayersThatItTakesAsTheyAre() {
        ContinualResult result = study(
                Afaf.builder()
                        .connections(32, 12, 6)
                        .neurons(6, 3)
                        .reuse(1, 1)
                        .candidates(6, 4)
                        .build(),
                Scenario.CLASS_INCREMENTAL,
                tasks);

        assertThat(result.capacity())
                .extracting(used -> used.get("layer0_W"))
                .containsExactly(32 / 128.0, 32 / 128.0, 32 / 128.0);
        assertThat(result.capacity().get(2)).containsEntry("layer1_W", 36 / 192.0);
    }

    @Test
    void strategiesThatShareAllWeightsHaveNoCapacity() {
        assertThat(study(new Naive(), Scenario.CLASS_INCREMENTAL, tasks).capacity())
                .hasSize(3)
                .allSatisfy(used -> assertThat(used).isEmpty());
    }

    @Test
    void bytesAreToldByKind() {
        TaskMemory wsn = study(WinningSubnetworks.keeping(0.5), Scenario.TASK_INCREMENTAL, tasks)
                .memory()
                .get(1);

        assertThat(wsn.masks()).isEqualTo((8 * 16 + 16 * 12) / 8);
        assertThat(wsn.masksCompressed()).isPositive();
        assertThat(wsn.heads()).isEqualTo((12 * 6 + 6) * 4);
        assertThat(wsn.parameters()).isEqualTo((16 + 12) * 4);
        assertThat(wsn.bytes()).isEqualTo(wsn.masksCompressed() + 312 + 112);
    }

    @Test
    void aBranchIsAHead() {
        assertThat(study(SelfAttentionMeta.trainedByFirstTask(), Scenario.CLASS_INCREMENTAL, tasks)
                        .memory()
                        .get(2))
                .isEqualTo(new TaskMemory(0, 0, 2 * (12 + 1) * 4, 0, 0, 0));
    }

    @Test
    void aNetworkThatGrowsKeepsAHeadAndTheSizesOfItsLayersForATask() {
        ContinualResult den = study(
                DynamicallyExpandableNetwork.builder().expansion(0, 0.01).build(),
                Scenario.TASK_INCREMENTAL,
                tasks.subList(0, 1));

        assertThat(den.memory().get(0)).isEqualTo(new TaskMemory(0, 0, (12 + 1) * 6 * 4, 4 * Integer.BYTES, 0, 0));
        assertThat(den.capacity().get(0)).isEmpty();
    }

    @Test
    void cellsAreSharedAmongTheTasks() {
        TaskMemory serena = study(Serena.standard().sparsity(0.5), Scenario.CLASS_INCREMENTAL, tasks.subList(0, 1))
                .memory()
                .get(0);

        assertThat(serena.masks()).isEqualTo(40);
        assertThat(serena.heads()).isEqualTo(312);
    }

    @Test
    void sharesAndSumsKeepTheKinds() {
        TaskMemory one = new TaskMemory(10, 8, 6, 4, 2, 20);

        assertThat(one.plus(one)).isEqualTo(new TaskMemory(20, 16, 12, 8, 4, 40));
        assertThat(one.share(2)).isEqualTo(new TaskMemory(5, 4, 3, 2, 1, 10));
        assertThat(one.share(0)).isEqualTo(one);
        assertThat(one.bytes()).isEqualTo(8 + 6 + 4 + 2 + 20);
        assertThat(study(Rehearsal.reservoir(9), Scenario.CLASS_INCREMENTAL, tasks)
                        .memory()
                        .get(0)
                        .heads())
                .isZero();
    }

    @Test
    void intransigenceIsTheMeanLackOfTheDiagonal() {
        ContinualResult naive = study(new Naive(), Scenario.CLASS_INCREMENTAL, tasks);
        ContinualResult joint = study(Joint.fromScratch(), Scenario.CLASS_INCREMENTAL, tasks);

        double lack = 0;
        for (int t = 0; t < 3; t++) {
            lack += joint.accuracies().get(t, t) - naive.accuracies().get(t, t);
        }

        assertThat(naive.intransigence(joint)).isCloseTo(lack / 3, within(1e-12));
        assertThat(joint.intransigence(joint)).isZero();
    }

    @Test
    void intransigenceIsOfTheSameTasks() {
        ContinualResult naive = study(new Naive(), Scenario.CLASS_INCREMENTAL, tasks);

        assertThatThrownBy(() -> naive.intransigence(
                        study(Joint.fromScratch(), Scenario.CLASS_INCREMENTAL, tasks.subList(0, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(2) tasks")
                .hasMessageContaining("(3)")
                .hasMessageContaining("Joint.fromScratch()");
        assertThatThrownBy(() -> naive.intransigence(study(Joint.fromScratch(), Scenario.TASK_INCREMENTAL, tasks)))
                .hasMessageContaining("TASK_INCREMENTAL");
    }

    @Test
    void oneStudyTellsEverythingAboutMadeUpTasks() {
        ContinualResult result = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(WinningSubnetworks.keeping(0.5))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .taskInference(TaskInferences.nearestMean(8))
                .epochs(10)
                .build()
                .study(TaskStreams.blobs().tasks(3).classesPerTask(2, 24).build());

        TaskConfusion confusion = result.inference().orElseThrow();
        long asked = 0;
        for (int task = 0; task < 3; task++) {
            for (int inferred = 0; inferred < 3; inferred++) {
                asked += confusion.get(task, inferred);
            }
        }
        assertThat(asked).isEqualTo(3 * 48);
        assertThat(confusion.accuracy()).isGreaterThan(0.7);
        assertThat(result.withTask().averageAccuracy()).isGreaterThan(0.9);
        assertThat(result.withTask().backwardTransfer()).isZero();
        assertThat(result.accuracies().incrementalAccuracy()).isBetween(0.5, 1.0);
        assertThat(result.tasks()).allSatisfy(task -> assertThat(task.seconds()).isPositive());
    }
}
