package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.continual.store.SharedWeights;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Three channels of two positions before a dense layer: which of its six inputs are whose, in either format of images. */
class FlattenedChannelsTest {

    private static NetworkView network(CNN2DFormat format) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .dataFormat(format)
                        .build())
                .layer(new DenseLayer.Builder().nOut(2).build())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(1, 2, 2, format))
                .build());
        net.init();
        return NetworkView.of(net);
    }

    private static INDArray image(CNN2DFormat format) {
        return format == CNN2DFormat.NHWC ? Nd4j.ones(1, 1, 2, 2) : Nd4j.ones(1, 2, 1, 2);
    }

    /** The inputs of the dense layer that a filter feeds, by running the network. */
    private static Set<Integer> fedBy(int filter, NetworkView network, CNN2DFormat format) {
        MultiLayerNetwork net = (MultiLayerNetwork) network.model();
        net.getLayer(0).getParam("W").assign(0);
        net.getLayer(0).getParam("W").putScalar(new int[] {filter, 0, 0, 0}, 1);
        INDArray flat = net.getLayerWiseConfigurations()
                .getInputPreProcess(1)
                .preProcess(net.feedForward(image(format)).get(1).dup('c'), 1, LayerWorkspaceMgr.noWorkspaces());
        Set<Integer> fed = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
            if (flat.getDouble(0, i) != 0) {
                fed.add(i);
            }
        }
        return fed;
    }

    @ParameterizedTest
    @EnumSource
    void aPairHasTheInputsThatItsChannelFeeds(CNN2DFormat format) {
        NetworkView network = network(format);
        UnitPairs dense = UnitPairs.chain(
                        network, NetworkWeights.of(network).sites().values())
                .get(1);

        assertThat(dense.inputs()).isEqualTo(3);
        for (int channel = 0; channel < 3; channel++) {
            Mask mask = dense.mask(Set.of(dense.pair(channel, 0)));
            List<Integer> rows = fedBy(channel, network, format).stream().toList();
            assertThat(rows).hasSize(2);
            assertThat(mask.toArray()).containsExactly(2L * rows.get(0), 2L * rows.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFilterThatIsNotReadIsPruned(CNN2DFormat format) {
        NetworkView network = network(format);
        Set<Integer> read = fedBy(1, network, format);
        Map<String, INDArray> arrays = TaskParameters.arrays(network);
        arrays.get("layer0_W").assign(1);
        arrays.get("layer1_W").assign(0);
        read.forEach(row -> arrays.get("layer1_W").getRow(row).assign(1));
        SharedWeights weights = new SharedWeights(network);
        Map<String, Mask> all = new LinkedHashMap<>();
        weights.sites().keySet().forEach(name -> all.put(name, Mask.full(weights.dims(name))));
        DataSet example = new DataSet(image(format), Nd4j.createFromArray(new float[][] {{1, 0}}));

        MaskSet left = new ReliefPruning(network, weights, 1, 1)
                .prune(new MaskSet(all), LayerActivity.of(network, new ExistingDataSetIterator(List.of(example)), 1));

        assertThat(left.get("layer1_W").toArray())
                .containsExactly(read.stream()
                        .flatMap(row -> List.of(2L * row, 2L * row + 1).stream())
                        .toArray(Long[]::new));
        assertThat(left.get("layer0_W").toArray()).containsExactly(2, 3); // both kernels of the second filter
    }
}
