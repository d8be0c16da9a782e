package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.LearnedTask;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Phase;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Adds what the network said before a task to the labels of the task. Remembers nothing between tasks. */
final class LearningWithoutForgettingSession implements StrategySession {

    private static final String WARM_UP = "warm up";

    private final Learning learning;
    private final int warmUpEpochs;
    private NetworkView teacher;

    LearningWithoutForgettingSession(Learning learning, int warmUpEpochs) {
        this.learning = learning;
        this.warmUpEpochs = warmUpEpochs;
    }

    @Override
    public Optional<LossScope> lossScope() {
        return Optional.of(LossScope.ALL);
    }

    @Override
    public List<Phase> phases(int epochs) {
        Phase train = Phase.of("train", epochs);
        return warmUpEpochs == 0 ? List.of(train) : List.of(Phase.of(WARM_UP, warmUpEpochs), train);
    }

    @Override
    public void beforeTask() {
        Model before = learning.network().model();
        Model copy = before instanceof MultiLayerNetwork net ? net.clone() : ((ComputationGraph) before).clone();
        teacher = NetworkView.of(copy);
        teacher.setListeners(List.of());
    }

    @Override
    public void beforePhase() {
        if (learning.phase().name().equals(WARM_UP)) {
            Set<String> head = TaskParameters.ofLayer(
                            learning.plain(), learning.head().name())
                    .names();
            TaskParameters.arrays(learning.network()).forEach((name, array) -> {
                if (!head.contains(name)) {
                    learning.guard().freeze(array);
                }
            });
        }
    }

    @Override
    public void afterPhase() {
        if (learning.phase().name().equals(WARM_UP)) {
            learning.guard().release();
        }
    }

    @Override
    public void afterTask() {
        teacher = null;
    }

    @Override
    public DataSetIterator examples(DataSetIterator train) {
        return new ChangedExamples(train, this::withAnswers);
    }

    private DataSet withAnswers(DataSet batch) {
        INDArray labels = batch.getLabels();
        INDArray logits = OutputHead.of(teacher).logits(teacher, batch.getFeatures());
        float[] scope = new float[Math.toIntExact(labels.size(1))];
        float[] groups = new float[scope.length];
        boolean heads = learning.scenario() == Scenario.TASK_INCREMENTAL;
        for (int c = 0; c < scope.length; c++) {
            scope[c] = !heads || learning.task().classes().contains(c) ? 1 : 0;
            groups[c] = group(c, heads);
        }
        INDArray all = Nd4j.hstack(labels.castTo(logits.dataType()), rows(scope, logits), logits, rows(groups, logits));
        return new DataSet(batch.getFeatures(), all, batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    }

    /** The number of the latest task that has the class, from 1; 1 for all where tasks have no heads of their own. */
    private int group(int output, boolean heads) {
        int group = 0;
        int number = 0;
        for (LearnedTask learned : learning.learned()) {
            number++;
            if (learned.classes().contains(output)) {
                group = heads ? number : 1;
            }
        }
        return group;
    }

    private static INDArray rows(float[] row, INDArray like) {
        INDArray one = Nd4j.createFromArray(row).castTo(like.dataType()).reshape('c', 1, row.length);
        return one.repeat(0, like.size(0));
    }
}
