package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.OptimizerSlots;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The weights {@code [size, 1]} of one layer, written by hand. */
record HandMadeWeight(MultiLayerNetwork network, SparseWeight weight) {

    static HandMadeWeight of(int size, long[] active, double[] values) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Nesterovs(0.1, 0.9))
                .list()
                .layer(new OutputLayer.Builder()
                        .nIn(size)
                        .nOut(1)
                        .hasBias(false)
                        .activation(Activation.SIGMOID)
                        .lossFunction(LossFunctions.LossFunction.XENT)
                        .name("w")
                        .build())
                .build());
        network.init();
        Mask mask = Mask.ofActive(new long[] {size, 1}, active);
        SparseWeight weight = NetworkWeights.of(NetworkView.of(network))
                .open(new MaskSet(Map.of("w_W", mask)))
                .get(0);
        int[] next = {0};
        weight.assign(position -> values[next[0]++]);
        return new HandMadeWeight(network, weight);
    }

    /** Gives every position a momentum, so that it shows when one is renewed. */
    void momentum(double value) {
        OptimizerSlots slots = slots();
        for (int i = 0; i < weight.shape().size(); i++) {
            slots.set(i, 0, value + i);
        }
    }

    OptimizerSlots slots() {
        return OptimizerSlots.of(NetworkView.of(network), 0, weight.shape().size(), "w");
    }

    int bits(int position) {
        return Float.floatToRawIntBits(network.params().getFloat(position));
    }

    /** Lets the next backward pass have this gradient. */
    void gradient(double... values) {
        weight.requestGradient();
        for (int i = 0; i < values.length; i++) {
            network.getGradientsViewArray().putScalar(i, values[i]);
        }
        weight.afterGradient();
    }

    List<TopologyUpdate.Change> rigl(double fraction, boolean excludeJustDropped) {
        return update(
                DropCriterion.magnitude(), GrowthCriterion.gradient(), GrowthInit.zero(), fraction, excludeJustDropped);
    }

    List<TopologyUpdate.Change> set(double fraction, boolean excludeJustDropped) {
        return update(
                DropCriterion.perSign(),
                GrowthCriterion.random(),
                GrowthInit.normal(0.1),
                fraction,
                excludeJustDropped);
    }

    private List<TopologyUpdate.Change> update(
            DropCriterion drop, GrowthCriterion grow, GrowthInit init, double fraction, boolean excludeJustDropped) {
        Composition parts = new Composition(
                "by hand",
                drop,
                grow,
                init,
                Redistribution.none(),
                null,
                UpdateSchedule.everySteps(1),
                DropFraction.constant(fraction),
                CountRounding.FLOOR,
                excludeJustDropped,
                null,
                5L,
                null,
                null,
                true,
                false,
                false,
                update -> {});
        return TopologyPlan.of(parts, List.of(weight), 0, 0, fraction, 5).apply();
    }
}
