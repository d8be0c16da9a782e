package io.github.dl4jsparse.layers.convert;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Times single layers in both forms, in networks of their own, if their kind can stand alone.
 *
 * @param numbers of the network they come from
 * @param type of that network
 * @param calibration what is timed
 */
record LayerTrial(TrainedNumbers numbers, DataType type, Calibration calibration) {

    /** DL4J seeds the random generator of the thread for every configuration it builds: it is put back. */
    LayerTimes time(LayerPlan plan) {
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        try {
            return timed(plan);
        } finally {
            random.setStates(root, node);
        }
    }

    private LayerTimes timed(LayerPlan plan) {
        LayerKind kind = plan.kind();
        Layer sparseLayer = LayerWrapper.inside(plan.replacement());
        MultiLayerNetwork dense = network(kind.alone(plan.part().inner()).orElseThrow());
        MultiLayerNetwork sparse = network(kind.alone(sparseLayer).orElseThrow());
        new Transfer(numbers, TrainedNumbers.of(dense)).whole(plan.part(), first(dense));
        new Transfer(numbers, TrainedNumbers.of(sparse)).toSparse(kind, plan.part(), plan.patterns(), first(sparse));
        FeedForwardLayer sized = (FeedForwardLayer) dense.getLayer(0).conf().getLayer();
        INDArray input = random(sized.getNIn(), 0);
        INDArray labels = random(sized.getNOut(), 1);
        return turns(step(dense, input, labels), step(sparse, input, labels));
    }

    private MultiLayerNetwork network(Layer alone) {
        FeedForwardLayer layer = (FeedForwardLayer) alone;
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .list()
                .layer(layer)
                .layer(new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        return NetworkCopy.withZeros(conf);
    }

    private static Part first(MultiLayerNetwork net) {
        return NetworkParts.of(net).layers().get(0);
    }

    private INDArray random(long columns, long stream) {
        return Nd4j.getRandomFactory()
                .getNewRandomInstance(calibration.seed() + stream)
                .nextGaussian(new long[] {calibration.batch(), columns})
                .castTo(type);
    }

    private Runnable step(MultiLayerNetwork net, INDArray input, INDArray labels) {
        DataSet examples = new DataSet(input, labels);
        return calibration.timed() == Timed.TRAINING ? () -> net.fit(examples) : () -> net.output(input);
    }

    private LayerTimes turns(Runnable dense, Runnable sparse) {
        List<Double> denseMillis = new ArrayList<>();
        List<Double> sparseMillis = new ArrayList<>();
        for (int turn = -calibration.warmUp(); turn < calibration.rounds(); turn++) {
            double denseTime = millis(dense);
            double sparseTime = millis(sparse);
            if (turn >= 0) {
                denseMillis.add(denseTime);
                sparseMillis.add(sparseTime);
            }
        }
        return new LayerTimes(denseMillis, sparseMillis);
    }

    private static double millis(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e6;
    }
}
