package io.github.dl4jsparse.layers.weight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.Test;

class NestedLayersTest {

    @Test
    void aLayerAroundNothingIsAlone() {
        Layer dense = new DenseLayer.Builder().nIn(2).nOut(3).build();

        assertThat(NestedLayers.of(dense)).hasSize(1).first().isSameAs(dense);
    }

    @Test
    void everythingWithinComesAfterWhatIsAroundIt() {
        Bidirectional both = new Bidirectional(new LSTM.Builder().nIn(2).nOut(3).build());
        LastTimeStep last = new LastTimeStep(both);
        FrozenLayer frozen = new FrozenLayer(last);

        List<Layer> layers = NestedLayers.of(frozen);

        assertThat(layers).hasSize(5);
        assertThat(layers.get(0)).isSameAs(frozen);
        assertThat(layers.get(1)).isSameAs(last);
        assertThat(layers.get(2)).isSameAs(both);
        assertThat(layers.get(3)).isSameAs(both.getFwd());
        assertThat(layers.get(4)).isSameAs(both.getBwd()).isNotSameAs(both.getFwd());
    }
}
