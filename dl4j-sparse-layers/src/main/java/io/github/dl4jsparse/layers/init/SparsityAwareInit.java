package io.github.dl4jsparse.layers.init;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sparsity-aware initialisation of a whole network: the active weights of each output unit are drawn anew from the layer's
 * own initialiser with the number of connections that the unit really has, as {@link UnitWeights} says.
 *
 * <p>Evci, Ioannou, Keskin, Dauphin, <i>Gradient Flow in Sparse Neural Networks and How Lottery Tickets Win</i>, AAAI 2022,
 * section 3. Connections that grow later start as their method says.
 */
public final class SparsityAwareInit {

    private SparsityAwareInit() {}

    /**
     * Draws the active weights of a network's ordinary layers anew. Truly sparse layers draw theirs in this way when they
     * are initialised, and are left as they are; so are embeddings, whose units receive one input at a time whatever their
     * connections. ND4J's random state of the calling thread stays as it was.
     *
     * @param network the network
     * @param weights its opened weights
     * @param seed the seed of the draws
     * @throws DL4JInvalidConfigException if a layer's scheme needs a dense matrix; {@link #check} tells so beforehand
     */
    public static void apply(NetworkView network, List<SparseWeight> weights, long seed) {
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        try {
            for (SparseWeight weight : weights) {
                Layer layer = layerOf(network, weight.shape());
                if (weight.resizable() && !isEmbedding(layer)) {
                    random.setSeed(
                            RandomStream.of(seed, "init " + weight.name()).nextLong());
                    IWeightInit scheme = initOf(layer, weight.shape().parameter());
                    draw(weight, scheme, network.params().dataType());
                }
            }
        } finally {
            random.setStates(root, node);
        }
    }

    /**
     * Checks that the schemes of layers can draw the weights of single units.
     *
     * @param network the network
     * @param shapes the arrays that are going to be drawn
     * @throws DL4JInvalidConfigException if a layer's scheme needs a dense matrix
     */
    public static void check(NetworkView network, List<WeightShape> shapes) {
        for (WeightShape shape : shapes) {
            UnitWeights.check(initOf(layerOf(network, shape), shape.parameter()), shape.layer());
        }
    }

    private static Layer layerOf(NetworkView network, WeightShape shape) {
        return network.layers().get(shape.layer()).conf().getLayer();
    }

    private static boolean isEmbedding(Layer layer) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            return isEmbedding(wrapper.getUnderlying());
        }
        return layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer;
    }

    private static IWeightInit initOf(Layer layer, String parameter) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            return initOf(wrapper.getUnderlying(), parameter);
        }
        if (layer instanceof Bidirectional both) {
            return initOf(both.getFwd(), parameter.substring(1));
        }
        boolean recurrent = layer instanceof BaseRecurrentLayer && parameter.startsWith("RW");
        IWeightInit own = recurrent ? ((BaseRecurrentLayer) layer).getWeightInitFnRecurrent() : null;
        return own != null ? own : ((BaseLayer) layer).getWeightInitFn();
    }

    private static void draw(SparseWeight weight, IWeightInit init, DataType type) {
        WeightShape shape = weight.shape();
        int[] fanIn = new int[Math.toIntExact(shape.outputs())];
        weight.forEachActive((position, value) -> fanIn[shape.outputUnit(position)]++);
        INDArray values = Nd4j.createUninitialized(type, weight.active().count());
        UnitWeights.draw(init, fanIn, values, shape.layer());
        int[] next = new int[fanIn.length];
        for (int unit = 1; unit < next.length; unit++) {
            next[unit] = next[unit - 1] + fanIn[unit - 1];
        }
        weight.assign(position -> values.getDouble(next[shape.outputUnit(position)]++));
    }
}
