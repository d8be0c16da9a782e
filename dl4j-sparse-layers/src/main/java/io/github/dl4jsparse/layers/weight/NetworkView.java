package io.github.dl4jsparse.layers.weight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterCreator;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * One face for {@link MultiLayerNetwork} and {@link ComputationGraph}: what training-time code needs of either.
 */
public final class NetworkView {

    private final MultiLayerNetwork layered;
    private final ComputationGraph graph;

    private NetworkView(MultiLayerNetwork layered, ComputationGraph graph) {
        this.layered = layered;
        this.graph = graph;
    }

    /**
     * The view of an initialised network.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @return its view
     * @throws DL4JInvalidConfigException if it is neither, or has not been initialised
     */
    public static NetworkView of(Model model) {
        MultiLayerNetwork layered = model instanceof MultiLayerNetwork m ? m : null;
        ComputationGraph graph = model instanceof ComputationGraph g ? g : null;
        if (layered == null && graph == null) {
            throw new DL4JInvalidConfigException(
                    "The model (" + (model == null ? null : model.getClass().getName())
                            + ") must be a MultiLayerNetwork or a ComputationGraph.");
        }
        if (layered != null ? !layered.isInitCalled() : graph.params() == null) {
            throw new DL4JInvalidConfigException("The network has no parameters yet. Call init() first.");
        }
        return new NetworkView(layered, graph);
    }

    /**
     * The network itself.
     *
     * @return the network this is a view of
     */
    public Model model() {
        return layered != null ? layered : graph;
    }

    /**
     * The layers by name, in the order of the parameters. A layer without a name is called by its index.
     *
     * @return a new map
     * @throws DL4JInvalidConfigException if two layers have the same name
     */
    public Map<String, Layer> layers() {
        Layer[] all = layered != null ? layered.getLayers() : graph.getLayers();
        Map<String, Layer> layers = new LinkedHashMap<>();
        if (graph != null) {
            for (String vertex : orderedVertexNames()) {
                layers.put(vertex, graph.getVertex(vertex).getLayer());
            }
            return layers;
        }
        for (int i = 0; i < all.length; i++) {
            String given = all[i].conf().getLayer().getLayerName();
            String name = given == null ? String.valueOf(i) : given;
            if (layers.put(name, all[i]) != null) {
                throw new DL4JInvalidConfigException("Two layers have the name (" + name + "). Names must differ.");
            }
        }
        return layers;
    }

    private List<String> orderedVertexNames() {
        return Arrays.stream(graph.topologicalSortOrder())
                .mapToObj(i -> graph.getVertices()[i])
                .filter(v -> v.hasLayer())
                .map(v -> v.getVertexName())
                .toList();
    }

    /**
     * Whether a layer's weights are the last ones before a loss: those of an output layer, or of the layer before a loss
     * layer, which has none.
     *
     * @param name the layer's name
     * @return true for an output layer
     */
    public boolean isOutput(String name) {
        Map<String, Layer> layers = layers();
        if (graph == null) {
            List<String> withParameters = layers.keySet().stream()
                    .filter(layer -> layers.get(layer).numParams() > 0)
                    .toList();
            return withParameters.indexOf(name) == withParameters.size() - 1;
        }
        return graph.getConfiguration().getNetworkOutputs().stream().anyMatch(output -> endsIn(name, output, layers));
    }

    private boolean endsIn(String name, String vertex, Map<String, Layer> layers) {
        if (layers.containsKey(vertex) && layers.get(vertex).numParams() > 0) {
            return vertex.equals(name);
        }
        List<String> before = graph.getConfiguration().getVertexInputs().getOrDefault(vertex, List.of());
        return before.stream().anyMatch(input -> endsIn(name, input, layers));
    }

    /**
     * All parameters, in one flat vector.
     *
     * @return the network's own array
     */
    public INDArray params() {
        return layered != null ? layered.params() : graph.params();
    }

    /**
     * All gradients, in one flat vector with the layout of {@link #params}.
     *
     * @return the network's own array
     */
    public INDArray gradients() {
        return layered != null ? layered.getGradientsViewArray() : graph.getGradientsViewArray();
    }

    /**
     * What the gradient of something that does not depend on the examples, such as a penalty, has to be multiplied by before it is
     * added to {@link #gradients}: the updater divides sums over the minibatch by its size, unless the configuration says
     * {@code miniBatch(false)}.
     *
     * @return the number of examples of the present minibatch, or 1 where nothing is divided
     */
    public double gradientScale() {
        return model().conf().isMiniBatch() ? model().batchSize() : 1;
    }

    /**
     * The updater, created if there is none yet.
     *
     * @return the network's updater
     */
    public BaseMultiLayerUpdater<?> updater() {
        return (BaseMultiLayerUpdater<?>) (layered != null ? layered.getUpdater(true) : graph.getUpdater(true));
    }

    /** Gives the network a new updater of its present configuration, with the state that updaters begin with. */
    public void renewUpdater() {
        if (layered != null) {
            layered.setUpdater(UpdaterCreator.getUpdater(layered));
        } else {
            graph.setUpdater(new ComputationGraphUpdater(graph));
        }
    }

    /**
     * The network's answer to a batch, as at inference.
     *
     * @param features of a network with one input
     * @return the activations of its (first) output layer, in no workspace
     */
    public INDArray output(INDArray features) {
        return layered != null ? layered.output(features) : graph.output(features)[0];
    }

    /**
     * Computes the gradient of the loss, into {@link #gradients}, and changes no parameter. The pass is one of training: dropout
     * draws, and batch normalisation takes the statistics of the batch.
     *
     * @param features of a network with one input
     * @param labels of its output
     */
    public void gradient(INDArray features, INDArray labels) {
        if (layered != null) {
            layered.setInput(features);
            layered.setLabels(labels);
            layered.computeGradientAndScore();
            layered.clear();
        } else {
            graph.setInputs(features);
            graph.setLabels(labels);
            graph.computeGradientAndScore();
            graph.clear();
        }
    }

    /**
     * Trains the network for one epoch.
     *
     * @param examples what on
     */
    public void fit(DataSetIterator examples) {
        if (layered != null) {
            layered.fit(examples);
        } else {
            graph.fit(examples);
        }
    }

    /**
     * The configuration of the updater that changes a parameter.
     *
     * @param layer the layer's name
     * @param parameter the name of one of its parameters
     * @return the layer's own configuration
     */
    public IUpdater updaterOf(String layer, String parameter) {
        return layers().get(layer).getConfig().getUpdaterByParam(parameter);
    }

    /**
     * The number of finished iterations.
     *
     * @return as the network counts
     */
    public int iterationCount() {
        return layered != null ? layered.getIterationCount() : graph.getIterationCount();
    }

    /**
     * Sets the number of finished iterations.
     *
     * @param iterations the new count
     */
    public void setIterationCount(int iterations) {
        if (layered != null) {
            layered.getLayerWiseConfigurations().setIterationCount(iterations);
        } else {
            graph.getConfiguration().setIterationCount(iterations);
        }
    }

    /**
     * The number of finished epochs.
     *
     * @return as the network counts
     */
    public int epochCount() {
        return layered != null ? layered.getEpochCount() : graph.getEpochCount();
    }

    /**
     * Sets the number of finished epochs.
     *
     * @param epochs the new count
     */
    public void setEpochCount(int epochs) {
        if (layered != null) {
            layered.setEpochCount(epochs);
        } else {
            graph.getConfiguration().setEpochCount(epochs);
        }
    }

    /**
     * The listeners of the network.
     *
     * @return a copy
     */
    public List<TrainingListener> listeners() {
        Collection<TrainingListener> listeners = layered != null ? layered.getListeners() : graph.getListeners();
        return new ArrayList<>(listeners);
    }

    /**
     * Replaces the listeners of the network.
     *
     * @param listeners the new ones
     */
    public void setListeners(List<TrainingListener> listeners) {
        if (layered != null) {
            layered.setListeners(listeners);
        } else {
            graph.setListeners(listeners);
        }
    }
}
