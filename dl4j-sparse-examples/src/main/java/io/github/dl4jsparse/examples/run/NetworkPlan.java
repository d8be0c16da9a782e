package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.reparam.Reparameterization;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The multilayer perceptron of a run, with ReLU, softmax and cross-entropy, and the exact number of connections of each
 * of its layers: the same ones in both storages.
 */
final class NetworkPlan {

    private static final String OUTPUT = "output";

    private final RunSettings settings;
    private final Method method;
    private final List<WeightShape> shapes = new ArrayList<>();
    private final Map<String, Long> budgets;
    private final Optional<Reparameterization> reparameterization;

    NetworkPlan(RunSettings settings, long trainExamples) {
        this.settings = settings;
        this.method = Methods.named(settings.method());
        List<Integer> arch = settings.arch();
        for (int i = 1; i < arch.size(); i++) {
            String name = i == arch.size() - 1 ? OUTPUT : "hidden" + i;
            shapes.add(WeightShape.dense(name, arch.get(i - 1), arch.get(i)));
        }
        if (!method.sparse() && settings.storage() == Storage.COMPRESSED) {
            throw new DL4JInvalidConfigException("The method (" + method.name()
                    + ") starts with all connections, which truly sparse layers cannot hold. Use masked storage.");
        }
        this.reparameterization = settings.layers().arePlain()
                ? Optional.empty()
                : Optional.of(LayerMethods.reparameterization(settings, trainExamples));
        checkLayers();
        this.budgets = budgets();
    }

    private Map<String, Long> budgets() {
        TopologySettings topology = settings.topology();
        if (method.start() == StartingTopology.DENSER && topology.spread() == Spread.ER) {
            throw new DL4JInvalidConfigException(
                    "The method (" + method.name() + ") is told its sparsity at the end, not an epsilon ("
                            + topology.epsilon() + "). Use --sparsity.");
        }
        if (method.start() == StartingTopology.DENSER && topology.initialSparsity() > topology.sparsity()) {
            throw new DL4JInvalidConfigException("The initial sparsity (" + topology.initialSparsity()
                    + ") of the method (" + method.name() + ") must not exceed the sparsity at the end ("
                    + topology.sparsity() + ").");
        }
        return switch (method.start()) {
            case DENSE -> Map.of();
            case AS_ASKED -> topology.distribution().budgets(shapes);
            case DENSER, OPEN -> topology.startingDistribution().budgets(shapes);
        };
    }

    private void checkLayers() {
        if (settings.storage() == Storage.COMPRESSED && reparameterization.isPresent()) {
            throw new DL4JInvalidConfigException(
                    "The layer method (" + settings.layers().method()
                            + ") computes the weights of ordinary layers, truly sparse ones have none of that form."
                            + " Use masked storage.");
        }
        if (settings.storage() == Storage.COMPRESSED
                && !settings.pruning().sparsities().isEmpty()) {
            throw new DL4JInvalidConfigException(
                    "Only ordinary layers are pruned after the training. Use masked storage.");
        }
        if (reparameterization.isPresent() && method.sparse()) {
            LayerMethods.named(settings.layers().method())
                    .topology()
                    .check(settings.layers().method(), settings);
        }
    }

    Method method() {
        return method;
    }

    /** Connections at the start, 0 for a dense network. */
    long connections() {
        return budgets.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The sparsity that is asked for: what the budgets amount to, as asked for but for rounding, or what epsilon implies; of
     * methods that start denser, the one at the end; 0 where none is.
     */
    double sparsity() {
        long size = shapes.stream().mapToLong(WeightShape::size).sum();
        return switch (method.start()) {
            case DENSE, OPEN -> 0;
            case AS_ASKED -> 1 - (double) connections() / size;
            case DENSER -> settings.topology().sparsity();
        };
    }

    /** The budgets as a distribution over whichever of the arrays are ordinary ones. */
    SparsityDistribution distribution() {
        return arrays -> arrays.stream()
                .mapToDouble(array -> (double) budgets.get(array.name()) / array.size())
                .toArray();
    }

    MultiLayerNetwork build() {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(settings.seed())
                .updater(settings.optimizer().toUpdater())
                .weightInit(isUniform() ? WeightInit.UNIFORM : WeightInit.RELU)
                .l2(settings.optimizer().l2())
                .list();
        shapes.forEach(shape -> list.layer(wrapped(layer(shape), shape)));
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private Layer wrapped(Layer plain, WeightShape shape) {
        boolean left = shape.layer().equals(OUTPUT)
                && reparameterization.isPresent()
                && !LayerMethods.named(settings.layers().method()).wrapsOutput();
        return reparameterization.isEmpty() || left ? plain : ReparameterizedLayer.of(plain, reparameterization.get());
    }

    private Layer layer(WeightShape shape) {
        if (shape.layer().equals(OUTPUT)) {
            return sized(new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX), shape)
                    .build();
        }
        if (settings.storage() == Storage.MASKED) {
            return sized(new DenseLayer.Builder().activation(Activation.RELU), shape)
                    .build();
        }
        SparseDenseLayer.Builder sparse =
                new SparseDenseLayer.Builder().activation(Activation.RELU).connections(budgets.get(shape.name()));
        if (method.firstWeights(settings) == FirstWeights.DENSE) {
            sparse.weightInit(new NormalDistribution(0, Math.sqrt(2.0 / shape.inputs())));
        }
        if (isUniform()) {
            double bound = Math.sqrt(1.0 / shape.inputs());
            sparse.weightInit(new UniformDistribution(-bound, bound));
        }
        return sized(sparse, shape).build();
    }

    private boolean isUniform() {
        return method.firstWeights(settings) == FirstWeights.UNIFORM;
    }

    private static <B extends FeedForwardLayer.Builder<B>> B sized(B builder, WeightShape shape) {
        return builder.name(shape.layer()).nIn(shape.inputs()).nOut(shape.outputs());
    }
}
