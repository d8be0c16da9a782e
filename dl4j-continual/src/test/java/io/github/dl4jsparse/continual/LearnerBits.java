package io.github.dl4jsparse.continual;

import java.util.HexFormat;
import java.util.List;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Everything that learning could change in a learner, bit for bit. */
record LearnerBits(
        String parameters,
        String optimizer,
        int iterations,
        int epochs,
        List<TrainingListener> listeners,
        List<LearnedTask> learned,
        List<String> remembered,
        long randomRoot,
        long randomNode) {

    static LearnerBits of(ContinualLearner learner) {
        var network = learner.learning().network();
        return new LearnerBits(
                hex(network.params()),
                hex(network.updater().getStateViewArray()),
                network.iterationCount(),
                network.epochCount(),
                network.listeners(),
                learner.learned(),
                learner.sessions().stream()
                        .map(session -> HexFormat.of().formatHex(LearnerSnapshot.write(session)))
                        .toList(),
                Nd4j.getRandom().rootState(),
                Nd4j.getRandom().nodeState());
    }

    private static String hex(INDArray array) {
        return array == null ? "" : HexFormat.of().formatHex(StrategyKitTest.bits(array));
    }
}
