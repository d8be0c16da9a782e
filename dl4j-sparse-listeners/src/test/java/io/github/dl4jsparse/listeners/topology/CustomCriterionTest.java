package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

/** A method is put together from parts, and a part of one's own is one small file or one lambda. */
class CustomCriterionTest {

    private static TopologyListener train(GrowthCriterion growth) {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Sgd(0.1)));
        TopologyListener listener = DynamicSparseTraining.of("own")
                .grow(growth)
                .schedule(UpdateSchedule.everySteps(1))
                .fraction(DropFraction.constant(0.5))
                .excludeJustDropped(true)
                .sparsity(0.8)
                .seed(1)
                .attach(network);
        network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 1));
        return listener;
    }

    @Test
    void aCriterionOfItsOwnClassIsAsked() {
        TopologyListener listener = train(new LowestInputFirst());

        Mask mask = listener.masks().get("b_W");
        // what has been grown stands at the lowest free positions: no inactive one lies below the kept half
        assertThat(mask.toArray()).startsWith(0);
        assertThat(listener.updates()).isEqualTo(1);
        assertThat(listener.description()).contains("LowestInputFirst", "own");
    }

    @Test
    void aLambdaIsEnough() {
        TopologyListener lambda = train((update, kept, count) -> {
            long[] grown = new long[(int) count];
            long next = 0;
            for (int i = 0; i < grown.length; next++) {
                if (!kept.contains(next)) {
                    grown[i++] = next;
                }
            }
            return grown;
        });

        assertThat(lambda.masks()).isEqualTo(train(new LowestInputFirst()).masks());
    }

    @Test
    void aCriterionThatGrowsTooFewIsTold() {
        assertThatThrownBy(() -> train((update, kept, count) -> new long[0]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("(0)")
                .hasMessageContaining("_W");
    }

    @Test
    void aCriterionThatGrowsWhatIsActiveIsRefused() {
        assertThatThrownBy(() -> train((update, kept, count) -> Arrays.copyOf(kept.toArray(), (int) count)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefusedWhole(DynamicSparseTraining method, Class<? extends Exception> refusal) {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Sgd(0)));
        TopologyListener listener =
                method.sparsity(0.5).schedule(UpdateSchedule.everySteps(1)).attach(network);
        MaskSet masks = listener.masks();
        int[] parameters = TinyNetworks.parameters(network);

        assertThatThrownBy(() -> network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1)))
                .isInstanceOf(refusal);

        assertThat(listener.masks()).isEqualTo(masks);
        assertThat(TinyNetworks.parameters(network)).isEqualTo(parameters);
    }

    @Test
    void aMistakeInTheLastWeightLeavesTheFirstOnesAsTheyWere() {
        assertRefusedWhole(
                DynamicSparseTraining.rigl()
                        .grow((update, kept, count) -> update.weight().name().equals("out_W")
                                ? Arrays.copyOf(kept.toArray(), (int) count)
                                : GrowthCriterion.random().select(update, kept, count)),
                IllegalArgumentException.class);
        assertRefusedWhole(
                DynamicSparseTraining.rigl().init((update, kept, grown) -> {
                    boolean last = update.weight().name().equals("out_W");
                    return new double[last ? grown.length + 1 : grown.length];
                }),
                IllegalStateException.class);
    }
}
