package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

class HashedWeightsTest {

    @Test
    void theHashIsSplitMixOfSeedAndIndex() {
        // the generator's published test vector for state 0
        assertThat(HashedWeights.hash(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(HashedWeights.hash(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
        assertThat(HashedWeights.hash(0, 2)).isEqualTo(0x06C45D188009454FL);
    }

    @ParameterizedTest
    @CsvSource({"0, 7, 0", "-1, 7, 6", "0x7FFFFFFFFFFFFFFF, 7, 3", "0x40000000FFFFFFFF, 8, 2"})
    void theUpperHalfOfTheHashChoosesTheBucket(String hash, int buckets, int expected) {
        assertThat(HashedWeights.bucket(Long.decode(hash), buckets)).isEqualTo(expected);
    }

    @Test
    void weightsUseTheNumberOfTheirBucketWithTheirSign() {
        OneArray one = new OneArray(HashedWeights.compression(2), 4, 2).extra(0, .1, .2, .4, .8);

        long seed = RandomStream.of(0, "hashed W").nextLong();
        double[] used = one.forward(true);

        for (int k = 0; k < 8; k++) {
            long hash = HashedWeights.hash(seed, k);
            double value = one.extra(0)[HashedWeights.bucket(hash, 4)];
            assertThat(used[k]).isEqualTo(hash % 2 == 0 ? value : -value);
        }
    }

    @Test
    void theGradientOfABucketIsTheSignedSum() {
        OneArray one = new OneArray(HashedWeights.compression(3), 4, 3).extra(0, 1, 10, 100, 1000);
        double[] used = one.forward(true);
        double[] g = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        one.backward(g);

        double[] expected = new double[4];
        for (int k = 0; k < 12; k++) {
            int bucket = (int) Math.round(Math.log10(Math.abs(used[k])));
            expected[bucket] += Math.signum(used[k]) * g[k];
        }
        assertThat(one.extraGradient(0)).containsExactly(expected);
    }

    @Test
    void bucketsAreUsedEvenlyWithBothSigns() {
        int[] uses = new int[16];
        int even = 0;
        for (int k = 0; k < 16_000; k++) {
            long hash = HashedWeights.hash(99, k);
            uses[HashedWeights.bucket(hash, 16)]++;
            even += hash % 2 == 0 ? 1 : 0;
        }

        assertThat(Arrays.stream(uses).boxed()).allMatch(n -> n > 870 && n < 1130); // four standard deviations
        assertThat(even).isBetween(7747, 8253);
    }

    private static MultiLayerNetwork wide(HashedWeights member) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(.01))
                .list()
                .layer(WrappedNetworks.wrap(
                        new DenseLayer.Builder().nIn(200).nOut(100).build(), member))
                .layer(new OutputLayer.Builder().nIn(100).nOut(2).build())
                .build());
        net.init();
        return net;
    }

    @Test
    void onlyTheBucketsAreStored() {
        MultiLayerNetwork net = wide(HashedWeights.compression(8));

        assertThat(net.getLayer(0).numParams()).isEqualTo(200 * 100 / 8 + 100);
        assertThat(net.getLayer(0).paramTable()).containsOnlyKeys("b", "bucketW");
        assertThat(TinyNetworks.updaterState(net)).hasSize(2 * (int) net.numParams());
    }

    @Test
    void effectiveWeightsHaveTheLayersUsualScale() {
        MultiLayerNetwork net = wide(HashedWeights.compression(8));

        INDArray used =
                ((ReparameterizedRuntime) net.getLayer(0)).effectiveTable().get("W");

        double xavier = Math.sqrt(2.0 / 300);
        assertThat(used.stdNumber().doubleValue()).isCloseTo(xavier, within(.05 * xavier));
        assertThat(used.meanNumber().doubleValue()).isCloseTo(0, within(.05 * xavier));
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        double[] one = new OneArray(HashedWeights.compression(2), 4, 2)
                .extra(0, 1, 2, 3, 4)
                .forward(false);
        double[] other = new OneArray(HashedWeights.compression(2).seed(1), 4, 2)
                .extra(0, 1, 2, 3, 4)
                .forward(false);

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void learns() {
        MultiLayerNetwork net = WrappedNetworks.layered(
                LayerKind.DENSE, HashedWeights.compression(3), builder -> builder.updater(new Adam(.05)));
        double before = net.score(TinyNetworks.data(LayerKind.Data.FLAT, 8, 1));
        for (int step = 0; step < 30; step++) {
            net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 8, 1));
        }

        assertThat(net.score(TinyNetworks.data(LayerKind.Data.FLAT, 8, 1))).isLessThan(.7 * before);
    }

    @ParameterizedTest
    @ValueSource(doubles = {.99, 0, -3, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesCompressionsThatAreNone(double factor) {
        assertThatThrownBy(() -> HashedWeights.compression(factor))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + factor + ")");
    }

    @Test
    @SuppressWarnings("deprecation") // the layer is deprecated in DL4J and still in use
    void refusesToReplacePeepholes() {
        GravesLSTM layer = new GravesLSTM.Builder().nIn(2).nOut(3).build();

        assertThatThrownBy(() -> ReparameterizedLayer.of(layer, HashedWeights.compression(2)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("peephole");
    }
}
