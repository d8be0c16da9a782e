package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.strategy.Naive;
import io.github.dl4jsparse.continual.strategy.Serena;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SerenaTest {

    private final List<String> notices = new ArrayList<>();

    private final List<Integer> iterations = new ArrayList<>();

    private ContinualLearner learner() {
        return learner(Serena.standard().sparsity(0.3));
    }

    private ContinualLearner learner(Serena strategy) {
        return ContinualLearner.builder()
                .trainingListeners(new BaseTrainingListener() {
                    @Override
                    public void iterationDone(Model model, int iteration, int epoch) {
                        iterations.add(iteration);
                    }
                })
                .network(Networks.plain(2))
                .strategy(strategy)
                .scenario(Scenario.DOMAIN_INCREMENTAL)
                .seed(2)
                .listener(new ContinualListener() {
                    @Override
                    public void notice(String message) {
                        notices.add(message);
                    }
                })
                .build();
    }

    /** The blobs of a concept, again and again, with or without exchanged labels. */
    private static List<DataSet> concept(boolean exchanged, int rounds) {
        List<DataSet> examples = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Blobs.examples(0, 2, 1).forEachRemaining(batch -> examples.addAll(batch.asList()));
        }
        if (exchanged) {
            examples.forEach(one -> one.setLabels(one.getLabels().rsub(1)));
        }
        return examples;
    }

    private static Task task(int id, List<DataSet> train) {
        return Task.of(
                id,
                List.of(0, 1),
                new ListDataSetIterator<>(train, 16),
                new ListDataSetIterator<>(concept(false, 1), 16));
    }

    private static List<DataSet> switched() {
        List<DataSet> all = new ArrayList<>(concept(false, 12));
        all.addAll(concept(true, 12));
        return all;
    }

    @Test
    void aSwitchWithinOneStreamBeginsOneNewCell() {
        ContinualLearner learner = learner();

        learner.learn(task(0, switched()));

        assertThat(notices).hasSize(1).first().asString().contains("(1)");
    }

    /** Adam's first steps would be too large where its averages are new and its count of iterations is not. */
    @Test
    void theOptimiserOfANewCellCountsItsIterationsFromTheStart() {
        ContinualLearner learner = learner();

        learner.learn(task(0, switched()));

        assertThat(iterations).hasSize(72);
        int restart = iterations.lastIndexOf(0);
        assertThat(restart).isGreaterThanOrEqualTo(36);
        assertThat(iterations.subList(0, restart)).isEqualTo(counted(restart));
        assertThat(iterations.subList(restart, 72)).isEqualTo(counted(72 - restart));
    }

    private static List<Integer> counted(int to) {
        return IntStream.range(0, to).boxed().toList();
    }

    @Test
    void aStreamWithoutSwitchHasOneCellWhateverItsBoundaries() {
        ContinualLearner learner = learner();

        learner.learn(task(0, concept(false, 12)));
        learner.learn(task(1, concept(false, 12)));

        assertThat(notices).isEmpty();
    }

    /**
     * Half of the answers are right whatever is learnt; of ten, two or fewer are in one minibatch of eighteen, which the mean alone
     * would take for a drift.
     */
    @Test
    void chanceBeginsNoCell() {
        RandomStream random = RandomStream.of(4, "labels");
        List<DataSet> noise = concept(false, 12);
        noise.forEach(one -> one.setLabels(Nd4j.eye(2).getRow(random.nextInt(2), true)));
        Task task = Task.of(0, List.of(0, 1), new ListDataSetIterator<>(noise, 10), Blobs.examples(0, 2, 1));

        learner(Serena.standard().sparsity(0.3)).learn(task);
        assertThat(notices).isEmpty();

        learner(Serena.standard().sparsity(0.3).significance(1)).learn(task);
        assertThat(notices).isNotEmpty();
    }

    @Test
    void driftIsNoticedAcrossBoundariesToo() {
        ContinualLearner learner = learner();

        learner.learn(task(0, concept(false, 12)));
        learner.learn(task(1, concept(true, 12)));

        assertThat(notices).hasSize(1);
    }

    private static float[] cell(ContinualLearner learner, int number) {
        learner.sessions().get(0).install(number, learner.learning().plain());
        return learner.learning().plain().params().dup().data().asFloat();
    }

    @Test
    void aFrozenCellKeepsItsBits() {
        ContinualLearner learner = learner();
        learner.learn(task(0, switched()));
        float[] before = cell(learner, 0);
        float[] open = cell(learner, 1);

        learner.learn(task(1, concept(true, 5)));

        assertThat(cell(learner, 0)).isEqualTo(before);
        assertThat(cell(learner, 1)).isNotEqualTo(open);
    }

    /** Votes are 1 of the first and 2 of the second cell, which has learnt the exchanged labels. */
    @Test
    void theVoteOfALaterCellCountsMore() {
        ContinualLearner learner = learner();
        List<DataSet> stream = switched();
        learner.learn(task(0, stream));
        INDArray features = Blobs.features(task(0, stream));

        INDArray votes = learner.answers().logits(features);

        int exchanged = 0;
        for (int row = 0; row < votes.size(0); row++) {
            double[] both = votes.getRow(row).toDoubleVector();
            assertThat(Arrays.stream(both).sum()).isEqualTo(3);
            int label = row % 2;
            exchanged += both[label] == 1 && both[1 - label] == 2 ? 1 : 0;
        }
        assertThat(exchanged).isGreaterThan(40);
    }

    @Test
    void aLoadedLearnerGoesOnWithItsCellsAndItsWindow(@TempDir Path folder) throws Exception {
        ContinualLearner learner = learner();
        learner.learn(task(0, switched()));
        learner.save(folder.resolve("learner.zip"));

        ContinualLearner loaded = ContinualLearner.load(folder.resolve("learner.zip"));
        learner.learn(task(1, concept(false, 12)));
        loaded.learn(task(1, concept(false, 12)));

        assertThat(notices).hasSize(2);
        assertThat(cell(loaded, 2)).isEqualTo(cell(learner, 2));
    }

    @Test
    void otherStrategiesBesideItAreRefused() {
        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(Networks.plain(2))
                        .strategy(Serena.standard(), new Naive())
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("serena");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Serena.standard().sparsity(95)).hasMessageContaining("(95.0)");
        assertThatThrownBy(() -> Serena.standard().drift(0, 0.5)).hasMessageContaining("(0)");
        assertThatThrownBy(() -> Serena.standard().significance(0)).hasMessageContaining("(0.0)");
        assertThatThrownBy(() -> Serena.standard().significance(1.1)).hasMessageContaining("(1.1)");
    }
}
