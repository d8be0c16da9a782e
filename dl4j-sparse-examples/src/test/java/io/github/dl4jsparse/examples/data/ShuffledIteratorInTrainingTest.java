package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Whoever drives the iterator, epoch e hands out order e: DL4J resets at different moments in each of these. */
class ShuffledIteratorInTrainingTest {

    private static final int EPOCHS = 3;

    private final LabeledExamples examples = Numbered.examples(50);
    private final ShuffledIterator iterator = new ShuffledIterator(examples, 8, 3);
    private final List<Integer> seen = new ArrayList<>();

    ShuffledIteratorInTrainingTest() {
        iterator.setPreProcessor(batch -> seen.addAll(Numbered.numbers((DataSet) batch)));
    }

    @Test
    void multiLayerNetworkFitForSeveralEpochs() {
        network().fit(iterator, EPOCHS);

        assertThat(seen).isEqualTo(orders(0, EPOCHS));
    }

    @Test
    void computationGraphFitForSeveralEpochs() {
        network().toComputationGraph().fit(iterator, EPOCHS);

        assertThat(seen).isEqualTo(orders(0, EPOCHS));
    }

    @Test
    void fitEpochByEpochWithResetsAndEvaluationsBetween() {
        MultiLayerNetwork net = network();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            iterator.reset();
            net.fit(iterator);
            net.evaluate(new SequentialIterator(examples, 8));
            iterator.reset();
        }

        assertThat(seen).isEqualTo(orders(0, EPOCHS));
        assertThat(net.getEpochCount()).isEqualTo(EPOCHS).isEqualTo(iterator.epoch());
    }

    @Test
    void aFitOfSeveralEpochsAfterAnother() {
        MultiLayerNetwork net = network();

        net.fit(iterator, 1);
        net.fit(iterator, EPOCHS - 1);

        assertThat(seen).isEqualTo(orders(0, EPOCHS));
    }

    @Test
    void aContinuedRunSeesTheEpochsThatAreLeft() {
        MultiLayerNetwork net = network();
        net.fit(iterator, 1);
        seen.clear();

        net.fit(iterator.startingAt(net.getEpochCount()), EPOCHS - 1);

        assertThat(seen).isEqualTo(orders(1, EPOCHS));
    }

    @Test
    void earlyStoppingResetsBeforeTheFirstEpoch() {
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
                .scoreCalculator(new DataSetLossCalculator(new SequentialIterator(examples, 8), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();

        new EarlyStoppingTrainer(stopping, network(), iterator).fit();

        assertThat(seen).isEqualTo(orders(0, EPOCHS));
    }

    @Test
    void fitOnTheIteratorAndOnItsMinibatchesTrainTheSameNetwork() {
        MultiLayerNetwork whole = network();
        MultiLayerNetwork plain = network();

        whole.fit(iterator, 2);
        ShuffledIterator same = new ShuffledIterator(examples, 8, 3);
        for (int epoch = 0; epoch < 2; epoch++) {
            while (same.hasNext()) {
                plain.fit(same.next());
            }
            same.reset();
        }

        assertThat(whole.params().data().asFloat())
                .isEqualTo(plain.params().data().asFloat());
    }

    private List<Integer> orders(int from, int to) {
        List<Integer> orders = new ArrayList<>();
        for (int epoch = from; epoch < to; epoch++) {
            orders.addAll(Numbered.rest(new ShuffledIterator(examples, 8, 3).startingAt(epoch)));
        }
        return orders;
    }

    private static MultiLayerNetwork network() {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.01))
                .list()
                .layer(new OutputLayer.Builder().nIn(2).nOut(3).build())
                .build();
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();
        return net;
    }
}
