package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.reparam.FixedMask;
import io.github.dl4jsparse.layers.reparam.Piggyback;
import io.github.dl4jsparse.layers.reparam.Powerprop;
import io.github.dl4jsparse.layers.reparam.Reparameterization;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Topology listeners over layers that carry their masks as parameters. */
class CarriedMaskTest {

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.FLOAT)
                .activation(Activation.TANH)
                .updater(new Adam(0.01))
                .l2(0.01);
    }

    private static MultiLayerNetwork wrapped(
            LayerKind kind, Reparameterization with, NeuralNetConfiguration.Builder settings) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Layer layer : TinyNetworks.layers(kind, false)) {
            list.layer(ReparameterizedLayer.of(layer, with));
        }
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(kind.data().type()).build());
        network.init();
        return network;
    }

    private static MultiLayerNetwork wrapped(LayerKind kind) {
        return wrapped(kind, FixedMask.dense(), settings());
    }

    private static DynamicSparseTraining method(boolean gradient) {
        DynamicSparseTraining method = gradient ? DynamicSparseTraining.rigl() : DynamicSparseTraining.set();
        return method.schedule(UpdateSchedule.everySteps(2))
                .fraction(DropFraction.constant(0.5))
                .sparsity(0.6)
                .sparseOutput(true)
                .seed(11);
    }

    private static void train(MultiLayerNetwork network, LayerKind kind, int from, int to) {
        for (int step = from; step < to; step++) {
            network.fit(TinyNetworks.data(kind.data(), 4, step));
        }
    }

    private static MaskSet carried(MultiLayerNetwork network) {
        return NetworkWeights.of(NetworkView.of(network)).withCarried(new MaskSet(Map.of()));
    }

    private static MultiLayerNetwork savedAndLoaded(MultiLayerNetwork network) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);
        return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
    }

    /** Stored and effective weights at inactive positions are +0.0. */
    private static void assertMasked(MultiLayerNetwork network, MaskSet masks) {
        NetworkView view = NetworkView.of(network);
        masks.masks().forEach((name, mask) -> {
            int at = name.lastIndexOf('_');
            int[] bits =
                    TinyNetworks.bits(view.layers().get(name.substring(0, at)).getParam(name.substring(at + 1)));
            assertThat(bits).hasSize((int) mask.universe());
            mask.forEachInactive(
                    p -> assertThat(bits[(int) p]).as(name + " " + p).isZero());
        });
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void rewireAsOverOrdinaryLayersBitForBit(LayerKind kind) {
        for (boolean gradient : new boolean[] {false, true}) {
            MultiLayerNetwork carrying = wrapped(kind);
            MultiLayerNetwork ordinary = TinyNetworks.network(
                    kind, builder -> builder.updater(new Adam(0.01)).l2(0.01));
            TopologyListener one = method(gradient).attach(carrying);
            TopologyListener two = method(gradient).attach(ordinary);
            MaskSet first = one.masks();

            train(carrying, kind, 0, 6);
            train(ordinary, kind, 0, 6);

            assertThat(one.masks()).isEqualTo(two.masks()).isNotEqualTo(first);
            assertThat(carried(carrying)).isEqualTo(one.masks());
            assertThat(one.updates()).isEqualTo(3);
            assertThat(one.refusedUpdates()).isZero();
            ordinary.paramTable()
                    .forEach((key, array) -> assertThat(TinyNetworks.bits(carrying.getParam(key)))
                            .as(key)
                            .isEqualTo(TinyNetworks.bits(array)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = LayerKind.class,
            names = {"DENSE", "CONV_2D", "LSTM_LAYER"})
    void theMaskGoesWithCopiesAndFilesAndHoldsThereWithoutAListener(LayerKind kind) throws IOException {
        MultiLayerNetwork network = wrapped(kind);
        TopologyListener listener = method(true).attach(network);
        train(network, kind, 0, 3);
        MaskSet masks = listener.masks();

        for (MultiLayerNetwork other : List.of(network.clone(), savedAndLoaded(network))) {
            assertThat(other.getListeners()).isEmpty();
            assertThat(carried(other)).isEqualTo(masks);
            int[] before = TinyNetworks.parameters(other);

            train(other, kind, 3, 7);

            assertThat(carried(other)).isEqualTo(masks);
            assertThat(TinyNetworks.parameters(other)).isNotEqualTo(before);
            assertMasked(other, masks);
        }
    }

    @Test
    void aMethodGoesOnWithTheTopologyThatIsCarried() {
        MultiLayerNetwork network = wrapped(LayerKind.DENSE);
        MaskSet masks = method(false).attach(network).masks();
        train(network, LayerKind.DENSE, 0, 1);
        MultiLayerNetwork copy = network.clone();
        int[] before = TinyNetworks.parameters(copy);

        TopologyListener listener = method(true).sparsity(0.1).seed(99).attach(copy);

        assertThat(listener.masks()).isEqualTo(masks);
        assertThat(TinyNetworks.parameters(copy)).isEqualTo(before);
        train(copy, LayerKind.DENSE, 1, 5);
        assertThat(listener.masks()).isNotEqualTo(masks);
        assertThat(listener.masks().count()).isEqualTo(masks.count());
        assertThat(carried(copy)).isEqualTo(listener.masks());
        assertThat(carried(network)).isEqualTo(masks);
    }

    @Test
    void aCarriedTopologyNeedsNoSparsityToBeGiven() {
        MultiLayerNetwork network = wrapped(LayerKind.DENSE);
        MaskSet masks = method(false).attach(network).masks();
        MultiLayerNetwork copy = network.clone();

        TopologyListener listener = DynamicSparseTraining.rigl().seed(1).attach(copy);

        assertThat(listener.masks()).isEqualTo(masks);
    }

    @Test
    void aTopologyThatIsGivenReplacesTheCarriedOne() {
        MultiLayerNetwork network = wrapped(LayerKind.DENSE);
        method(false).attach(network);
        MultiLayerNetwork copy = network.clone();
        Mask other = Mask.ofActive(new long[] {6, 5}, 0, 7, 29);

        TopologyListener listener = DynamicSparseTraining.fixed()
                .topology(new MaskSet(Map.of("x_W", other)))
                .attach(copy);

        assertThat(listener.masks().get("x_W")).isEqualTo(other);
        assertThat(carried(copy).get("x_W")).isEqualTo(other);
        assertMasked(copy, new MaskSet(Map.of("x_W", other)));
    }

    @Test
    void constraintsOfACarriedTopologyAreChecked() {
        MultiLayerNetwork network =
                wrapped(LayerKind.DENSE, FixedMask.dense(), settings().constrainWeights(new UnitNormConstraint(1)));
        network.getParam("0_maskW").getColumn(1).assign(0);

        assertThatThrownBy(() -> DynamicSparseTraining.rigl().attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(x)");
    }

    @Test
    void storedWeightsThatAreNotTrainedAreNotOffered() {
        MultiLayerNetwork piggyback = wrapped(LayerKind.DENSE, Piggyback.binary(), settings());
        MultiLayerNetwork powers = wrapped(LayerKind.DENSE, Powerprop.alpha(2), settings());

        NetworkWeights frozen = NetworkWeights.of(NetworkView.of(piggyback));
        assertThat(frozen.maskable()).isEmpty();
        assertThat(frozen.leftDense()).containsExactly("x", "out");
        assertThat(NetworkWeights.of(NetworkView.of(powers)).maskable()).hasSize(2);
    }

    @Test
    void aMaskOverPowersActsOnWhatIsStored() {
        MultiLayerNetwork network = wrapped(LayerKind.DENSE, Powerprop.alpha(2), settings());
        TopologyListener listener = method(false).attach(network);
        List<MaskSet> seen = new ArrayList<>(List.of(listener.masks()));

        train(network, LayerKind.DENSE, 0, 4);
        seen.add(listener.masks());

        assertThat(seen.get(1)).isNotEqualTo(seen.get(0));
        assertMasked(network, listener.masks());
    }

    /** Stored values of the connections that one update has grown in the first layer, after some steps more. */
    private static List<Double> grownOverPowers(GrowthInit init) {
        MultiLayerNetwork network = wrapped(LayerKind.DENSE, Powerprop.alpha(2), settings());
        TopologyListener listener = DynamicSparseTraining.set()
                .init(init)
                .schedule(UpdateSchedule.everySteps(4))
                .fraction(DropFraction.constant(0.5))
                .sparsity(0.6)
                .seed(11)
                .attach(network);
        Mask before = listener.masks().get("x_W");
        train(network, LayerKind.DENSE, 0, 4);
        Mask grown = listener.masks().get("x_W").andNot(before);
        INDArray first = network.getParam("0_W").dup('c');
        train(network, LayerKind.DENSE, 4, 7);
        INDArray later = network.getParam("0_W").dup('c');
        List<Double> moved = new ArrayList<>();
        grown.forEach(p -> moved.add(later.reshape(later.length()).getDouble(p)
                - first.reshape(first.length()).getDouble(p)));
        return moved;
    }

    @Test
    void aConnectionThatGrowsOverPowersLearnsFromASmallValueOn() {
        assertThat(grownOverPowers(GrowthInit.normal(0.01)))
                .isNotEmpty()
                .allSatisfy(moved -> assertThat(moved).isNotZero());
    }

    @Test
    void aConnectionThatGrowsOverPowersAtZeroNeverLearns() {
        assertThat(grownOverPowers(GrowthInit.zero())).isNotEmpty().containsOnly(0.0);
    }
}
