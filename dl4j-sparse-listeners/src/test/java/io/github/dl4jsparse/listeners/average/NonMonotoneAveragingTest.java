package io.github.dl4jsparse.listeners.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import io.github.dl4jsparse.listeners.topology.ValidationLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

class NonMonotoneAveragingTest {

    @Test
    void itFiresWhenTheLossExceedsTheBestOfAllButTheLast() {
        NonMonotoneTrigger trigger = new NonMonotoneTrigger(2);
        List<Boolean> fired = new ArrayList<>();

        for (double loss : new double[] {3, 2, 2.5, 2.6, 2.7, 1, 1.5, 2.1}) {
            fired.add(trigger.fires(loss));
        }

        // 2.6 is compared with 3 only, 2.7 with 3 and 2, 1 and 1.5 with 2 and 2.5 as well, 2.1 too
        assertThat(fired).containsExactly(false, false, false, false, true, false, false, true);
    }

    @Test
    void aWeightIsAveragedFromItsThirdStepOnAndWhatIsGrownFromItsOwn() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Sgd(.1)));
        SparseWeight weight = NetworkWeights.of(NetworkView.of(network))
                .open(new MaskSet(Map.of("x_W", Mask.ofActive(new long[] {6, 5}, 3, 9, 12))))
                .get(0);
        ConnectionAverage average = new ConnectionAverage(weight);

        for (double value : new double[] {1, 2, 3, 4}) {
            weight.assign(position -> value * position);
            average.step();
        }
        assertThat(averages(weight, average)).containsExactly(9, 27, 36); // (2 + 3 + 4) / 3 = 3 times the position

        weight.rewire(new long[] {9}, new long[] {5}, new double[] {0});
        average.follow();
        assertThat(averages(weight, average)).containsExactly(9, 0, 36);
        weight.assign(position -> 7);
        average.step();
        assertThat(averages(weight, average))
                .containsExactly(new double[] {9 + (7 - 9) / 4.0, 7, 36 + (7 - 36) / 4.0}, within(1e-6));
    }

    /** In the order of positions. */
    private static double[] averages(SparseWeight weight, ConnectionAverage average) {
        double[] now = new double[(int) weight.active().count()];
        int[] next = {0};
        average.swap();
        weight.forEachActive((position, value) -> now[next[0]++] = value);
        average.swap();
        return now;
    }

    @SuppressWarnings("deprecation") // its peepholes stand beside the masked weights
    private static MultiLayerNetwork network(boolean trulySparse) {
        Layer cell = trulySparse
                ? new SparseLstm.Builder().nIn(3).nOut(8).density(.4).build()
                : new GravesLSTM.Builder().nIn(3).nOut(8).build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Sgd(.5))
                .list()
                .layer(cell)
                .layer(new RnnOutputLayer.Builder()
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static TopologyListener attach(MultiLayerNetwork network, boolean trulySparse) {
        DynamicSparseTraining method = DynamicSparseTraining.set()
                .schedule(UpdateSchedule.everySteps(4))
                .seed(3);
        return (trulySparse ? method : method.sparsity(.5)).attach(network);
    }

    /** Begins after the second epoch. */
    private static NonMonotoneAveraging rising() {
        double[] loss = {0};
        return new NonMonotoneAveraging(any -> loss[0]++, 0);
    }

    private static void fit(Model network, int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            TinyNetworks.fit(network, TinyNetworks.batches(LayerKind.Data.SEQUENCE, 5));
        }
    }

    /** All that is averaged, by hand, over the whole vector: only valid while the topology stays. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theAveragesAreThoseOfAllParametersThatAreTrained(boolean trulySparse) {
        MultiLayerNetwork network = network(trulySparse);
        DynamicSparseTraining method = DynamicSparseTraining.fixed().seed(3);
        (trulySparse ? method : method.sparsity(.5)).attach(network);
        NonMonotoneAveraging averages = rising();
        List<double[]> steps = new ArrayList<>();
        network.addListeners(averages, new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                steps.add(model.params().toDoubleVector());
            }
        });

        fit(network, 3);

        double[] expected = new double[(int) network.numParams()];
        List<double[]> averaged = steps.subList(11, 15); // the third epoch without its first step
        averaged.forEach(step -> Arrays.setAll(expected, i -> expected[i] + step[i] / 4));
        double[] found = averages.withAverages(() -> network.params().toDoubleVector());
        assertThat(found).containsExactly(expected, within(1e-5));
        assertThat(found).isNotEqualTo(network.params().toDoubleVector());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNetworkHasItsOwnWeightsAgainAfterAnEvaluation(boolean trulySparse) {
        MultiLayerNetwork network = network(trulySparse);
        TopologyListener topology = attach(network, trulySparse);
        NonMonotoneAveraging averages = rising();
        network.addListeners(averages);
        fit(network, 4);
        int[] before = TinyNetworks.parameters(network);
        assertThat(averages.isAveraging()).isTrue();
        assertThat(topology.updates()).isPositive();

        assertThat(averages.withAverages(() -> TinyNetworks.parameters(network)))
                .isNotEqualTo(before);
        assertThatThrownBy(() -> averages.withAverages(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(TinyNetworks.parameters(network)).isEqualTo(before);
    }

    @Test
    void beforeTheLossStallsAnEvaluationIsOfTheWeightsThemselves() {
        MultiLayerNetwork network = network(false);
        NonMonotoneAveraging averages =
                new NonMonotoneAveraging(new ValidationLoss(TinyNetworks.batches(LayerKind.Data.SEQUENCE, 2)));
        network.addListeners(averages);
        fit(network, 2);

        assertThat(averages.isAveraging()).isFalse();
        assertThat(averages.withAverages(() -> TinyNetworks.parameters(network)))
                .isEqualTo(TinyNetworks.parameters(network));
    }

    @Test
    void runningMeansOfBatchNormalisationStay() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Sgd(.5))
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(4).build())
                .layer(new BatchNormalization.Builder().nIn(4).nOut(4).build())
                .layer(new OutputLayer.Builder().nIn(4).nOut(3).build())
                .build());
        network.init();
        NonMonotoneAveraging averages = rising();
        network.addListeners(averages);
        for (int epoch = 0; epoch < 4; epoch++) {
            network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 5));
        }

        int[] mean = TinyNetworks.bits(network.getParam("1_mean"));
        int[] gamma = TinyNetworks.bits(network.getParam("1_gamma"));
        assertThat(averages.withAverages(() -> TinyNetworks.bits(network.getParam("1_mean"))))
                .isEqualTo(mean);
        assertThat(averages.withAverages(() -> TinyNetworks.bits(network.getParam("1_gamma"))))
                .isNotEqualTo(gamma);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLoadedRunAveragesOnBitForBit(boolean trulySparse, @TempDir Path folder) throws IOException {
        MultiLayerNetwork network = network(trulySparse);
        attach(network, trulySparse);
        NonMonotoneAveraging averages = rising();
        network.addListeners(averages);
        fit(network, 4);
        Path file = folder.resolve("net.zip");
        SparseModels.save(network, file, true, Map.of("averages", averages.state()));

        MultiLayerNetwork loaded = SparseModels.loadMultiLayerNetwork(file);
        attach(loaded, trulySparse);
        NonMonotoneAveraging continued = rising();
        continued.restore(loaded, SparseModels.entry(file, "averages").orElseThrow());
        loaded.addListeners(continued);
        fit(network, 2);
        fit(loaded, 2);

        assertThat(continued.withAverages(() -> TinyNetworks.parameters(loaded)))
                .isEqualTo(averages.withAverages(() -> TinyNetworks.parameters(network)));
        assertThat(SparseModels.entry(file, "other")).isEmpty();
    }

    @Test
    void trainingOnAveragesAndStrangeNetworksAreRefused() {
        MultiLayerNetwork network = network(false);
        NonMonotoneAveraging averages = rising();
        network.addListeners(averages);
        fit(network, 3);

        assertThatThrownBy(() -> averages.withAverages(() -> {
                    fit(network, 1);
                    return 0;
                }))
                .isInstanceOf(DL4JException.class)
                .hasMessageContaining("withAverages");
        assertThatThrownBy(() -> averages.iterationDone(network(false), 0, 0)).isInstanceOf(DL4JException.class);
        assertThatThrownBy(() -> new NonMonotoneAveraging(any -> 1, -1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-1)");
    }
}
