package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.assertClose;
import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.denseTwin;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.small;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class UnreadGradientTest {

    private final DataSet data = data(DataType.DOUBLE, 10, 6, 3, 2);

    @Test
    void theNetworksInputGradientIsThereForThoseWhoAskForIt() {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        MultiLayerNetwork twin = denseTwin(net, base(DataType.DOUBLE));

        INDArray actual = inputGradient(net);
        INDArray expected = inputGradient(twin);

        assertThat(expected.amaxNumber().doubleValue()).isPositive();
        assertClose(actual, expected, 1e-10);
    }

    private INDArray inputGradient(MultiLayerNetwork net) {
        return inputGradient(net, data);
    }

    private static INDArray inputGradient(MultiLayerNetwork net, DataSet data) {
        Pair<?, INDArray> both = net.calculateGradients(data.getFeatures(), data.getLabels(), null, null);
        return both.getSecond();
    }

    @Test
    void ofAStepOnlyTheFirstLayersInputGradientIsLeftOut() {
        Witness first = new Witness();
        Witness second = new Witness();
        MultiLayerConfiguration conf = small(base(DataType.DOUBLE));
        conf.getInputPreProcessors().put(0, first);
        conf.getInputPreProcessors().put(1, second);
        MultiLayerNetwork net = init(conf);

        net.fit(data);
        net.calculateGradients(data.getFeatures(), data.getLabels(), null, null);

        assertThat(first.largest).hasSize(2);
        assertThat(first.largest.get(0)).isZero();
        assertThat(first.largest.get(1)).isPositive();
        assertThat(second.largest).allSatisfy(largest -> assertThat(largest).isPositive());
    }

    @Test
    void anLstmLeavesItOutAsWell() {
        Witness first = new Witness();
        MultiLayerNetwork net =
                LstmNets.net(base(DataType.DOUBLE), LstmNets.sparse(6, 5, 0.5).build(), 5);
        net.getLayerWiseConfigurations().getInputPreProcessors().put(0, first);
        DataSet sequences = LstmNets.data(DataType.DOUBLE, 3, 6, 4, 1);

        net.fit(sequences);
        net.calculateGradients(sequences.getFeatures(), sequences.getLabels(), null, null);

        assertThat(first.largest).hasSize(2);
        assertThat(first.largest.get(0)).isZero();
        assertThat(first.largest.get(1)).isPositive();
    }

    @Test
    void trainingIsTheSameWithAndWithoutIt() {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        MultiLayerNetwork byHand = net.clone();

        for (int step = 0; step < 3; step++) {
            net.fit(data);
            Gradient gradient = byHand.calculateGradients(data.getFeatures(), data.getLabels(), null, null)
                    .getFirst();
            byHand.getUpdater().update(byHand, gradient, step, 0, 10, LayerWorkspaceMgr.noWorkspaces());
            byHand.params()
                    .subi(byHand.getFlattenedGradients().reshape(byHand.params().shape()));
        }

        assertThat(bits(byHand.params())).isEqualTo(bits(net.params()));
    }

    @Test
    void theSameHoldsForImages() {
        DataSet images = ConvolutionNets.smallImages(DataType.DOUBLE, 5, 2);
        Witness first = new Witness();
        Witness second = new Witness();
        MultiLayerConfiguration conf = ConvolutionNets.small(base(DataType.DOUBLE));
        conf.getInputPreProcessors().put(0, first);
        conf.getInputPreProcessors().put(1, second);
        MultiLayerNetwork net = init(conf);
        MultiLayerNetwork twin = ConvolutionNets.denseTwin(init(ConvolutionNets.small(base(DataType.DOUBLE))));

        INDArray actual = inputGradient(net, images);
        net.fit(images);

        assertClose(actual, inputGradient(twin, images), 1e-10);
        assertThat(first.largest.get(0)).isPositive();
        assertThat(first.largest.get(1)).isZero();
        assertThat(second.largest)
                .hasSize(2)
                .allSatisfy(largest -> assertThat(largest).isPositive());
    }

    /** Passes everything on and remembers the largest number of each gradient. */
    private static final class Witness implements InputPreProcessor {

        private static final long serialVersionUID = 1L;

        private final transient List<Double> largest = new ArrayList<>();

        @Override
        public INDArray preProcess(INDArray input, int miniBatchSize, LayerWorkspaceMgr workspaceMgr) {
            return input;
        }

        @Override
        public INDArray backprop(INDArray output, int miniBatchSize, LayerWorkspaceMgr workspaceMgr) {
            largest.add(output.amaxNumber().doubleValue());
            return output;
        }

        @Override
        public InputPreProcessor clone() {
            return this;
        }

        @Override
        public InputType getOutputType(InputType inputType) {
            return inputType;
        }

        @Override
        public Pair<INDArray, MaskState> feedForwardMaskArray(
                INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
            return new Pair<>(maskArray, currentMaskState);
        }
    }
}
