package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * The output layer of a network, and the outputs that take part in its softmax.
 *
 * <p>An output is silenced by a bias of -1e9: its probability is then exactly 0, and so is the gradient by its logit, so that a
 * softmax over a part of the outputs comes from DL4J's own loss. The biases proper come back bit for bit.
 */
public final class OutputHead {

    private static final double SILENT = -1e9;

    private final String name;
    private final BaseLayer configuration;
    private final INDArray biases;
    private final int outputs;
    private final Set<Integer> silent = new TreeSet<>();
    private INDArray own;

    private OutputHead(String name, BaseLayer configuration, INDArray biases, int outputs) {
        this.name = name;
        this.configuration = configuration;
        this.biases = biases;
        this.outputs = outputs;
    }

    /**
     * The head of a network with one output layer.
     *
     * @param network a network
     * @return its head
     * @throws DL4JInvalidConfigException if it has none, several, or one without parameters
     */
    public static OutputHead of(NetworkView network) {
        OutputHead found = null;
        for (Map.Entry<String, org.deeplearning4j.nn.api.Layer> entry :
                network.layers().entrySet()) {
            Layer conf = unwrapped(entry.getValue().conf().getLayer());
            if (conf instanceof BaseOutputLayer output && network.isOutput(entry.getKey())) {
                if (found != null) {
                    throw new DL4JInvalidConfigException("The network has several output layers, (" + found.name
                            + ") and (" + entry.getKey() + "). A learner needs exactly one.");
                }
                INDArray bias = output.hasBias() ? entry.getValue().getParam("b") : null;
                found = new OutputHead(entry.getKey(), output, bias, Math.toIntExact(output.getNOut()));
            }
        }
        if (found == null) {
            throw new DL4JInvalidConfigException("The network has no output layer with weights. A learner needs one,"
                    + " such as OutputLayer with softmax.");
        }
        return found;
    }

    private static Layer unwrapped(Layer layer) {
        return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
    }

    /**
     * The name of the layer.
     *
     * @return as in its network
     */
    public String name() {
        return name;
    }

    /**
     * The number of outputs: classes are counted from 0 below it.
     *
     * @return at least 1
     */
    public int outputs() {
        return outputs;
    }

    /**
     * Whether the layer is a softmax with cross-entropy without class weights, whose gradient by the logits is {@code p - y}.
     *
     * @return whether activation and loss are these
     */
    public boolean isSoftmaxWithCrossEntropy() {
        return isSoftmaxWithCrossEntropy((BaseOutputLayer) configuration);
    }

    /**
     * Whether an output layer is a softmax with cross-entropy without class weights.
     *
     * @param layer its configuration
     * @return whether activation and loss are these
     */
    public static boolean isSoftmaxWithCrossEntropy(BaseOutputLayer layer) {
        return layer.getActivationFn() instanceof ActivationSoftmax
                && layer.getLossFn() instanceof LossMCXENT loss
                && loss.getWeights() == null;
    }

    /**
     * All outputs.
     *
     * @return from 0, ascending
     */
    public SortedSet<Integer> allClasses() {
        return IntStream.range(0, outputs).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The answer of a network before its output activation.
     *
     * @param network the network of this head
     * @param features a batch
     * @return logits, an example a row
     */
    public INDArray logits(NetworkView network, INDArray features) {
        IActivation activation = configuration.getActivationFn();
        configuration.setActivationFn(new ActivationIdentity());
        try {
            return network.output(features);
        } finally {
            configuration.setActivationFn(activation);
        }
    }

    /**
     * The mean loss of examples, without any regularisation.
     *
     * @param network the network of this head
     * @param examples what to ask it for; read from the start, and reset
     * @return the loss of the output layer's loss function
     */
    public double loss(NetworkView network, DataSetIterator examples) {
        double sum = 0;
        long count = 0;
        examples.reset();
        while (examples.hasNext()) {
            DataSet batch = examples.next();
            sum += ((BaseOutputLayer) configuration)
                    .getLossFn()
                    .computeScore(
                            batch.getLabels(),
                            logits(network, batch.getFeatures()),
                            configuration.getActivationFn(),
                            batch.getLabelsMaskArray(),
                            false);
            count += batch.numExamples();
        }
        examples.reset();
        return sum / count;
    }

    /**
     * What a network hands to its output layer.
     *
     * @param network the network of this head
     * @param features a batch
     * @return activations of the layer before, as the output layer takes them
     */
    public INDArray inputs(NetworkView network, INDArray features) {
        return LayerPasses.of(network, features).get(name).input();
    }

    /**
     * Silences all outputs but these.
     *
     * @param classes the outputs that take part
     * @throws DL4JInvalidConfigException if outputs must be silenced, and the layer has no bias or is no softmax
     * @throws IllegalStateException if outputs are silenced already
     */
    public void listenTo(Set<Integer> classes) {
        if (own != null) {
            throw new IllegalStateException("The outputs of layer (" + name + ") are silenced already.");
        }
        if (classes.size() == outputs) {
            return;
        }
        if (biases == null || !(configuration.getActivationFn() instanceof ActivationSoftmax)) {
            throw new DL4JInvalidConfigException("The output layer (" + name
                    + ") must be a softmax with biases when a task has a part of the outputs " + new TreeSet<>(classes)
                    + " only. Use hasBias(true) and Activation.SOFTMAX, or LossScope.ALL.");
        }
        own = biases.dup().detach();
        for (int output = 0; output < outputs; output++) {
            if (!classes.contains(output)) {
                silent.add(output);
                biases.putScalar(output, SILENT);
            }
        }
    }

    /**
     * Removes the gradient of silenced biases, which a penalty may have put there.
     *
     * @param network the network of this head
     */
    public void quiet(NetworkView network) {
        if (own != null) {
            FlatArray gradients = FlatArray.of(network.gradients());
            long start = biases.offset() - network.params().offset();
            silent.forEach(output -> gradients.set(start + output, 0));
        }
    }

    /**
     * Ends the silence: silenced outputs have their biases again, the others keep what they have learnt.
     */
    public void listenToAll() {
        if (own != null) {
            silent.forEach(output -> biases.putScalar(output, own.getDouble(output)));
            own = null;
            silent.clear();
        }
    }
}
