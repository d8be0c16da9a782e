package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code w (H g)}. Both gradients are computed on a copy of the network in double precision, with the same draws of
 * dropout, so that the network, its updater, its listeners and the generator of random numbers are as if nothing had
 * happened.
 */
final class HessianScore implements DropScore, MethodPart {

    private final Map<String, ConnectionNumbers> products = new LinkedHashMap<>();
    private NetworkView network;
    private Minibatch minibatch;

    @Override
    public double of(double value, double product) {
        return value * product;
    }

    @Override
    public boolean needsGradient() {
        return true;
    }

    @Override
    public List<MethodPart> parts() {
        return List.of(this);
    }

    @Override
    public void check(NetworkView view, List<WeightShape> weights) {
        OneNetwork.check(this, network != null);
        BackpropType type = view.model() instanceof MultiLayerNetwork layered
                ? layered.getLayerWiseConfigurations().getBackpropType()
                : ((ComputationGraph) view.model()).getConfiguration().getBackpropType();
        if (type == BackpropType.TruncatedBPTT) {
            throw new DL4JInvalidConfigException(
                    "The score (" + this + ") computes the gradient of a step again, which truncated"
                            + " back-propagation through time does not allow: the state between segments has changed."
                            + " Use standard back-propagation, or another score, such as DropScore.snip().");
        }
    }

    @Override
    public void attached(NetworkView view, List<SparseWeight> weights) {
        network = view;
    }

    @Override
    public void afterBackward(NetworkView view) {
        minibatch = Minibatch.of(view);
    }

    @Override
    public void beforeUpdate(NetworkUpdate update) {
        List<SparseWeight> weights =
                update.weights().stream().map(WeightDraft::weight).toList();
        int count = Math.toIntExact(
                weights.stream().mapToLong(w -> w.active().count()).sum());
        double[] values = new double[count];
        double[] gradients = new double[count];
        int[] next = {0};
        weights.forEach(weight -> weight.forEachActiveGradient((position, value, gradient) -> {
            values[next[0]] = value;
            gradients[next[0]++] = gradient;
        }));
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        try {
            Model copy = copy();
            List<SparseWeight> copied = NetworkWeights.of(NetworkView.of(copy)).reopen(masks(weights));
            double[] product = HessianProduct.of(
                    moved -> {
                        random.setStates(root, node);
                        return gradient(copy, copied, moved);
                    },
                    values,
                    gradients);
            keep(weights, product);
        } finally {
            random.setStates(root, node);
            minibatch = null;
        }
    }

    private Model copy() {
        if (network.model() instanceof MultiLayerNetwork layered) {
            return layered.params().dataType() == DataType.DOUBLE
                    ? layered.clone()
                    : layered.convertDataType(DataType.DOUBLE);
        }
        ComputationGraph graph = (ComputationGraph) network.model();
        INDArray params = graph.params();
        return params.dataType() == DataType.DOUBLE ? graph.clone() : graph.convertDataType(DataType.DOUBLE);
    }

    private static MaskSet masks(List<SparseWeight> weights) {
        Map<String, Mask> masks = new LinkedHashMap<>();
        for (SparseWeight weight : weights) {
            if (weight.active() instanceof Mask mask) {
                masks.put(weight.name(), mask);
            }
        }
        return new MaskSet(masks);
    }

    private double[] gradient(Model copy, List<SparseWeight> copied, double[] values) {
        int[] next = {0};
        for (SparseWeight weight : copied) {
            weight.assign(position -> values[next[0]++]);
            weight.requestActiveGradient();
        }
        minibatch.computeGradient(copy);
        double[] gradients = new double[values.length];
        next[0] = 0;
        for (SparseWeight weight : copied) {
            weight.afterGradient();
            weight.forEachActiveGradient((position, value, gradient) -> gradients[next[0]++] = gradient);
            weight.releaseGradient();
        }
        return gradients;
    }

    private void keep(List<SparseWeight> weights, double[] product) {
        int[] next = {0};
        for (SparseWeight weight : weights) {
            ConnectionNumbers numbers = ConnectionNumbers.of(weight);
            weight.forEachActive((position, value) -> numbers.set(weight, position, product[next[0]++]));
            products.put(weight.name(), numbers);
        }
    }

    @Override
    public void forEach(LayerUpdate update, PositionVisitor visitor) {
        ConnectionNumbers product = products.get(update.weight().name());
        update.forEachActive((position, value) -> visitor.visit(position, of(value, product.get(position))));
    }

    @Override
    public String toString() {
        return "grasp";
    }
}
