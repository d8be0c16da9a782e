package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** A layer whose effective weights are its stored ones is the layer itself, bit for bit. */
class ReparameterizedLayerTest {

    private static final Reparameterization TRAINED = new Identity(StoredWeights.TRAINED);

    private static NeuralNetConfiguration.Builder settings(NeuralNetConfiguration.Builder builder) {
        return builder.updater(new Adam(0.01)).l2(0.01).l1Bias(0.001).dropOut(0.9);
    }

    private static void assertTrainsAlike(LayerKind kind, Model wrapped, Model bare) {
        assertThat(TinyNetworks.parameters(wrapped)).isEqualTo(TinyNetworks.parameters(bare));
        for (int step = 0; step < 5; step++) {
            Nd4j.getRandom().setSeed(step + 1);
            TinyNetworks.fit(wrapped, TinyNetworks.data(kind.data(), 4, step));
            Nd4j.getRandom().setSeed(step + 1);
            TinyNetworks.fit(bare, TinyNetworks.data(kind.data(), 4, step));
            assertThat(wrapped.score()).isEqualTo(bare.score());
        }
        assertThat(TinyNetworks.parameters(wrapped)).isEqualTo(TinyNetworks.parameters(bare));
        assertThat(TinyNetworks.updaterState(wrapped)).isEqualTo(TinyNetworks.updaterState(bare));
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void anIdentityTrainsAsTheBareLayer(LayerKind kind) {
        MultiLayerNetwork wrapped = WrappedNetworks.layered(kind, TRAINED, ReparameterizedLayerTest::settings);
        MultiLayerNetwork bare = TinyNetworks.network(kind, ReparameterizedLayerTest::settings);

        assertTrainsAlike(kind, wrapped, bare);

        DataSet data = TinyNetworks.data(kind.data(), 5, 99);
        assertThat(TinyNetworks.bits(wrapped.output(data.getFeatures())))
                .isEqualTo(TinyNetworks.bits(bare.output(data.getFeatures())));
        assertThat(wrapped.score(data)).isEqualTo(bare.score(data));
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void anIdentityTrainsAsTheBareLayerInAGraph(LayerKind kind) {
        ComputationGraph wrapped = WrappedNetworks.graph(kind, TRAINED, ReparameterizedLayerTest::settings);
        ComputationGraph bare = TinyNetworks.graph(kind, false, ReparameterizedLayerTest::settings);

        assertTrainsAlike(kind, wrapped, bare);
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void whatIsTrainedBesideFrozenWeightsIsUpdatedAsInTheBareLayer(LayerKind kind) {
        Reparameterization frozen = new Identity(StoredWeights.FROZEN);
        MultiLayerNetwork wrapped = WrappedNetworks.layered(kind, frozen, builder -> builder.updater(new Sgd(0.1)));
        MultiLayerNetwork bare = TinyNetworks.network(kind, builder -> builder.updater(new Sgd(0.1)));
        DataSet data = TinyNetworks.data(kind.data(), 4, 1);

        wrapped.fit(data);
        bare.fit(data);

        ReparameterizedLayer layer =
                (ReparameterizedLayer) wrapped.getLayer(0).conf().getLayer();
        bare.getLayer(0).paramTable().forEach((key, array) -> {
            if (!layer.frozen(key)) {
                assertThat(TinyNetworks.bits(wrapped.getLayer(0).getParam(key)))
                        .as(key)
                        .isEqualTo(TinyNetworks.bits(array));
            }
        });
    }
}
