package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.store.WithoutNoise;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The diagonal of the Fisher information of a task's examples. Passes are of one example each but for {@link Fisher#BATCH_EMPIRICAL},
 * since DL4J's gradients are sums; the outputs that take part in the loss are those that did in training.
 */
final class FisherEstimate {

    private final Learning learning;
    private final Fisher estimator;
    private final int most;

    FisherEstimate(Learning learning, Fisher estimator, int most) {
        this.learning = learning;
        this.estimator = estimator;
        this.most = most == 0 ? Integer.MAX_VALUE : most;
    }

    /** Batch normalisation cannot take the statistics of a batch of one example. */
    static void check(NetworkView network, Fisher estimator) {
        network.layers().forEach((name, layer) -> {
            if (estimator != Fisher.BATCH_EMPIRICAL && layer.conf().getLayer() instanceof BatchNormalization) {
                throw new DL4JInvalidConfigException(
                        "The Fisher information is estimated from single examples, and layer ("
                                + name
                                + ") normalises by the statistics of a batch. Use fisher(Fisher.BATCH_EMPIRICAL), synaptic"
                                + " intelligence, or a network without batch normalisation.");
            }
        });
    }

    INDArray compute() {
        NetworkView network = learning.network();
        List<TrainingListener> listeners = network.listeners();
        network.setListeners(List.of());
        try {
            return WithoutNoise.within(network, () -> learning.withLoss(this::sum));
        } finally {
            network.setListeners(listeners);
            network.gradients().assign(0);
        }
    }

    private INDArray sum() {
        INDArray sum = Nd4j.create(
                learning.network().params().dataType(),
                learning.network().params().shape());
        RandomStream random = learning.random("fisher labels");
        DataSetIterator examples = learning.task().train();
        examples.reset();
        int passes = 0;
        int seen = 0;
        while (examples.hasNext() && seen < most) {
            learning.checkInterrupted();
            DataSet batch = examples.next();
            int count = Math.min(batch.numExamples(), most - seen);
            if (estimator == Fisher.BATCH_EMPIRICAL) {
                add(
                        sum,
                        batch.getFeatures(),
                        batch.getLabels(),
                        1.0 / ((double) batch.numExamples() * batch.numExamples()));
                passes++;
            } else {
                for (int row = 0; row < count; row++) {
                    addExample(sum, batch.get(row), random);
                    passes++;
                }
            }
            seen += count;
        }
        examples.reset();
        return passes == 0 ? sum : sum.divi(passes);
    }

    private void addExample(INDArray sum, DataSet example, RandomStream random) {
        INDArray x = example.getFeatures();
        INDArray y = example.getLabels();
        if (estimator == Fisher.EMPIRICAL) {
            add(sum, x, y, 1);
            return;
        }
        INDArray p = learning.network().output(x);
        double draw = estimator == Fisher.SAMPLED ? random.nextDouble() : 0;
        for (int c = 0; c < p.size(1); c++) {
            double probability = p.getDouble(0, c);
            if (estimator == Fisher.EXACT && probability > 0) {
                add(sum, x, oneHot(y, c), probability);
            } else if (estimator == Fisher.SAMPLED && (draw -= probability) < 0) {
                add(sum, x, oneHot(y, c), 1);
                return;
            }
        }
    }

    private static INDArray oneHot(INDArray like, int label) {
        INDArray labels = like.dup('c').assign(0);
        labels.putScalar(0, label, 1);
        return labels;
    }

    private void add(INDArray sum, INDArray features, INDArray labels, double weight) {
        learning.network().gradient(features, labels);
        INDArray gradient = learning.network().gradients();
        // as large as the network, many times over: not left to the garbage collector
        try (INDArray squares = gradient.mul(gradient)) {
            sum.addi(squares.muli(weight).reshape(sum.shape()));
        }
    }
}
