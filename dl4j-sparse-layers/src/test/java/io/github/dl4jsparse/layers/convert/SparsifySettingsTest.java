package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.sparse.SparseConvolutionLayer;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.NetworkUtils;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** A converted layer has the settings of the old one. */
class SparsifySettingsTest {

    private static final Adam UPDATER = new Adam(new StepSchedule(ScheduleType.EPOCH, 0.01, 0.5, 3));

    /** Nothing is as it would be without saying so. */
    private static <B extends FeedForwardLayer.Builder<B>> B unusual(B builder) {
        builder.weightDecayBias(0.004);
        return builder.nIn(5)
                .nOut(4)
                .activation(Activation.SOFTSIGN)
                .weightInit(new UniformDistribution(-0.5, 0.75))
                .biasInit(0.125)
                .gainInit(1.5)
                .l1(0.001)
                .l2(0.002)
                .l1Bias(0.003)
                .dropOut(new GaussianDropout(0.3))
                .weightNoise(new DropConnect(0.8))
                .constrainWeights(new NonNegativeConstraint())
                .constrainBias(new MaxNormConstraint(2, 0))
                .gradientNormalization(GradientNormalization.ClipL2PerParamType)
                .gradientNormalizationThreshold(0.7)
                .updater(UPDATER)
                .biasUpdater(new Nesterovs(0.02, 0.8));
    }

    private static MultiLayerNetwork net() {
        return init(new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(unusual(new DenseLayer.Builder())
                        .hasBias(true)
                        .name("first")
                        .build())
                .layer(unusual(new OutputLayer.Builder(new LossMSE()))
                        .nIn(4)
                        .name("last")
                        .build())
                .build());
    }

    private static Layer conf(MultiLayerNetwork net, int layer) {
        return net.getLayerWiseConfigurations().getConf(layer).getLayer();
    }

    /** The fields that DL4J's own layers have in common. */
    private static List<Field> commonFields() {
        return fields(FeedForwardLayer.class);
    }

    /** The fields of a layer, those of its superclasses among them. */
    private static List<Field> fields(Class<? extends Layer> layer) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> type = layer; type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }

    @Test
    void everyCommonSettingIsCarriedOver() throws IllegalAccessException {
        MultiLayerNetwork net = net();

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();

        assertThat(conf(sparse, 0)).isInstanceOf(SparseDenseLayer.class);
        assertThat(conf(sparse, 1)).isInstanceOf(SparseOutputLayer.class);
        for (int layer = 0; layer < 2; layer++) {
            for (Field field : commonFields()) {
                assertThat(field.get(conf(sparse, layer))).as(field.getName()).isEqualTo(field.get(conf(net, layer)));
            }
        }
    }

    private static ConvolutionLayer convolution() {
        return unusual(new ConvolutionLayer.Builder(3, 2))
                .stride(2, 1)
                .padding(1, 0)
                .dilation(1, 2)
                .convolutionMode(ConvolutionMode.Strict)
                .hasBias(false)
                .cudnnAlgoMode(ConvolutionLayer.AlgoMode.NO_WORKSPACE)
                .build();
    }

    private static LSTM lstm() {
        return unusual(new LSTM.Builder())
                .weightInitRecurrent(new UniformDistribution(-0.25, 0.125))
                .dataFormat(RNNFormat.NWC)
                .forgetGateBiasInit(3)
                .gateActivationFunction(Activation.HARDSIGMOID)
                .build();
    }

    @Test
    void everySettingOfAConvolutionIsCarriedOverAndBack() throws IllegalAccessException {
        ConvolutionLayer dense = convolution();

        SparseConvolutionLayer sparse = (SparseConvolutionLayer) new ConvolutionKind().toSparse(dense, List.of(17L));

        assertThat(sparse.connectionCount()).isEqualTo(17);
        for (Field field : fields(ConvolutionLayer.class)) {
            assertThat(field.get(sparse)).as(field.getName()).isEqualTo(field.get(dense));
        }
        assertThat(new ConvolutionKind().toDense(sparse)).isEqualTo(dense);
    }

    @Test
    void everySettingOfAnLstmIsCarriedOverAndBack() throws IllegalAccessException {
        LSTM dense = lstm();

        SparseLstm sparse = (SparseLstm) new LstmKind().toSparse(dense, List.of(17L, 13L));

        assertThat(sparse.inputConnectionCount()).isEqualTo(17);
        assertThat(sparse.recurrentConnectionCount()).isEqualTo(13);
        assertThat(sparse.forgetGateBiasInit()).isEqualTo(3);
        assertThat(sparse.gateActivation()).isEqualTo(dense.getGateActivationFn());
        for (Field field : fields(BaseRecurrentLayer.class)) {
            assertThat(field.get(sparse)).as(field.getName()).isEqualTo(field.get(dense));
        }
        assertThat(new LstmKind().toDense(sparse)).isEqualTo(dense);
    }

    @Test
    void thePaddingOfAModeThatIsSaidForTheNetworkIsKept() {
        // given a padding that DL4J's builder would refuse together with the mode Same, and ignores in this way
        MultiLayerNetwork net = init(new NeuralNetConfiguration.Builder()
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).padding(1, 1).build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.convolutional(4, 4, 1))
                .build());

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();

        SparseConvolutionLayer layer = (SparseConvolutionLayer) conf(sparse, 0);
        assertThat(layer.getConvolutionMode()).isEqualTo(ConvolutionMode.Same);
        assertThat(layer.getPadding()).containsExactly(1, 1);
        assertThat(layer.getPadding()).isNotSameAs(((ConvolutionLayer) conf(net, 0)).getPadding());
    }

    @Test
    void wrappedLayersAreNotSharedWithTheOldNetwork() {
        for (Layer wrapped : List.of(
                new LastTimeStep(new LSTM.Builder().nOut(3).build()),
                new LastTimeStep(new SimpleRnn.Builder().nOut(3).build()),
                new LastTimeStep(
                        new Bidirectional(new SimpleRnn.Builder().nOut(3).build())))) {
            MultiLayerNetwork net = init(new NeuralNetConfiguration.Builder()
                    .updater(new Adam(0.01))
                    .list()
                    .layer(wrapped)
                    .layer(new OutputLayer.Builder().nOut(2).build())
                    .setInputType(InputType.recurrent(4, 5))
                    .build());
            String before = net.getLayerWiseConfigurations().toJson();

            MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();
            NetworkUtils.setLearningRate(sparse, 0.5);
            NetworkUtils.setLearningRate(Sparsify.toDense(sparse), 0.25);

            assertThat(net.getLayerWiseConfigurations().toJson()).isEqualTo(before);
        }
    }

    @Test
    void theLossIsCarriedOver() {
        MultiLayerNetwork sparse = Sparsify.toSparse(net(), ALL).network();

        assertThat(((SparseOutputLayer) conf(sparse, 1)).getLossFn()).isEqualTo(new LossMSE());
    }

    @Test
    void aNetworkConvertedBackHasTheConfigurationItHad() {
        MultiLayerNetwork net = net();

        MultiLayerNetwork back = Sparsify.toDense(Sparsify.toSparse(net, ALL).network());

        assertThat(back.getLayerWiseConfigurations()).isEqualTo(net.getLayerWiseConfigurations());
        assertThat(back.getLayerWiseConfigurations().toJson())
                .isEqualTo(net.getLayerWiseConfigurations().toJson());
    }

    @Test
    void aLayerWithoutBiasesHasNoneAfterwards() {
        MultiLayerNetwork net = init(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(4).hasBias(false).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(2)
                        .hasBias(false)
                        .build())
                .build());

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();
        MultiLayerNetwork back = Sparsify.toDense(sparse);

        for (int layer = 0; layer < 2; layer++) {
            assertThat(sparse.getLayer(layer).paramTable()).containsOnlyKeys("W", "pattern");
            assertThat(back.getLayer(layer).paramTable()).containsOnlyKeys("W");
        }
    }

    @Test
    void theConvertedConfigurationSurvivesItsJson() {
        MultiLayerNetwork sparse = Sparsify.toSparse(net(), ALL).network();
        String json = sparse.getLayerWiseConfigurations().toJson();

        assertThat(org.deeplearning4j.nn.conf.MultiLayerConfiguration.fromJson(json))
                .isEqualTo(sparse.getLayerWiseConfigurations());
        assertThat(json).contains("\"connections\" : 20").contains("\"connections\" : 16");
    }
}
