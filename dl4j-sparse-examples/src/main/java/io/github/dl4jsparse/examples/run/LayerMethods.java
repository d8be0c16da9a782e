package io.github.dl4jsparse.examples.run;

import static io.github.dl4jsparse.examples.run.TopologyOnTop.ANY;
import static io.github.dl4jsparse.examples.run.TopologyOnTop.NONE;
import static io.github.dl4jsparse.examples.run.TopologyOnTop.NOT_FROM_ZERO;

import io.github.dl4jsparse.layers.reparam.FixedMask;
import io.github.dl4jsparse.layers.reparam.HardConcreteGate;
import io.github.dl4jsparse.layers.reparam.HashedWeights;
import io.github.dl4jsparse.layers.reparam.Powerprop;
import io.github.dl4jsparse.layers.reparam.Reparameterization;
import io.github.dl4jsparse.layers.reparam.StructureScale;
import io.github.dl4jsparse.layers.reparam.Supermask;
import io.github.dl4jsparse.layers.reparam.ThresholdMask;
import io.github.dl4jsparse.layers.reparam.VariationalDropout;
import io.github.dl4jsparse.layers.reparam.WinningSubnetwork;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * The layer methods of the command line: one entry each. A new one is an entry in this table and nothing else.
 *
 * <p>Defaults are those of the library's factories, which are the papers'. Where those leave the updater of scores open, it was
 * chosen on held-out training examples of MNIST, see docs/results.md.
 */
public final class LayerMethods {

    private static final LayerOption UPDATER =
            new LayerOption("updater", LayerValues.AS_RUN, "updater of the extra parameters, as for --updater");
    private static final LayerOption RATE =
            new LayerOption("lr", LayerValues.AS_RUN, "their learning rate, which drops as the run's does");

    private static final List<LayerMethod> ALL = List.of(
            new LayerMethod(
                    "dst",
                    List.of("threshold-mask"),
                    "uses the weights that exceed a threshold, one for each unit, which is trained with them",
                    "Liu et al., Dynamic Sparse Training: Find Efficient Sparse Network From Scratch With Trainable Masked"
                            + " Layers, ICLR 2020",
                    true,
                    ANY,
                    List.of(
                            new LayerOption(
                                    "alpha", "0.0005", "weight of the penalty exp(-threshold); more is sparser"),
                            new LayerOption("scope", "unit", "what shares a threshold: unit, array or weight"),
                            UPDATER,
                            RATE),
                    values -> ThresholdMask.of(scope(values))
                            .alpha(values.number("alpha"))
                            .thresholdUpdater(values.updater())),
            new LayerMethod(
                    "powerprop",
                    List.of(),
                    "uses powers of what is trained, so that small weights stay small; to be pruned afterwards",
                    "Schwarz et al., Powerpropagation: A sparsity inducing weight reparameterisation, NeurIPS 2021",
                    true,
                    NOT_FROM_ZERO,
                    List.of(new LayerOption("alpha", "3", "the power, at least 1, which is the plain layer")),
                    values -> Powerprop.alpha(values.number("alpha"))),
            new LayerMethod(
                    "supermask",
                    List.of(),
                    "learns which of the untrained weights to use, by a mask drawn in each step",
                    "Zhou et al., Deconstructing Lottery Tickets: Zeros, Signs, and the Supermask, NeurIPS 2019; threshold:"
                            + " Wortsman et al., Supermasks in Superposition, NeurIPS 2020",
                    true,
                    NONE,
                    List.of(
                            new LayerOption("rule", "bernoulli", "bernoulli (drawn) or threshold (scores from 0 on)"),
                            new LayerOption("weights", "constant", "constant (with random signs) or drawn"),
                            new LayerOption("rescaled", "true", "whether weights are scaled by how few are used"),
                            new LayerOption("score-l2", "0", "L2 on the scores"),
                            own(UPDATER, "adam"),
                            own(RATE, "0.1")),
                    LayerMethods::supermask),
            new LayerMethod(
                    "edge-popup",
                    List.of("edgepopup"),
                    "uses the untrained weights with the largest scores",
                    "Ramanujan et al., What's Hidden in a Randomly Weighted Neural Network?, CVPR 2020",
                    true,
                    NONE,
                    List.of(
                            new LayerOption("k", "0.5", "share of each layer's weights that is used"),
                            new LayerOption("sigma", "none", "instead of k: sigma (inputs + units) of each layer"),
                            new LayerOption("weights", "constant", "constant (with random signs) or drawn"),
                            new LayerOption("score-l2", "0", "L2 on the scores"),
                            own(UPDATER, "adam"),
                            own(RATE, "0.001")),
                    values -> scored(
                            values.isGiven("sigma")
                                    ? Supermask.erdosRenyi(values.number("sigma"))
                                    : Supermask.topK(values.number("k")),
                            values)),
            new LayerMethod(
                    "l0",
                    List.of("hard-concrete"),
                    "gates input units at random, with probabilities that are trained under an L0 penalty",
                    "Louizos, Welling, Kingma, Learning Sparse Neural Networks through L0 Regularization, ICLR 2018",
                    true,
                    ANY,
                    List.of(
                            new LayerOption("lambda", "1", "cost of a weight, divided by the number of examples"),
                            new LayerOption("drop-rate", "0.5", "share of gates that begin closed"),
                            new LayerOption("weight-decay", "0", "penalty on squares of weights behind open gates"),
                            UPDATER,
                            RATE),
                    values -> HardConcreteGate.of(values.examples())
                            .lambda(values.number("lambda"))
                            .dropRate(values.number("drop-rate"))
                            .weightDecay(values.number("weight-decay"))
                            .gateUpdater(values.updater())),
            new LayerMethod(
                    "vd",
                    List.of("variational-dropout"),
                    "learns a noise for each weight, and removes weights that are mostly noise",
                    "Molchanov, Ashukha, Vetrov, Variational Dropout Sparsifies Deep Neural Networks, ICML 2017",
                    true,
                    ANY,
                    List.of(
                            new LayerOption("warm-up-epochs", "0", "epochs over which the penalty grows to its weight"),
                            UPDATER,
                            RATE),
                    values -> VariationalDropout.of(values.examples())
                            .warmUpEpochs(values.whole("warm-up-epochs"))
                            .varianceUpdater(values.updater())),
            new LayerMethod(
                    "wsn",
                    List.of("winning-subnetwork"),
                    "trains weights and scores together and uses the weights with the largest scores; hidden layers only",
                    "Kang et al., Forget-free Continual Learning with Winning Subnetworks, ICML 2022",
                    false,
                    ANY,
                    List.of(
                            new LayerOption("kept", "0.5", "share of each layer's weights that is used"),
                            UPDATER,
                            RATE),
                    values -> WinningSubnetwork.keeping(values.number("kept")).scoreUpdater(values.updater())),
            new LayerMethod(
                    "hashed",
                    List.of("hashednets"),
                    "shares few stored numbers among the weights by a hash function; not sparse, but small",
                    "Chen et al., Compressing Neural Networks with the Hashing Trick, ICML 2015",
                    true,
                    NONE,
                    List.of(
                            new LayerOption("compression", "8", "weights for each stored number"),
                            new LayerOption("seed", "0", "seed of the hash function")),
                    values -> HashedWeights.compression(values.number("compression"))
                            .seed(values.whole("seed"))),
            new LayerMethod(
                    "fixed-mask",
                    List.of(),
                    "carries the mask of a topology method as a parameter, so that it travels with the network",
                    "-",
                    true,
                    ANY,
                    List.of(),
                    values -> FixedMask.dense()),
            new LayerMethod(
                    "structure-scale",
                    List.of("sss"),
                    "scales whole units by trained factors that become exactly zero; hidden layers only",
                    "Huang, Wang, Data-Driven Sparse Structure Selection for Deep Neural Networks, ECCV 2018",
                    false,
                    ANY,
                    List.of(new LayerOption("gamma", "0.01", "weight of the sum of scales in the loss"), RATE),
                    values -> StructureScale.trainedBy(values.nesterovs()).gamma(values.number("gamma"))));

    private LayerMethods() {}

    private static LayerOption own(LayerOption option, String usual) {
        return new LayerOption(option.name(), usual, option.meaning());
    }

    private static ThresholdMask.Scope scope(LayerValues values) {
        return switch (values.choice("scope", "unit", "array", "weight")) {
            case "unit" -> ThresholdMask.Scope.OUTPUT_UNIT;
            case "array" -> ThresholdMask.Scope.ARRAY;
            default -> ThresholdMask.Scope.WEIGHT;
        };
    }

    private static Supermask supermask(LayerValues values) {
        boolean drawn = values.choice("rule", "bernoulli", "threshold").equals("bernoulli");
        Supermask mask = scored(drawn ? Supermask.bernoulli() : Supermask.threshold(), values);
        return values.flag("rescaled") ? mask.rescaled() : mask;
    }

    private static Supermask scored(Supermask mask, LayerValues values) {
        Supermask regularized = mask.scoreL2(values.number("score-l2")).scoreUpdater(values.updater());
        return values.choice("weights", "constant", "drawn").equals("drawn") ? regularized.drawnWeights() : regularized;
    }

    /**
     * All layer methods.
     *
     * @return in the order in which they are listed
     */
    public static List<LayerMethod> all() {
        return ALL;
    }

    /**
     * The layer method of a name.
     *
     * @param name a name or an alias, in any case
     * @return the method
     * @throws DL4JInvalidConfigException if there is none
     */
    public static LayerMethod named(String name) {
        return ALL.stream()
                .filter(method -> method.isCalled(name))
                .findFirst()
                .orElseThrow(() ->
                        new DL4JInvalidConfigException("There is no layer method (" + name + "). The layer methods are "
                                + ALL.stream().map(LayerMethod::name).toList() + "."));
    }

    /** What layers of the settings compute with; the settings are not of plain layers. */
    static Reparameterization reparameterization(RunSettings settings, long examples) {
        LayerSettings layers = settings.layers();
        return named(layers.method()).recipe().apply(new LayerValues(layers, settings.optimizer(), examples));
    }
}
