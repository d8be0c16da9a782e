package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Gradients of stored weights and extras agree with differences, for dense, convolutional, recurrent and output layers. */
class ReparameterizationGradientTest {

    private static final List<LayerKind> KINDS = List.of(LayerKind.DENSE, LayerKind.CONV_2D, LayerKind.LSTM_LAYER);

    private static final List<Reparameterization> MEMBERS = List.of(
            new Identity(StoredWeights.REPLACED),
            Powerprop.alpha(1.5),
            Powerprop.alpha(2),
            Powerprop.alpha(3),
            ThresholdMask.perOutputUnit().withoutSurrogate().alpha(0.01),
            ThresholdMask.of(ThresholdMask.Scope.ARRAY).withoutSurrogate().alpha(0.01),
            ThresholdMask.of(ThresholdMask.Scope.WEIGHT).withoutSurrogate().alpha(0.01),
            HardConcreteGate.of(50),
            HardConcreteGate.of(5).lambda(.1).weightDecay(2),
            VariationalDropout.of(20),
            new StructureScale(0, new NoOp()),
            HashedWeights.compression(3));

    @BeforeEach
    void gradientChecksNeedDoubleAsDefault() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterEach
    void restoreDefault() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    static Stream<Arguments> pairs() {
        return MEMBERS.stream().flatMap(member -> KINDS.stream().map(kind -> Arguments.of(member, kind)));
    }

    /** Thresholds that lie between the weights, so that there is something to mask; noise that can be felt. */
    private static void spread(MultiLayerNetwork net) {
        net.paramTable().forEach((key, array) -> {
            if (key.contains("threshold")) {
                spread(array, 0.05, 0.01);
            } else if (key.contains("logVariance")) {
                spread(array, -4, 0.3);
            } else if (key.contains("scale")) {
                spread(array, 0.4, 0.2);
            }
        });
    }

    private static void spread(INDArray array, double from, double step) {
        for (long k = 0; k < array.length(); k++) {
            array.putScalar(k, from + step * (k % 7));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void agreesWithDifferences(Reparameterization member, LayerKind kind) {
        MultiLayerNetwork net = WrappedNetworks.layered(
                kind,
                member,
                builder -> builder.dataType(DataType.DOUBLE)
                        .updater(new NoOp())
                        .l2(0.01)
                        .l1Bias(0.02));
        spread(net);
        DataSet data = TinyNetworks.data(kind.data(), 3, 1);

        boolean passed = GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(net)
                .input(data.getFeatures().castTo(DataType.DOUBLE))
                .labels(data.getLabels().castTo(DataType.DOUBLE))
                .callEachIter(same -> Nd4j.getRandom().setSeed(11))); // the same sample in each pass

        assertThat(passed).isTrue();
    }
}
