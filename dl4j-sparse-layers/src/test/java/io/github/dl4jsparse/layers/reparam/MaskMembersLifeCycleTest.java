package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Masks and scores are configuration and parameters of the network: they live as long as it does. */
class MaskMembersLifeCycleTest {

    private static final DataSet DATA = TinyNetworks.data(LayerKind.Data.IMAGE, 4, 1);

    static List<Reparameterization> members() {
        return List.of(
                Piggyback.binary(),
                Piggyback.ternary().thresholds(-.1, .2).uniformStart(.3).scoreUpdater(new Sgd(0.1)),
                Piggyback.binary().start(.4).scoreUpdater(null),
                Supermask.topK(.3).drawnWeights().scoreL2(1e-4),
                Supermask.erdosRenyi(2).rescaled().scoreUpdater(new Adam(0.1)),
                Supermask.threshold(),
                Supermask.bernoulli().rescaled(),
                WinningSubnetwork.keeping(.4).scoreUpdater(new Adam(0.1)),
                FixedMask.dense());
    }

    private static MultiLayerNetwork trained(Reparameterization member) {
        MultiLayerNetwork net =
                WrappedNetworks.layered(LayerKind.CONV_2D, member, builder -> builder.updater(new Adam(0.01)));
        net.fit(DATA);
        return net;
    }

    @ParameterizedTest
    @MethodSource("members")
    void isTheSameAfterJsonAndYaml(Reparameterization member) {
        MultiLayerConfiguration conf = trained(member).getLayerWiseConfigurations();

        MultiLayerConfiguration json = MultiLayerConfiguration.fromJson(conf.toJson());
        MultiLayerConfiguration yaml = MultiLayerConfiguration.fromYaml(conf.toYaml());

        for (MultiLayerConfiguration read : List.of(json, yaml)) {
            ReparameterizedLayer layer = (ReparameterizedLayer) read.getConf(0).getLayer();
            assertThat(layer.getReparameterization()).isEqualTo(member).hasSameHashCodeAs(member);
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void aCopyAndALoadedNetworkTrainOnAlike(Reparameterization member) throws IOException {
        MultiLayerNetwork net = trained(member);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork loaded =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);

        for (MultiLayerNetwork other : List.of(net.clone(), loaded)) {
            assertThat(TinyNetworks.bits(other.output(DATA.getFeatures())))
                    .isEqualTo(TinyNetworks.bits(net.output(DATA.getFeatures())));
            MultiLayerNetwork original = net.clone();
            Nd4j.getRandom().setSeed(3);
            original.fit(DATA);
            Nd4j.getRandom().setSeed(3);
            other.fit(DATA);
            assertThat(TinyNetworks.parameters(other)).isEqualTo(TinyNetworks.parameters(original));
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void differsFromTheOthers(Reparameterization member) {
        assertThat(members().stream().filter(member::equals)).hasSize(1);
    }
}
