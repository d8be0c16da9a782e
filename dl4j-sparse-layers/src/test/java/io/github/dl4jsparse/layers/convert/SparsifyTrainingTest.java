package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.data;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.mask;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.masks;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.MaskSet;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** A converted network trains on as the old one does under its masks. */
class SparsifyTrainingTest {

    private static final DataType TYPE = DataType.DOUBLE;

    static Stream<Arguments> updaters() {
        return Stream.of(ConvertedKind.values())
                .flatMap(kind -> everyUpdater().map(updater -> Arguments.of(kind, updater)));
    }

    private static Stream<IUpdater> everyUpdater() {
        return Stream.of(
                new Sgd(0.1),
                new Nesterovs(0.05, 0.9),
                new Adam(0.01),
                new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.05, 0.8)),
                new Nadam(0.01),
                new AMSGrad(0.01),
                new AdaMax(0.01),
                new AdaDelta(),
                new AdaGrad(0.05),
                new RmsProp(0.01));
    }

    private static void assertTrainsOnAsBefore(ConvertedKind kind, NeuralNetConfiguration.Builder base) {
        MultiLayerNetwork net = kind.net(base);
        MaskSet masks = kind.masks(net, 0.4);
        mask(net, masks);
        kind.train(net, TYPE, 4, 1);
        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL, masks).network();
        assertThat(Sparsify.masks(sparse).names()).containsExactlyInAnyOrderElementsOf(masks.names());

        kind.train(net, TYPE, 5, 50);
        kind.train(sparse, TYPE, 5, 50);

        assertThat(sparse.score()).isCloseTo(net.score(), within(1e-10));
        assertThat(bits(Sparsify.toDense(sparse).params())).containsExactly(bits(net.params()), within(1e-10));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void withEveryUpdater(ConvertedKind kind, IUpdater updater) {
        assertTrainsOnAsBefore(kind, base(TYPE, updater));
    }

    @ParameterizedTest
    @EnumSource
    void withAnUpdaterOfItsOwnForTheBiases(ConvertedKind kind) {
        assertTrainsOnAsBefore(kind, base(TYPE, new Adam(0.01)).biasUpdater(new Nesterovs(0.05, 0.9)));
    }

    @ParameterizedTest
    @EnumSource
    void withRegularisation(ConvertedKind kind) {
        assertTrainsOnAsBefore(kind, base(TYPE, new Adam(0.01)).l1(1e-3).l2(1e-2));
    }

    @ParameterizedTest
    @EnumSource
    void withWeightDecay(ConvertedKind kind) {
        assertTrainsOnAsBefore(kind, base(TYPE, new Nesterovs(0.05, 0.9)).weightDecay(0.05));
    }

    @ParameterizedTest
    @EnumSource
    void withGradientNormalization(ConvertedKind kind) {
        NeuralNetConfiguration.Builder base = base(TYPE, new Adam(0.01))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.05);

        assertTrainsOnAsBefore(kind, base);
    }

    @Test
    void behindLayersThatAreNotConverted() {
        MultiLayerNetwork net = init(base(TYPE, new Adam(0.01))
                .biasUpdater(new Sgd(0.1))
                .list()
                .layer(new DepthwiseConvolution2D.Builder(2, 2)
                        .depthMultiplier(2)
                        .build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(6).build())
                .layer(new OutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.convolutionalFlat(4, 4, 1))
                .build());
        MaskSet masks = new MaskSet(Map.of("layer2_W", masks(net, 0.4).get("layer2_W")));
        mask(net, masks);
        fitImages(net, 4, 1);
        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL, masks).network();

        fitImages(net, 5, 50);
        fitImages(sparse, 5, 50);

        assertThat(bits(Sparsify.toDense(sparse).params())).containsExactly(bits(net.params()), within(1e-10));
    }

    private static void fitImages(MultiLayerNetwork net, int steps, int seed) {
        for (int step = 0; step < steps; step++) {
            net.fit(data(TYPE, 6, 16, 3, seed + step));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStateOfEachConnectionComesAlong(ConvertedKind kind) {
        // given
        MultiLayerNetwork net = kind.net(base(TYPE, new AMSGrad(0.01)));
        MaskSet masks = kind.masks(net, 0.4);
        mask(net, masks);
        kind.train(net, TYPE, 4, 1);

        // when
        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL, masks).network();

        // then the three slots of all values and biases, and no more
        long trained = sparse.numParams()
                - sparse.paramTable().entrySet().stream()
                        .filter(param -> param.getKey().toLowerCase(Locale.ROOT).endsWith("pattern"))
                        .mapToLong(param -> param.getValue().length())
                        .sum();
        assertThat(sparse.getUpdater(false).getStateViewArray().length()).isEqualTo(3 * trained);
        assertThat(ConvertedNets.state(Sparsify.toDense(sparse))).containsExactly(ConvertedNets.state(net));
    }

    @Test
    void theCountsOfIterationsAndEpochsComeAlong() {
        MultiLayerNetwork net = small(base(TYPE, new Adam(0.01)));
        train(net, TYPE, 4, 1);
        net.setEpochCount(2);

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();

        assertThat(sparse.getIterationCount()).isEqualTo(4);
        assertThat(sparse.getEpochCount()).isEqualTo(2);
        assertThat(Sparsify.toDense(sparse).getIterationCount()).isEqualTo(4);
    }
}
