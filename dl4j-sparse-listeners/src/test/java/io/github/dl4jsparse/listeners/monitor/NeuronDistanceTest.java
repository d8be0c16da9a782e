package io.github.dl4jsparse.listeners.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class NeuronDistanceTest {

    private static double distance(WeightShape shape, Mask one, Mask other) {
        return NeuronDistance.between(List.of(shape), Map.of(shape.name(), one), Map.of(shape.name(), other))
                .mean();
    }

    @Test
    void theMeanIsOverTheBestMatch() {
        // inputs of the neurons: {0, 1}, {2} against {2, 3}, {0, 1, 2}
        Mask one = Mask.ofActive(new long[] {4, 2}, 0, 2, 5);
        Mask other = Mask.ofActive(new long[] {4, 2}, 4, 6, 1, 3, 5);

        // {0, 1} - {0, 1, 2}: 1 of 3; {2} - {2, 3}: 1 of 2
        assertThat(distance(WeightShape.dense("d", 4, 2), one, other))
                .isCloseTo((1 / 3.0 + 1 / 2.0) / 2, within(1e-12));
    }

    @Test
    void disjointNeuronsAreOneApartAndEmptyOnesAreTheSame() {
        WeightShape shape = WeightShape.dense("d", 4, 1);
        Mask low = Mask.ofActive(new long[] {4, 1}, 0, 1);
        Mask high = Mask.ofActive(new long[] {4, 1}, 2, 3);
        Mask empty = Mask.empty(4, 1);

        assertThat(distance(shape, low, high)).isEqualTo(1);
        assertThat(distance(shape, empty, empty)).isZero();
        assertThat(distance(shape, empty, low)).isEqualTo(1);
    }

    @Test
    void anotherOrderOfHiddenNeuronsIsNoDistanceInTheNextLayerEither() {
        List<WeightShape> shapes = List.of(WeightShape.dense("a", 9, 6), WeightShape.dense("b", 6, 5));
        Mask a = Mask.random(new long[] {9, 6}, 20, RandomStream.of(1, "a"));
        Mask b = Mask.random(new long[] {6, 5}, 12, RandomStream.of(1, "b"));
        Mask turnedA = moved(a, 6, p -> p / 6 * 6 + (p % 6 + 2) % 6);
        Mask turnedB = moved(b, 5, p -> (p / 5 + 2) % 6 * 5 + p % 5);

        NeuronDistance distance =
                NeuronDistance.between(shapes, Map.of("a_W", a, "b_W", b), Map.of("a_W", turnedA, "b_W", turnedB));

        assertThat(distance.weights()).containsExactly(Map.entry("a_W", 0.0), Map.entry("b_W", 0.0));
        assertThat(NeuronDistance.between(shapes, Map.of("a_W", a, "b_W", b), Map.of("a_W", turnedA, "b_W", b))
                        .weights()
                        .get("b_W"))
                .isPositive();
    }

    private static Mask moved(Mask mask, int columns, IntUnaryOperator move) {
        assertThat(mask.shape()[1]).isEqualTo(columns);
        long[] active = mask.toArray();
        for (int i = 0; i < active.length; i++) {
            active[i] = move.applyAsInt((int) active[i]);
        }
        return Mask.ofActive(mask.shape(), active);
    }

    @Test
    void placesOfAKernelAreDifferentInputs() {
        WeightShape shape = new WeightShape("c", "W", List.of(1L, 2L, 1L, 3L), 1, List.of(0));
        Mask one = Mask.ofActive(new long[] {1, 2, 1, 3}, 0, 1);
        Mask other = Mask.ofActive(new long[] {1, 2, 1, 3}, 0, 2);

        assertThat(distance(shape, one, other)).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void aFlattenedImageIsRenamedChannelByChannel() {
        WeightShape convolution = new WeightShape("c", "W", List.of(2L, 1L, 1L, 2L), 1, List.of(0));
        WeightShape dense = WeightShape.dense("d", 4, 1);
        Mask c = Mask.ofActive(new long[] {2, 1, 1, 2}, 0, 1, 2);
        Mask turnedC = Mask.ofActive(new long[] {2, 1, 1, 2}, 0, 2, 3);
        Mask d = Mask.ofActive(new long[] {4, 1}, 1);
        Mask turnedD = Mask.ofActive(new long[] {4, 1}, 3);

        NeuronDistance distance = NeuronDistance.between(
                List.of(convolution, dense), Map.of("c_W", c, "d_W", d), Map.of("c_W", turnedC, "d_W", turnedD));

        assertThat(distance.mean()).isZero();
    }

    @Test
    void networksOfOtherShapesAreRefused() {
        assertThatThrownBy(() -> NeuronDistance.between(
                        TinyNetworks.perceptron(b -> b), TinyNetworks.network(LayerKind.LSTM_LAYER, b -> b)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same names and shapes");
    }

    @Test
    void networksOfAnyStorageAreCompared() {
        MultiLayerNetwork net = TinyNetworks.layered(LayerKind.CONV_2D, true, b -> b);
        MultiLayerNetwork rewired = net.clone();
        DynamicSparseTraining.set().schedule(UpdateSchedule.everySteps(1)).attach(rewired);
        TinyNetworks.fit(rewired, TinyNetworks.batches(LayerKind.Data.IMAGE, 3));

        NeuronDistance same = NeuronDistance.between(net, net.clone());
        NeuronDistance other = NeuronDistance.between(net, rewired);

        assertThat(same.mean()).isZero();
        assertThat(other.weights().get("x_W")).isZero(); // dense
        assertThat(other.weights().get("s_W")).isPositive();
    }
}
