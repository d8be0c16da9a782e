package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class EffectiveMasksTest {

    static List<Reparameterization> members() {
        return List.of(
                ThresholdMask.perOutputUnit(),
                Piggyback.binary().uniformStart(0.01),
                Piggyback.ternary().uniformStart(0.01),
                Supermask.topK(0.5),
                Supermask.threshold(),
                WinningSubnetwork.keeping(0.3),
                FixedMask.dense(),
                HardConcreteGate.of(100).dropRate(0.9),
                VariationalDropout.of(100));
    }

    private static MultiLayerNetwork layered(LayerKind kind, Reparameterization with) {
        return WrappedNetworks.layered(kind, with, builder -> builder.updater(new Adam(0.1)));
    }

    /** Position by position, in C order. */
    private static void assertMarksWhatIsNotZero(Mask mask, INDArray effective) {
        assertThat(mask.shape()).isEqualTo(effective.shape());
        double[] values = effective.dup('c').data().asDouble();
        for (int position = 0; position < values.length; position++) {
            assertThat(mask.contains(position)).isEqualTo(values[position] != 0);
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void theMasksOfANetworkAreTheWeightsThatItUses(Reparameterization member) {
        MultiLayerNetwork net = layered(LayerKind.DENSE, member);
        net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1));

        MaskSet masks = EffectiveWeights.masks(net);

        assertThat(masks.names()).containsExactly("x_W", "out_W");
        assertMarksWhatIsNotZero(
                masks.get("x_W"),
                EffectiveWeights.of(net.getLayer(0)).orElseThrow().get("W"));
        assertMarksWhatIsNotZero(
                masks.get("out_W"),
                EffectiveWeights.of(net.getLayer(1)).orElseThrow().get("W"));
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void theMasksOfAGraphHaveTheShapesThatListenersKnow(LayerKind kind) {
        ComputationGraph graph =
                WrappedNetworks.graph(kind, WinningSubnetwork.keeping(0.5), builder -> builder.updater(new Adam(0.1)));

        MaskSet masks = EffectiveWeights.masks(graph);

        List<WeightShape> shapes = NetworkWeights.of(NetworkView.of(graph)).maskable();
        assertThat(masks.names())
                .containsExactlyElementsOf(
                        shapes.stream().map(WeightShape::name).toList());
        for (WeightShape shape : shapes) {
            Mask mask = masks.get(shape.name());
            assertThat(mask.shape())
                    .containsExactly(
                            shape.dims().stream().mapToLong(Long::longValue).toArray());
            assertThat(mask.count()).as(shape.name()).isBetween(mask.universe() / 2, mask.universe() / 2 + 1);
        }
    }

    @Test
    void weightsThatVariationalDropoutPrunesAreNotUsed() {
        MultiLayerNetwork net = layered(LayerKind.DENSE, VariationalDropout.of(100));
        Mask before = EffectiveWeights.masks(net).get("x_W");
        net.getParam("0_logVarianceW").getColumn(1).assign(10);

        Mask after = EffectiveWeights.masks(net).get("x_W");

        assertThat(before.contains(6)).isTrue();
        assertThat(after).isEqualTo(before.andNot(Mask.ofActive(new long[] {6, 5}, 1, 6, 11, 16, 21, 26)));
    }

    @Test
    void aFixedMaskIsToldAsItIsCarried() {
        MultiLayerNetwork net = layered(LayerKind.GRAVES_LSTM, FixedMask.dense());
        INDArray mask = net.getLayer(0).getParam("maskW");
        mask.putScalar(0, 0);
        net.getLayer(0).getParam("W").assign(0);

        Mask told = EffectiveWeights.masks(net).get("x_W");

        assertThat(told.count()).isEqualTo(mask.length() - 1);
        assertThat(told.contains(0)).isFalse();
    }

    @Test
    void layersThatAreNotReparameterisedHaveNone() {
        MultiLayerNetwork net = TinyNetworks.network(LayerKind.DENSE, builder -> builder.updater(new Adam(0.1)));

        assertThat(EffectiveWeights.masks(net).names()).isEmpty();
    }

    @Test
    void frozenLayersKeepTheirMasks() {
        MultiLayerNetwork net = layered(LayerKind.DENSE, Supermask.threshold());
        MultiLayerNetwork frozen =
                new TransferLearning.Builder(net).setFeatureExtractor(0).build();

        assertThat(EffectiveWeights.masks(frozen)).isEqualTo(EffectiveWeights.masks(net));
    }

    @Test
    void theMasksAreASnapshot() {
        MultiLayerNetwork net = layered(LayerKind.DENSE, FixedMask.dense());
        MaskSet before = EffectiveWeights.masks(net);

        net.getLayer(0).setParam("maskW", Nd4j.zeros(net.getParam("0_maskW").shape()));

        assertThat(before.get("x_W").count()).isEqualTo(30);
        assertThat(EffectiveWeights.masks(net).get("x_W").count()).isZero();
    }
}
