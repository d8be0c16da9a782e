package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Sgd;

class UnexploredGrowthTest {

    private static LayerUpdate update(FakeWeight weight, long... explored) {
        Mask ever = Mask.ofActive(new long[] {weight.shape().size(), 1}, explored);
        return new LayerUpdate(weight, weight.active(), 0, .5, CountRounding.FLOOR, 2, 7, Optional.of(ever));
    }

    @Test
    void whatWasNeverActiveGrowsFirst() {
        LayerUpdate update = update(new FakeWeight("w", 1, 1, 0, 0, 0, 0, 0, 0), 0, 1, 2, 3, 4);
        PositionSet kept = update.active().minus(new long[] {0});

        assertThat(GrowthCriterion.randomUnfired().select(update, kept, 3)).containsExactly(5, 6, 7);
        assertThat(GrowthCriterion.randomUnfired().select(update, kept, 2))
                .hasSize(2)
                .doesNotContain(0, 1, 2, 3, 4);
    }

    @Test
    void theRestIsDrawnFromAllOtherCandidates() {
        LayerUpdate update = update(new FakeWeight("w", 1, 1, 0, 0, 0, 0, 0, 0), 0, 1, 2, 3, 4);
        PositionSet kept = update.active();

        long[] grown = GrowthCriterion.randomUnfired().select(update, kept, 5);

        assertThat(grown).hasSize(5).contains(5, 6, 7).doesNotContain(0, 1).isSorted();
    }

    @Test
    void eachPositionThatWasNeverActiveIsAsLikely() {
        int[] hits = new int[8];
        FakeWeight weight = new FakeWeight("w", 1, 1, 0, 0, 0, 0, 0, 0);
        Mask ever = Mask.ofActive(new long[] {8, 1}, 0, 1, 2, 3);
        for (int number = 0; number < 4000; number++) {
            LayerUpdate update =
                    new LayerUpdate(weight, weight.active(), number, .5, CountRounding.FLOOR, 2, 7, Optional.of(ever));
            hits[(int) GrowthCriterion.randomUnfired().select(update, weight.active(), 1)[0]]++;
        }
        assertThat(hits).startsWith(0, 0, 0, 0);
        assertThat(List.of(hits[4], hits[5], hits[6], hits[7])).allMatch(n -> n > 880 && n < 1120);
    }

    /** R_s = min(1, d + m k / N): d = 32 / 96, k = 12. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theExploredShareGrowsByAllThatIsGrown(boolean trulySparse) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.01))
                .list();
        layers.layer(
                trulySparse
                        ? new SparseDenseLayer.Builder()
                                .nIn(6)
                                .nOut(16)
                                .connections(32)
                                .name("a")
                                .build()
                        : new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                                .nIn(6)
                                .nOut(16)
                                .name("a")
                                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.layer(
                        new OutputLayer.Builder().nIn(16).nOut(3).name("out").build())
                .build());
        network.init();
        DynamicSparseTraining method = DynamicSparseTraining.setItop()
                .grow(GrowthCriterion.randomUnfired())
                .schedule(UpdateSchedule.everySteps(1))
                .fraction(DropFraction.constant(12 / 32.0))
                .sparseOutput(false)
                .seed(5);
        if (!trulySparse) {
            method.distribution(SparsityDistribution.uniform(2 / 3.0));
        }
        TopologyListener listener = method.attach(network);

        for (int m = 1; m <= 8; m++) {
            TinyNetworks.fit(network, TinyNetworks.data(LayerKind.Data.FLAT, 4, m));
            assertThat(listener.explored().count()).isEqualTo(Math.min(96, 32 + m * 12));
        }
    }

    @Test
    void whereNothingIsFollowedAllCandidatesAreDrawnFrom() {
        FakeWeight weight = new FakeWeight("w", 1, 1, 0, 0);
        LayerUpdate update = new LayerUpdate(weight, 0, .5, CountRounding.FLOOR, 2, 7);

        assertThat(GrowthCriterion.randomUnfired().select(update, weight.active(), 2))
                .containsExactly(2, 3);
    }
}
