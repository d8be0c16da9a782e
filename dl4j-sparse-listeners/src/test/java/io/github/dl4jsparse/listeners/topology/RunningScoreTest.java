package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class RunningScoreTest {

    private static Map<Long, Double> scores(DropScore score, FakeWeight weight) {
        Map<Long, Double> scores = new TreeMap<>();
        score.forEach(new LayerUpdate(weight, 0, .5, CountRounding.FLOOR, 2, 1), scores::put);
        return scores;
    }

    private static void step(DropScore score, FakeWeight weight) {
        score.parts().forEach(part -> part.afterStep(List.of(weight), 1));
    }

    @Test
    void theMeanStartsFromTheFirstValueAndFades() {
        DropScore score = DropScore.runningMean(DropScore.magnitude(), .75);
        FakeWeight weight = new FakeWeight("w", -4, 2, 0);
        step(score, weight);
        assertThat(scores(score, weight)).containsExactly(Map.entry(0L, 4.0), Map.entry(1L, 2.0));

        weight.values[0] = 8;
        step(score, weight);
        assertThat(scores(score, weight)).containsExactly(Map.entry(0L, 5.0), Map.entry(1L, 2.0));
    }

    @Test
    void theMeanOfWeightTimesGradient() {
        DropScore score = DropScore.runningMean(DropScore.snip(), .5);
        FakeWeight weight = new FakeWeight("w", -4, 2, 0).gradients(1, 3, 9);
        step(score, weight);
        weight.gradients(-2, 0, 9);
        step(score, weight);

        assertThat(scores(score, weight)).containsExactly(Map.entry(0L, 6.0), Map.entry(1L, 3.0));
    }

    @Test
    void newConnectionsStartFromTheirFirstValueAndThoseThatComeBackToo() {
        DropScore score = DropScore.runningMean(DropScore.magnitude(), .5);
        FakeWeight weight = new FakeWeight("w", 4, 2, 0);
        step(score, weight);
        weight.rewire(new long[] {0}, new long[] {2}, new double[] {1});
        step(score, weight);
        assertThat(scores(score, weight)).containsExactly(Map.entry(1L, 2.0), Map.entry(2L, 1.0));

        weight.rewire(new long[] {1}, new long[] {0}, new double[] {10});
        step(score, weight);
        assertThat(scores(score, weight)).containsExactly(Map.entry(0L, 10.0), Map.entry(2L, 1.0));
    }

    @Test
    void whatIsSavedGoesOn() throws IOException {
        DropScore score = DropScore.runningMean(DropScore.magnitude(), .5);
        FakeWeight weight = new FakeWeight("w", 4, 2, 0);
        step(score, weight);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        score.parts().get(0).writeState(new DataOutputStream(bytes));
        DropScore other = DropScore.runningMean(DropScore.magnitude(), .5);
        other.parts().get(0).readState(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        weight.values[1] = 3;
        step(other, weight);

        assertThat(scores(other, weight)).containsExactly(Map.entry(0L, 4.0), Map.entry(1L, 2.5));
    }

    @Test
    void scaledScoresMakeWeightsComparable() {
        FakeWeight weight = new FakeWeight("w", 4, -2, 2, 0);
        assertThat(scores(DropScore.overMaximum(DropScore.magnitude()), weight).values())
                .containsExactly(1.0, .5, .5);
        assertThat(scores(DropScore.overSum(DropScore.magnitude()), weight).values())
                .containsExactly(.5, .25, .25);
        FakeWeight small = new FakeWeight("small", .04, .01, .03, 0);
        LayerUpdate first = new LayerUpdate(weight, 0, .34, CountRounding.FLOOR, 2, 1);
        LayerUpdate second = new LayerUpdate(small, 0, .34, CountRounding.FLOOR, 2, 1);

        List<long[]> plain = DropCriterion.smallestOfAll(DropScore.magnitude()).selectAll(List.of(first, second));
        List<long[]> scaled = DropCriterion.smallestOfAll(DropScore.overMaximum(DropScore.magnitude()))
                .selectAll(List.of(first, second));

        assertThat(plain.get(1)).containsExactly(1, 2);
        assertThat(scaled.get(0)).containsExactly(1); // .5, before the second's .75
        assertThat(scaled.get(1)).containsExactly(1); // .25
    }

    @Test
    void scaledScoresMakeNeuronsComparable() {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Sgd(.1)));
        Mask mask = Mask.ofActive(new long[] {8, 3}, 0, 1, 3, 4); // two inputs of the first two neurons
        SparseWeight weight = NetworkWeights.of(NetworkView.of(network))
                .open(new MaskSet(Map.of("out_W", mask)))
                .get(0);
        double[] values = {6, .75, 0, -2, .25};
        weight.assign(position -> values[(int) position]);
        LayerUpdate update = new LayerUpdate(weight, 0, .5, CountRounding.FLOOR, 3, 1);
        Map<Long, Double> scores = new TreeMap<>();

        DropScore.overSumOfNeuron(DropScore.magnitude()).forEach(update, scores::put);

        assertThat(scores).containsExactly(entry(0, .75), entry(1, .75), entry(3, .25), entry(4, .25));
        DropScore.overMaximumOfNeuron(DropScore.magnitude()).forEach(update, scores::put);
        assertThat(scores).containsExactly(entry(0, 1), entry(1, 1), entry(3, 1 / 3.0), entry(4, 1 / 3.0));
        assertThat(DropCriterion.smallest(DropScore.magnitude()).select(update)).containsExactly(1, 4);
        assertThat(DropCriterion.smallest(DropScore.overSumOfNeuron(DropScore.magnitude()))
                        .select(update))
                .containsExactly(3, 4);
    }

    private static Map.Entry<Long, Double> entry(long position, double score) {
        return Map.entry(position, score);
    }

    @Test
    void aWeightOfZerosStaysComparable() {
        FakeWeight weight = new FakeWeight("w", 4, 2, 0);
        weight.values[0] = 0;
        weight.values[1] = 0;
        assertThat(scores(DropScore.overSum(DropScore.magnitude()), weight).get(0L))
                .isCloseTo(0, within(0.0));
    }

    @Test
    void badDecaysAndScoresWithMemoryAreRefused() {
        assertThatThrownBy(() -> DropScore.runningMean(DropScore.snip(), 1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(1.0)");
        assertThatThrownBy(() -> DropScore.runningMean(DropScore.grasp(), .5))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("grasp");
    }
}
