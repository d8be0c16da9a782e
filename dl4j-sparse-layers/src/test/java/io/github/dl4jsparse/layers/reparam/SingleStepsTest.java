package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** Steps one after the other through a layer with memory inside of one without. */
class SingleStepsTest {

    private static final Reparameterization SAME = new Identity(StoredWeights.TRAINED);

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(4).updater(new NoOp()).activation(Activation.TANH);
    }

    private static Layer lastStep(RNNFormat format) {
        return ReparameterizedLayer.of(
                new LastTimeStep(new LSTM.Builder()
                        .nIn(3)
                        .nOut(4)
                        .dataFormat(format)
                        .name("l")
                        .build()),
                SAME);
    }

    private static Layer head() {
        return new OutputLayer.Builder()
                .nIn(4)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork network(Layer layer) {
        MultiLayerNetwork net = new MultiLayerNetwork(
                settings().list().layer(layer).layer(head()).build());
        net.init();
        return net;
    }

    private static INDArray sequences() {
        return TinyNetworks.data(LayerKind.Data.SEQUENCE, 2, 1).getFeatures();
    }

    private static INDArray step(int time) {
        return sequences()
                .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(time))
                .dup('c');
    }

    private static INDArray upTo(int time, RNNFormat format) {
        INDArray some = sequences()
                .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, time + 1))
                .dup('c');
        return format == RNNFormat.NCW ? some : some.permute(0, 2, 1).dup('c');
    }

    private static void assertAlike(INDArray steps, INDArray whole) {
        assertThat(steps.toDoubleMatrix()).hasDimensions(2, 3);
        for (int n = 0; n < 2; n++) {
            assertThat(steps.toDoubleMatrix()[n]).containsExactly(whole.toDoubleMatrix()[n], within(1e-6));
        }
    }

    @Test
    void theLastStepOfManyIsThatOfTheWholeSequence() {
        MultiLayerNetwork net = network(lastStep(RNNFormat.NCW));

        for (int time = 0; time < 4; time++) {
            assertAlike(net.rnnTimeStep(step(time)), net.output(upTo(time, RNNFormat.NCW)));
        }
        net.rnnClearPreviousState();
        assertAlike(net.rnnTimeStep(step(0)), net.output(upTo(0, RNNFormat.NCW)));
    }

    @ParameterizedTest
    @EnumSource(RNNFormat.class)
    void someStepsAtOnceGoOnToo(RNNFormat format) {
        MultiLayerNetwork net = network(lastStep(format));
        INDArray all = upTo(3, format);
        INDArray rest = format == RNNFormat.NCW
                ? all.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(2, 4))
                : all.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 4), NDArrayIndex.all());

        net.rnnTimeStep(upTo(1, format));

        assertAlike(net.rnnTimeStep(rest.dup('c')), net.output(all));
    }

    @Test
    void graphsGoStepByStepToo() {
        ComputationGraph net = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("l", lastStep(RNNFormat.NCW), "in")
                .addLayer("out", head(), "l")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(3, 4))
                .build());
        net.init();
        net.rnnTimeStep(step(0));

        assertAlike(net.rnnTimeStep(step(1))[0], net.outputSingle(upTo(1, RNNFormat.NCW)));
        net.rnnClearPreviousState();
        assertAlike(net.rnnTimeStep(step(0))[0], net.outputSingle(upTo(0, RNNFormat.NCW)));
    }

    @Test
    void masksOfZerosAreForWholeSequencesAsInTheBareLayer() {
        MultiLayerNetwork net = WrappedNetworks.layered(LayerKind.MASK_ZERO, SAME, builder -> builder);
        MultiLayerNetwork bare = TinyNetworks.network(LayerKind.MASK_ZERO, builder -> builder);

        for (int time = 0; time < 4; time++) {
            assertThat(TinyNetworks.bits(net.rnnTimeStep(step(time))))
                    .isEqualTo(TinyNetworks.bits(bare.rnnTimeStep(step(time))));
        }
    }

    @Test
    void stepsThroughTwoLayersAroundKeepTheirStateToo() {
        MultiLayerNetwork net = network(ReparameterizedLayer.of(
                new LastTimeStep(new MaskZeroLayer.Builder()
                        .setUnderlying(new LSTM.Builder().nIn(3).nOut(4).build())
                        .setMaskValue(0)
                        .build()),
                SAME));

        net.rnnTimeStep(upTo(1, RNNFormat.NCW));

        assertAlike(net.rnnTimeStep(step(2)), net.output(upTo(2, RNNFormat.NCW)));
    }

    @Test
    void segmentsAreSequencesOfTheirOwn() {
        MultiLayerNetwork truncated = maskZero(BackpropType.TruncatedBPTT);
        MultiLayerNetwork whole = maskZero(BackpropType.Standard);
        DataSet data = TinyNetworks.data(LayerKind.Data.SEQUENCE, 4, 1);

        truncated.fit(data);
        whole.fit(half(data, 0));
        whole.fit(half(data, 2));

        assertThat(TinyNetworks.parameters(truncated)).isEqualTo(TinyNetworks.parameters(whole));
    }

    private static DataSet half(DataSet data, int from) {
        INDArrayIndex[] some = {NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, from + 2)};
        return new DataSet(
                data.getFeatures().get(some).dup(), data.getLabels().get(some).dup());
    }

    private static MultiLayerNetwork maskZero(BackpropType type) {
        Layer layer = new MaskZeroLayer.Builder()
                .setUnderlying(new LSTM.Builder().nIn(3).nOut(4).build())
                .setMaskValue(0)
                .build();
        MultiLayerNetwork net = new MultiLayerNetwork(settings()
                .updater(new Sgd(.1))
                .list()
                .layer(ReparameterizedLayer.of(layer, SAME))
                .layer(new RnnOutputLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(type)
                .tBPTTLength(2)
                .setInputType(InputType.recurrent(3, 4))
                .build());
        net.init();
        return net;
    }
}
