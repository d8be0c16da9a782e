package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.init.SparsityAwareInit;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NestedLayers;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a network, draws its masks and opens its weights. Nothing has changed when a check fails. */
final class TopologyAttachment {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyAttachment.class);

    /** Places of a matrix whose dense gradient takes longer than a minute. */
    private static final long MANY_PLACES = 5_000_000_000L;

    private final NetworkView network;
    private final Composition parts;
    private final long seed;

    TopologyAttachment(NetworkView network, Composition parts, long seed) {
        this.network = network;
        this.parts = parts;
        this.seed = seed;
    }

    /** Draws masks and puts them on. */
    List<SparseWeight> open() {
        NetworkWeights found = NetworkWeights.of(network);
        MaskSet masks = found.withCarried(drawMasks(found));
        if (parts.sparsityAwareInit()) {
            SparsityAwareInit.check(network, found.maskable());
        }
        List<SparseWeight> weights = checked(found, masks, found::open);
        if (parts.sparsityAwareInit()) {
            SparsityAwareInit.apply(network, weights, seed);
        }
        return weights;
    }

    /** Puts masks of an earlier run on, whose optimiser state the network has. */
    List<SparseWeight> reopen(MaskSet masks) {
        NetworkWeights found = NetworkWeights.of(network);
        return checked(found, found.withCarried(masks), found::reopen);
    }

    private List<SparseWeight> checked(
            NetworkWeights found, MaskSet masks, Function<MaskSet, List<SparseWeight>> open) {
        checkHorizon();
        checkFirstWeights();
        network.layers().forEach(this::checkOptimizer);
        found.maskable().stream()
                .filter(shape -> masks.names().contains(shape.name()))
                .filter(shape -> masks.get(shape.name()).sparsity() > 0)
                .forEach(shape -> {
                    checkConstraints(shape);
                    checkNoise(
                            shape.layer(),
                            network.layers().get(shape.layer()).conf().getLayer());
                });
        if (parts.movesBudget() && !found.trulySparse().isEmpty()) {
            throw new DL4JInvalidConfigException("The method (" + parts.name()
                    + ") changes how many connections a layer has, which the truly sparse layers "
                    + found.trulySparse()
                    + " cannot: their memory is that of their connections. Use ordinary layers, which it puts masks over, or"
                    + " a method that keeps each layer's number, such as RigL.");
        }
        List<WeightShape> shapes = new ArrayList<>(found.maskable());
        shapes.removeIf(shape -> !masks.names().contains(shape.name()));
        shapes.addAll(found.trulySparseShapes());
        parts.all().forEach(part -> part.check(network, shapes));
        List<SparseWeight> weights = open.apply(masks);
        if (parts.needsGradient()) {
            weights.forEach(this::tellCostOfGradient);
        }
        if (weights.isEmpty()) {
            throw new DL4JInvalidConfigException(
                    "The network has neither a sparsity to be given nor a truly sparse layer."
                            + " Say which with sparsity(0.9), epsilon(20) or distribution(...).");
        }
        return weights;
    }

    private MaskSet drawMasks(NetworkWeights found) {
        if (parts.topology() != null) {
            return parts.topology();
        }
        List<WeightShape> shapes = found.maskable().stream()
                .filter(shape -> parts.sparseOutput() || !network.isOutput(shape.layer()))
                .toList();
        Map<String, Mask> masks = new LinkedHashMap<>();
        if (parts.distribution() != null) {
            tellWhatStaysDense(found, shapes);
            Map<String, Long> budgets = parts.distribution().budgets(shapes);
            Set<String> given = alreadySparse(found);
            shapes.stream()
                    .filter(shape -> !given.contains(shape.name()))
                    .filter(shape -> !parts.distribution().keepsDense(shape))
                    .forEach(shape -> masks.put(shape.name(), draw(shape, budgets.get(shape.name()))));
        }
        return new MaskSet(masks);
    }

    /** Arrays whose layers carry a topology of an earlier run, which goes on. */
    private static Set<String> alreadySparse(NetworkWeights found) {
        Set<String> names = new LinkedHashSet<>();
        found.withCarried(new MaskSet(Map.of())).masks().forEach((name, mask) -> {
            if (mask.count() < mask.universe()) {
                names.add(name);
            }
        });
        if (!names.isEmpty()) {
            LOG.info("The weights {} go on with the topology that their layers carry.", names);
        }
        return names;
    }

    private Mask draw(WeightShape shape, long budget) {
        long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
        RandomStream random = RandomStream.of(seed, "mask " + shape.name());
        Optional<Mask> region = parts.region(shape);
        if (!parts.independentDraw()) {
            return region.map(where -> drawWithin(where, (double) budget / shape.size(), random))
                    .orElseGet(() -> Mask.random(dims, budget, random));
        }
        Mask all = Mask.bernoulli(dims, (double) budget / shape.size(), random);
        Mask drawn = region.map(all::and).orElse(all);
        if (drawn.count() == 0) {
            throw new DL4JInvalidConfigException("The independent draw with the density ("
                    + (double) budget / shape.size() + ") left layer (" + shape.layer()
                    + ") without connections. Draw an exact number, or use another seed than (" + seed + ").");
        }
        return drawn;
    }

    private static Mask drawWithin(Mask region, double density, RandomStream random) {
        long[] places = region.toArray();
        long count = Math.max(1, Math.round(density * places.length));
        long[] drawn = random.sample(places.length, Math.toIntExact(count));
        return Mask.ofActive(
                region.shape(),
                Arrays.stream(drawn).map(index -> places[(int) index]).toArray());
    }

    private void tellWhatStaysDense(NetworkWeights found, List<WeightShape> shapes) {
        if (!found.leftDense().isEmpty()) {
            LOG.info(
                    "The layers {} stay dense: they are frozen, or of a kind whose weights cannot be masked.",
                    found.leftDense());
        }
        if (shapes.isEmpty()
                && found.trulySparse().isEmpty()
                && !found.maskable().isEmpty()) {
            throw new DL4JInvalidConfigException("The method (" + parts.name() + ") leaves output layers dense, and the"
                    + " network has no other layer to be sparse. Maybe sparseOutput(true)?");
        }
    }

    /** A dense gradient is computed in blocks, so that memory suffices for what time may not. */
    private void tellCostOfGradient(SparseWeight weight) {
        long places = weight.shape().size();
        if (places > MANY_PLACES) {
            LOG.warn(
                    "Each topology update of ({}) will compute and look at ({}) gradients of ({}), minutes of work. A method"
                            + " that grows at random, such as SET, looks at connections only.",
                    parts.name(),
                    places,
                    weight.name());
        }
    }

    /** Without it the density would stay at its start for ever. */
    private void checkHorizon() {
        if (parts.density() != null && parts.horizon() == null) {
            throw new DL4JInvalidConfigException(
                    "The method (" + parts.name()
                            + ") prunes over the length of the training, which is not known. Say it with until(Horizon.epochs(n)).");
        }
    }

    private void checkFirstWeights() {
        List<MethodPart> setting =
                parts.all().stream().filter(MethodPart::setsFirstWeights).toList();
        if (setting.size() > 1) {
            throw new DL4JInvalidConfigException(
                    "The parts " + setting + " of the method (" + parts.name()
                            + ") would each set the first weights, and the last undo what the others need. Leave all but one out.");
        }
    }

    private void checkOptimizer(String name, Layer layer) {
        OptimizationAlgorithm algorithm = layer.conf().getOptimizationAlgo();
        if (algorithm != null && algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            throw new DL4JInvalidConfigException(
                    "The optimisation algorithm (" + algorithm + ") of layer (" + name
                            + ") evaluates gradients more than once in a step. Use STOCHASTIC_GRADIENT_DESCENT, with any updater.");
        }
    }

    /** These constraints divide by the norm of a unit's weights, which is 0 once a unit has lost its connections. */
    private void checkConstraints(WeightShape shape) {
        List<LayerConstraint> constraints =
                NestedLayers.of(network.layers().get(shape.layer()).conf().getLayer()).stream()
                        .map(org.deeplearning4j.nn.conf.layers.Layer::getConstraints)
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .distinct()
                        .toList();
        boolean divides = constraints.stream()
                .anyMatch(c -> c instanceof UnitNormConstraint || c instanceof MinMaxNormConstraint);
        if (divides) {
            throw new DL4JInvalidConfigException("A constraint of layer (" + shape.layer() + ") " + constraints
                    + " divides by the norm of each unit, which is 0 for a unit without connections."
                    + " Use MaxNormConstraint, or keepDense(\"" + shape.layer() + "\").");
        }
    }

    /** What is added to a weight in the forward pass is added where the mask has left none, too. */
    private static void checkNoise(String name, org.deeplearning4j.nn.conf.layers.Layer layer) {
        for (var nested : NestedLayers.of(layer)) {
            if (nested instanceof BaseLayer base
                    && base.getWeightNoise() instanceof WeightNoise noise
                    && noise.isAdditive()) {
                throw new DL4JInvalidConfigException("The weight noise (" + noise + ") of layer (" + name
                        + ") is added to inactive weights too, which would take part in the forward pass again."
                        + " Use DropConnect or noise that multiplies, keepDense(\"" + name
                        + "\"), or a SparseDenseLayer.");
            }
        }
    }
}
