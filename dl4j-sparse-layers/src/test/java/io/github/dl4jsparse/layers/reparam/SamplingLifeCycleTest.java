package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Gates, noise, buckets and scales are part of the network wherever it goes. */
class SamplingLifeCycleTest {

    private static final List<Reparameterization> MEMBERS = List.of(
            HardConcreteGate.of(60).lambda(.5).dropRate(.3).weightDecay(.1).gateUpdater(new Sgd(.2)),
            VariationalDropout.of(60).warmUpIterations(4).varianceUpdater(new Adam(.02)),
            VariationalDropout.of(60).warmUpEpochs(2),
            HashedWeights.compression(4).seed(9),
            StructureScale.learningRate(.05).gamma(.1));

    static Stream<Arguments> pairs() {
        return MEMBERS.stream()
                .flatMap(member -> Stream.of(LayerKind.DENSE, LayerKind.CONV_2D, LayerKind.BIDIRECTIONAL)
                        .map(kind -> Arguments.of(member, kind)));
    }

    private static void fit(MultiLayerNetwork net, LayerKind kind, int steps) {
        Nd4j.getRandom().setSeed(5);
        for (int step = 0; step < steps; step++) {
            net.fit(TinyNetworks.data(kind.data(), 4, step));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void continuesFromAFileAsIfNeverStopped(Reparameterization member, LayerKind kind) throws IOException {
        MultiLayerNetwork net = WrappedNetworks.layered(kind, member, builder -> builder.updater(new Adam(.01)));
        fit(net, kind, 3);

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork loaded =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);

        assertThat(loaded.getLayerWiseConfigurations().getConf(0).getLayer())
                .isEqualTo(net.getLayerWiseConfigurations().getConf(0).getLayer());
        INDArray features = TinyNetworks.data(kind.data(), 4, 50).getFeatures();
        assertThat(TinyNetworks.bits(loaded.output(features))).isEqualTo(TinyNetworks.bits(net.output(features)));
        fit(net, kind, 3);
        fit(loaded, kind, 3);
        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(net));
        assertThat(TinyNetworks.updaterState(loaded)).isEqualTo(TinyNetworks.updaterState(net));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void copiesAndYamlAreEqual(Reparameterization member, LayerKind kind) {
        MultiLayerNetwork net = WrappedNetworks.layered(kind, member, builder -> builder.updater(new Adam(.01)));
        fit(net, kind, 2);
        MultiLayerNetwork copy = net.clone();
        MultiLayerConfiguration conf = net.getLayerWiseConfigurations();

        assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml()).getConf(0).getLayer())
                .isEqualTo(conf.getConf(0).getLayer())
                .hasSameHashCodeAs(conf.getConf(0).getLayer());
        fit(net, kind, 2);
        fit(copy, kind, 2);
        assertThat(TinyNetworks.parameters(copy)).isEqualTo(TinyNetworks.parameters(net));
    }
}
