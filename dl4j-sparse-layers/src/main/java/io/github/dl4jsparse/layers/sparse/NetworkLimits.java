package io.github.dl4jsparse.layers.sparse;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How large a whole network may be. DL4J keeps all parameters of a network in one vector, and all of its updater's state in
 * another, and its updaters address both by numbers of type int: (2147483647) at most, whatever the memory. A truly sparse
 * layer has two parameters for each connection, its value and its input, so that a network holds about a billion
 * connections; with the state of Adam, too.
 *
 * <p>DL4J itself notices at the first training step, if at all. A truly sparse layer refuses when its network is initialised,
 * after DL4J has allocated the vector of parameters; these checks need no memory and are to be called before {@code init()}.
 */
public final class NetworkLimits {

    /** The most that one vector of a network holds. */
    private static final long MOST = Integer.MAX_VALUE;

    private NetworkLimits() {}

    /**
     * Checks a network before it is initialised.
     *
     * @param conf a configuration in which the sizes of all layers are set
     * @throws DL4JInvalidConfigException if its parameters or its updater's state are more than DL4J addresses
     */
    public static void check(MultiLayerConfiguration conf) {
        checkParameters(
                sum(conf.getConfs().stream().map(NetworkLimits::parameters).toList()));
        checkState(conf.getConfs());
    }

    /**
     * Checks a network before it is initialised.
     *
     * @param conf a configuration in which the sizes of all layers are set
     * @throws DL4JInvalidConfigException if its parameters or its updater's state are more than DL4J addresses
     */
    public static void check(ComputationGraphConfiguration conf) {
        Collection<GraphVertex> vertices = conf.getVertices().values();
        checkParameters(
                sum(vertices.stream().map(vertex -> vertex.numParams(true)).toList()));
        checkState(vertices.stream()
                .filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf())
                .toList());
    }

    private static long parameters(NeuralNetConfiguration conf) {
        return conf.getLayer().initializer().numParams(conf);
    }

    private static void checkState(List<NeuralNetConfiguration> layers) {
        long state = sum(layers.stream().map(NetworkLimits::state).toList());
        if (state > MOST) {
            throw new DL4JInvalidConfigException(
                    "The updater of the network would keep (" + state + ") numbers of state, more than the (" + MOST
                            + ") that DL4J addresses. Maybe Nesterovs or Sgd instead of an updater with more state, or a"
                            + " higher sparsity?");
        }
    }

    private static long state(NeuralNetConfiguration conf) {
        Layer layer = conf.getLayer();
        List<String> weights = layer.initializer().weightKeys(layer);
        IUpdater updater = !(layer instanceof BaseLayer) || weights.isEmpty()
                ? null
                : ((TrainingConfig) layer).getUpdaterByParam(weights.get(0));
        return updater == null ? 0 : updater.stateSize(trained(conf));
    }

    private static long trained(NeuralNetConfiguration conf) {
        if (conf.getLayer() instanceof SparseLstm lstm) {
            return lstm.trainedParameters();
        }
        return conf.getLayer() instanceof SparseConnections sparse
                ? sparse.connectionCount() + (sparse.hasBias() ? sparse.outputs() : 0)
                : parameters(conf);
    }

    private static long sum(List<Long> counts) {
        return counts.stream().reduce(0L, Math::addExact);
    }

    /** Refuses a vector of parameters that is too long. */
    static void checkParameters(long parameters) {
        if (parameters > MOST) {
            throw new DL4JInvalidConfigException("The network would have (" + parameters
                    + ") parameters, the values and inputs of all connections among them, more than the (" + MOST
                    + ") that DL4J addresses. Maybe a higher sparsity, or fewer layers?");
        }
    }
}
