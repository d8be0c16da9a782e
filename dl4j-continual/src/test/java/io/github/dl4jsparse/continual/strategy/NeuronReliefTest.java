package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.store.SharedWeights;
import io.github.dl4jsparse.continual.strategy.NeuronRelief.Axis;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class NeuronReliefTest {

    @Test
    void theShortestPrefixThatReachesTheShareIsKept() {
        assertThat(NeuronRelief.kept(new double[] {1, 4, 2, 3}, 0.9)).containsExactly(false, true, true, true);
        assertThat(NeuronRelief.kept(new double[] {1, 4, 2, 3}, 0.7)).containsExactly(false, true, false, true);
    }

    @Test
    void allAreKeptWhenAllAreNeeded() {
        assertThat(NeuronRelief.kept(new double[] {1, 4, 2, 3}, 0.95)).containsOnly(true);
        assertThat(NeuronRelief.kept(new double[] {0.1, 0.2, 0.3, 0.7}, 1)).containsOnly(true);
    }

    @Test
    void ofEqualsTheFirstAreKept() {
        assertThat(NeuronRelief.kept(new double[] {1, 1, 1, 1}, 0.5)).containsExactly(true, true, false, false);
    }

    @Test
    void withoutImportanceNothingIsKept() {
        assertThat(NeuronRelief.kept(new double[] {0, 0}, 0.9)).containsOnly(false);
    }

    /** A kernel of ones over a 3 x 3 channel of ones: four windows of 4 each, sqrt(4 * 16). */
    @Test
    void theImportanceOfAKernelIsTheNormOfItsWindows() {
        Axis axis = new Axis(3, 2, 2, 1, 0, 1);

        assertThat(NeuronRelief.kernelImportance(
                        new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, new double[] {1, -1, 1, -1}, axis, axis))
                .isEqualTo(8);
        assertThat(NeuronRelief.kernelImportance(
                        new double[] {1, 0, 0, 0, 0, 0, 0, 0, 2}, new double[] {3, 0, 0, 4}, axis, axis))
                .isCloseTo(Math.sqrt(9 + 64), within(1e-12));
    }

    /** The four windows see one number each, under the last, third, second and first weight: 10 * 1, 2, 3, 4. */
    @Test
    void paddingAndStrideMoveTheWindows() {
        Axis axis = new Axis(2, 2, 2, 2, 1, 1);

        assertThat(NeuronRelief.kernelImportance(new double[] {1, 2, 3, 4}, new double[] {1, 1, 1, 10}, axis, axis))
                .isCloseTo(Math.sqrt(129), within(1e-12));
    }

    private static ListDataSetIterator<DataSet> examples(INDArray features) {
        DataSet batch = new DataSet(features, Nd4j.ones(features.size(0), 2));
        return new ListDataSetIterator<>(List.of(batch), Math.toIntExact(features.size(0)));
    }

    private static MaskSet full(SharedWeights weights) {
        Map<String, Mask> all = new LinkedHashMap<>();
        weights.sites().keySet().forEach(name -> all.put(name, Mask.full(weights.dims(name))));
        return new MaskSet(all);
    }

    /**
     * Mean magnitudes of the inputs are 2, 1 and 0. Edges of neuron 0: 2 * 1, 1 * -4, 0 * 9 and the bias 1, of 7; 0.8 of them are
     * 5.6, so that 4 and 2 stay. Of neuron 1: 2 * -3, 1 * 0.5, 0, bias 0.5: 6 of 7 is enough.
     */
    @Test
    void edgesOfDenseLayersAreWeighedByTheirInputs() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(2)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        net.setParam("0_W", Nd4j.createFromArray(new float[][] {{1, -3}, {-4, 0.5f}, {9, 9}}));
        net.setParam("0_b", Nd4j.createFromArray(new float[][] {{1, -0.5f}}));
        NetworkView view = NetworkView.of(net);
        SharedWeights weights = new SharedWeights(view);
        INDArray features = Nd4j.createFromArray(new float[][] {{1, -1, 0}, {-3, 1, 0}});

        ReliefPruning pruning = new ReliefPruning(view, weights, 0.8, 0.9);
        MaskSet left = pruning.prune(full(weights), LayerActivity.of(view, examples(features), 10));

        String name = weights.sites().keySet().iterator().next();
        assertThat(left.get(name).toArray()).containsExactly(0, 1, 2);
        assertThat(pruning.biases().stream().boxed()).containsExactly(6, 7);
    }

    /** Filter 1 is silent, so that the dense layer's weights behind it are dropped; filter 0 reads one channel of two. */
    @Test
    void silentFiltersLoseTheirKernelsAndUnreadChannelsTheirEdges() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(1)
                        .activation(Activation.RELU)
                        .hasBias(false)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(1, 2, 2))
                .build());
        net.init();
        net.setParam("0_W", Nd4j.createFromArray(1f, 20f, -1f, -1f).reshape('c', 2, 2, 1, 1));
        net.setParam("1_W", Nd4j.createFromArray(new float[][] {{1}, {1}, {1}, {1}}));
        NetworkView view = NetworkView.of(net);
        SharedWeights weights = new SharedWeights(view);
        INDArray features = Nd4j.ones(3, 2, 1, 2);

        MaskSet left = new ReliefPruning(view, weights, 1, 0.9)
                .prune(full(weights), LayerActivity.of(view, examples(features), 10));

        List<String> names = List.copyOf(weights.sites().keySet());
        assertThat(left.get(names.get(0)).toArray()).containsExactly(1);
        assertThat(left.get(names.get(1)).toArray()).containsExactly(0, 1);
    }

    /** The dense layer reads the first channel only: its weights of the second one are 0. */
    @Test
    void channelsThatNobodyReadsAreSweptAway() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(1)
                        .activation(Activation.RELU)
                        .hasBias(false)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(1, 2, 1))
                .build());
        net.init();
        net.setParam("0_W", Nd4j.createFromArray(1f, 1f).reshape('c', 2, 1, 1, 1));
        net.setParam("1_W", Nd4j.createFromArray(new float[][] {{1}, {1}, {0}, {0}}));
        NetworkView view = NetworkView.of(net);
        SharedWeights weights = new SharedWeights(view);

        MaskSet left = new ReliefPruning(view, weights, 1, 1)
                .prune(full(weights), LayerActivity.of(view, examples(Nd4j.ones(3, 1, 1, 2)), 10));

        List<String> names = List.copyOf(weights.sites().keySet());
        assertThat(left.get(names.get(1)).toArray()).containsExactly(0, 1);
        assertThat(left.get(names.get(0)).toArray()).containsExactly(0);
    }
}
