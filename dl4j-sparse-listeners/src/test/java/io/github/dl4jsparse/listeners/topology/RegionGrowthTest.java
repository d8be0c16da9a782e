package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class RegionGrowthTest {

    private static final ConnectionRegion THREE = ConnectionRegion.kernelGroups(3, 5);

    private static WeightShape kernel(long out, long in, long taps) {
        return new WeightShape("c", "W", List.of(out, in, taps), 1, List.of(0));
    }

    @Test
    void eachGroupOfOutputChannelsReachesThirteenTapsFurther() {
        Mask region = THREE.of(kernel(6, 2, 39)).orElseThrow();

        assertThat(region.count()).isEqualTo(2 * 2 * (13 + 26 + 39));
        for (int out = 0; out < 6; out++) {
            for (int in = 0; in < 2; in++) {
                for (int tap = 0; tap < 39; tap++) {
                    assertThat(region.contains((out * 2 + in) * 39 + tap)).isEqualTo(tap < 13 * (out / 2 + 1));
                }
            }
        }
    }

    @Test
    void theOrderOfTheAxesDoesNotMatter() {
        WeightShape tapsFirst = new WeightShape("c", "W", List.of(39L, 2L, 6L), 1, List.of(2));
        Mask region = THREE.of(tapsFirst).orElseThrow();

        assertThat(region.count()).isEqualTo(2 * 2 * (13 + 26 + 39));
        assertThat(region.contains(12 * 12)).isTrue(); // tap 12 of channel 0
        assertThat(region.contains(13 * 12)).isFalse();
        assertThat(region.contains(38 * 12 + 5)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5, 2, 4", "7, 3, 5"})
    void kernelsThatDoNotDivideAreRoundedUp(int taps, int first, int second) {
        Mask region = THREE.of(kernel(3, 1, taps)).orElseThrow();

        assertThat(region.count()).isEqualTo(first + second + taps);
    }

    @Test
    void smallKernelsAndOtherLayersAreNotRestricted() {
        assertThat(THREE.of(kernel(6, 2, 4))).isEmpty();
        assertThat(THREE.of(WeightShape.dense("d", 40, 40))).isEmpty();
    }

    @Test
    void growthStaysInsideUntilTheRegionIsFull() {
        FakeWeight weight = new FakeWeight("w", 1, 0, 0, 0, 0, 0).gradients(0, 1, 2, 3, 9, 8);
        ConnectionRegion half = shape -> Optional.of(Mask.ofActive(new long[] {6, 1}, 0, 1, 2));
        GrowthCriterion growth = GrowthCriterion.within(half, GrowthCriterion.gradient());
        LayerUpdate update = new LayerUpdate(weight, 0, .5, CountRounding.FLOOR, 1, 1);

        assertThat(growth.select(update, weight.active(), 1)).containsExactly(2);
        assertThat(growth.select(update, weight.active(), 3)).containsExactly(1, 2, 4);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aNetworkIsDrawnAndRewiredInsideOfTheRegion(boolean graph) {
        MultiLayerNetwork layered = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(.01))
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.RELU)
                .list()
                .layer(convolution(12).name("large").build())
                .layer(convolution(3).name("small").build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(3, 12))
                .build());
        layered.init();
        Model network = graph ? layered.toComputationGraph() : layered;
        List<TopologyUpdate> updates = new ArrayList<>();
        TopologyListener listener = DynamicSparseTraining.dsn(.2)
                .schedule(UpdateSchedule.everySteps(1))
                .seed(5)
                .onUpdate(updates::add)
                .attach(network);
        WeightShape shape = listener.weights().stream()
                .map(SparseWeight::shape)
                .filter(any -> THREE.of(any).isPresent())
                .findFirst()
                .orElseThrow();
        String found = shape.name();
        Mask region = THREE.of(shape).orElseThrow();
        assertThat(region.count()).isEqualTo(2 * 3 * (4 + 8 + 12));
        Mask first = listener.masks().get(found);
        assertThat(first.count()).isEqualTo(29); // .2 of 144
        for (int step = 0; step < 4; step++) {
            layeredOrGraph(network, step);
        }

        assertThat(updates).hasSize(4);
        Mask last = listener.masks().get(found);
        assertThat(last.count()).isEqualTo(29);
        assertThat(last).isNotEqualTo(first);
        assertThat(listener.explored().get(found).andNot(region).count()).isZero();
        listener.masks().masks().forEach((other, mask) -> {
            if (!other.equals(found)) {
                assertThat(mask.sparsity()).as(other).isZero();
            }
        });
    }

    /** With all connections of the region, an impulse is seen as long as the taps of a channel reach. */
    @Test
    void channelsSeeNoFurtherThanTheirTaps() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.IDENTITY)
                .list()
                .layer(convolution(12).build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(3, 40))
                .build());
        network.init();
        DynamicSparseTraining.dsn(1).attach(network);
        INDArray impulse = Nd4j.zeros(1, 3, 40);
        impulse.putScalar(0, 1, 20, 1);

        INDArray response = network.feedForward(impulse).get(1);

        for (int channel = 0; channel < 6; channel++) {
            int seen = 0;
            for (int t = 0; t < 40; t++) {
                seen += response.getDouble(0, channel, t) != 0 ? 1 : 0;
            }
            assertThat(seen).as("channel " + channel).isEqualTo(4 * (channel / 2 + 1));
        }
    }

    private static Convolution1DLayer.Builder convolution(int taps) {
        return new Convolution1DLayer.Builder().kernelSize(taps).nOut(6);
    }

    private static void layeredOrGraph(Model network, int seed) {
        Nd4j.getRandom().setSeed(seed);
        DataSet data = new DataSet(Nd4j.rand(4, 3, 12), Nd4j.ones(4, 3, 12).divi(3));
        TinyNetworks.fit(network, data);
    }

    @Test
    void aNetworkWithoutLargeKernelsIsRefused() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.CONV_1D, b -> b.updater(new Adam(.01)));

        assertThatThrownBy(() -> DynamicSparseTraining.dsn(.2).attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("1D convolution");
        assertThatThrownBy(() -> DynamicSparseTraining.dsn(20))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(20.0)");
        assertThatThrownBy(() -> ConnectionRegion.kernelGroups(0, 5)).isInstanceOf(DL4JInvalidConfigException.class);
    }
}
