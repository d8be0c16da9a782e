package io.github.dl4jsparse.continual.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterGuardTest {

    private static MultiLayerNetwork network() {
        MultiLayerNetwork net = new MultiLayerNetwork(Networks.normalized(2));
        net.init();
        return net;
    }

    private static void guarded(MultiLayerNetwork net, ParameterGuard guard) {
        net.setListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                guard.zeroGradient();
            }

            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                guard.restore();
            }
        });
        net.fit(Blobs.split(1).get(0).train(), 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.9})
    void frozenPositionsKeepTheirBitsAndOthersMove(double share) {
        MultiLayerNetwork net = network();
        ArraySite site = NetworkWeights.of(NetworkView.of(net))
                .sites()
                .values()
                .iterator()
                .next();
        Mask frozen = Mask.bernoulli(new long[] {Blobs.WIDTH, 16}, share, RandomStream.of(1, "frozen"));
        float[] before = net.params().dup().data().asFloat();
        ParameterGuard guard = new ParameterGuard(NetworkView.of(net));
        guard.freeze(site, frozen);
        if (share > 0.5) {
            guard.freeze(site.start() + site.size(), net.params().length()); // more than half of all
        }

        guarded(net, guard);

        float[] after = net.params().dup().data().asFloat();
        for (long position = 0; position < site.size(); position++) {
            int i = (int) site.index(position);
            boolean same = Float.floatToRawIntBits(before[i]) == Float.floatToRawIntBits(after[i]);
            assertThat(same).as("position %d", position).isEqualTo(frozen.contains(position));
        }
        for (int i = (int) (site.start() + site.size()); share > 0.5 && i < after.length; i++) {
            assertThat(Float.floatToRawIntBits(after[i])).isEqualTo(Float.floatToRawIntBits(before[i]));
        }
    }

    @Test
    void networksWithConstraintsAreRefused() {
        MultiLayerConfiguration conf = Networks.normalized(2);
        conf.getConf(0).getLayer().setConstraints(List.of(new MaxNormConstraint(1, Set.of("W"), 0)));
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();
        ParameterGuard guard = new ParameterGuard(NetworkView.of(net));

        assertThatThrownBy(() -> guard.freeze(net.getLayer(0).getParam("W")))
                .hasMessageContaining("constraints")
                .hasMessageContaining("layer0");
    }
}
