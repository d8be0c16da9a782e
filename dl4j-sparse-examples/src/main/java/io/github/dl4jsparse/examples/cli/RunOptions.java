package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.run.DropRule;
import io.github.dl4jsparse.examples.run.DropScope;
import io.github.dl4jsparse.examples.run.FirstWeights;
import io.github.dl4jsparse.examples.run.GrowRule;
import io.github.dl4jsparse.examples.run.GrownWeights;
import io.github.dl4jsparse.examples.run.LayerMethods;
import io.github.dl4jsparse.examples.run.LayerSettings;
import io.github.dl4jsparse.examples.run.Method;
import io.github.dl4jsparse.examples.run.Methods;
import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.OptimizerSettings;
import io.github.dl4jsparse.examples.run.PartSettings;
import io.github.dl4jsparse.examples.run.PruningScope;
import io.github.dl4jsparse.examples.run.PruningSettings;
import io.github.dl4jsparse.examples.run.RedistributionRule;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.Spread;
import io.github.dl4jsparse.examples.run.StartingTopology;
import io.github.dl4jsparse.examples.run.Storage;
import io.github.dl4jsparse.examples.run.TopologySettings;
import io.github.dl4jsparse.examples.run.UsualSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import picocli.CommandLine.Option;

/** The settings of a run, as options. */
final class RunOptions {

    private static final Set<StartingTopology> INITIALLY_DENSER =
            Set.of(StartingTopology.DENSER, StartingTopology.OPEN);

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "Training method; 'dl4j-sparse methods' lists them. Default: rigl, and dense with"
                    + " --layer-method.")
    private String method;

    @Option(
            names = "--layer-method",
            paramLabel = "NAME",
            description = "Layers that learn masks, gates or powers of their own; 'dl4j-sparse methods' lists them."
                    + " Default: none.")
    private String layerMethod;

    @Option(
            names = "--layer-option",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Settings of the layer method, such as alpha=0.001,lr=0.01; 'dl4j-sparse methods' lists them"
                    + " with their defaults.")
    private Map<String, String> layerOptions = Map.of();

    @Option(
            names = "--storage",
            paramLabel = "KIND",
            defaultValue = "masked",
            description = "masked: ordinary layers under masks. compressed: truly sparse hidden layers."
                    + " Default: ${DEFAULT-VALUE}.")
    private Storage storage;

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            description = "Units of each layer, inputs first, such as 784-300-100-10. Default: 300 and 100 between the"
                    + " features and the classes of the data.")
    private String arch;

    @Option(
            names = "--sparsity",
            paramLabel = "SHARE",
            description = "Share of connections to leave out, in [0, 1). Default: 0.9.")
    private Double sparsity;

    @Option(
            names = "--distribution",
            paramLabel = "KIND",
            description = "How the sparsity is spread over the layers: erk or uniform. Default: erk.")
    private Spread distribution;

    @Option(
            names = "--epsilon",
            paramLabel = "E",
            description = "Instead of a sparsity: E (inputs + outputs) connections in each layer (Erdős–Rényi).")
    private Double epsilon;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Passes over the training examples. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Examples per step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--updater",
            paramLabel = "NAME",
            description =
                    "sgd, nesterovs (momentum 0.9), adam, amsgrad, adamax, nadam, rmsprop, rmsprop-99 or smet. Default:"
                            + " nesterovs; sgd for deepr, smet for smet.")
    private Optimizer updater;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "Learning rate at the start. Default: 0.05 for sgd and nesterovs, 2 for deepr, 0.01 for smet, else 0.001.")
    private Double rate;

    @Option(
            names = "--lr-drops",
            paramLabel = "EPOCHS",
            description =
                    "After which epochs the rate is divided by 10, such as 5,7; or none. Default: after half and after"
                            + " 70 %% of the epochs.")
    private String rateDrops;

    @Option(
            names = "--l2",
            paramLabel = "C",
            defaultValue = "0",
            description = "Coefficient of the L2 penalty. Default: ${DEFAULT-VALUE}.")
    private double l2;

    @Option(
            names = "--init",
            paramLabel = "KIND",
            defaultValue = "by-method",
            description = "He's first weights, scaled for a unit's real connections (sparsity-aware), as for a dense"
                    + " network (dense), or as suits the method; or smaller ones, uniform within 1/sqrt(inputs)"
                    + " (uniform). Default: ${DEFAULT-VALUE}.")
    private FirstWeights firstWeights;

    @Option(
            names = "--initial-sparsity",
            paramLabel = "SHARE",
            description =
                    "Share of connections to leave out at the start, for gmp, granet and pals, whose --sparsity is"
                            + " that of the end, or found. Default: 0, for granet 0.5.")
    private Double initialSparsity;

    @Option(
            names = "--drop",
            paramLabel = "RULE",
            defaultValue = "by-method",
            description = "Which connections an update drops: magnitude, per-sign, per-sign-halves, mest, sensitivity,"
                    + " reciprocal-sensitivity, snip, taylor, gradient-step, grasp, random or threshold."
                    + " Default: ${DEFAULT-VALUE}.")
    private DropRule drop;

    @Option(
            names = "--scope",
            paramLabel = "KIND",
            defaultValue = "local",
            description = "local: the same share of each layer is dropped. global: the least of the whole network, with"
                    + " --drop. Default: ${DEFAULT-VALUE}.")
    private DropScope scope;

    @Option(
            names = "--grow",
            paramLabel = "RULE",
            defaultValue = "by-method",
            description = "Where connections grow: random, random-unfired, gradient, momentum or similarity."
                    + " Default: ${DEFAULT-VALUE}.")
    private GrowRule grow;

    @Option(
            names = "--redistribute",
            paramLabel = "RULE",
            defaultValue = "by-method",
            description = "How many grow in each layer: none (as many as it dropped), survivors, magnitude, gradient,"
                    + " momentum or random. Default: ${DEFAULT-VALUE}.")
    private RedistributionRule redistribute;

    @Option(
            names = "--fraction",
            paramLabel = "SHARE",
            description = "Share of connections that the first topology update replaces, annealed to 0 by a cosine."
                    + " Default: by method, 0.3 for most.")
    private Double fraction;

    @Option(
            names = "--interval",
            paramLabel = "STEPS",
            description = "Steps between topology updates. Default: by method, 200 for most.")
    private Integer interval;

    @Option(
            names = "--stop-at",
            paramLabel = "SHARE",
            description = "Share of the training after which the topology stays. Default: by method, 0.75 for most.")
    private Double stopAt;

    @Option(
            names = "--grow-init",
            paramLabel = "KIND",
            defaultValue = "zero",
            description = "First value of grown connections: zero, normal (0.1), he or xavier (uniform)."
                    + " Default: ${DEFAULT-VALUE}.")
    private GrownWeights grown;

    @Option(
            names = "--validation",
            description =
                    "Measure accuracy on a share of the training examples that is held out, not on the test examples:"
                            + " to choose settings by.")
    private boolean validation;

    @Option(
            names = "--validation-share",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description =
                    "Share of the training examples that --validation holds out, and that ctre-seq and pals hold out to"
                            + " look at while they train. Default: ${DEFAULT-VALUE}.")
    private double validationShare;

    @Option(
            names = "--standardize",
            description =
                    "Standardise the features by one mean and one standard deviation of all features of the training"
                            + " examples together, as the authors of DST do.")
    private boolean standardized;

    @Option(
            names = "--prune-after",
            paramLabel = "SHARE",
            split = ",",
            description =
                    "After the training, remove these shares of the smallest weights that the network computes with,"
                            + " each from the whole, half as much from the output layer, and measure accuracy without further"
                            + " training.")
    private List<Double> pruneAfter = List.of();

    @Option(
            names = "--prune-scope",
            paramLabel = "KIND",
            defaultValue = "layer",
            description = "layer: from each hidden layer alike. global: from all hidden layers together."
                    + " Default: ${DEFAULT-VALUE}.")
    private PruningScope pruneScope;

    RunSettings settings(TrainTestData data, long seed) {
        Method chosen = Methods.named(methodOrUsual());
        UsualSettings usual = chosen.usual();
        check(chosen);
        return RunSettings.defaults().toBuilder()
                .method(chosen.name())
                .storage(storage)
                .arch(units(data))
                .topology(new TopologySettings(
                        sparsity == null ? TopologySettings.defaults().sparsity() : sparsity,
                        spread(),
                        epsilon == null ? 0 : epsilon,
                        firstWeights,
                        fraction == null ? usual.drop() : fraction,
                        interval == null ? usual.interval() : interval,
                        stopAt == null ? usual.stopAt() : stopAt,
                        grown,
                        initialSparsity == null ? usual.initialSparsity() : initialSparsity,
                        new PartSettings(drop, scope, grow, redistribute)))
                .optimizer(optimizer(usual))
                .epochs(epochs)
                .batch(batch)
                .seed(seed)
                .validation(validation)
                .layers(layers())
                .pruning(new PruningSettings(pruneAfter, pruneScope))
                .standardized(standardized)
                .validationShare(validationShare)
                .build();
    }

    private void check(Method chosen) {
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new DL4JInvalidConfigException(
                    "The validation share (" + validationShare + ") must be in (0, 1). Maybe you passed a percentage?");
        }
        if (initialSparsity != null && !INITIALLY_DENSER.contains(chosen.start())) {
            throw new DL4JInvalidConfigException("The method (" + chosen.name()
                    + ") has one sparsity all the time, no (" + "--initial-sparsity). Maybe --method granet?");
        }
        if (chosen.start() == StartingTopology.OPEN && (sparsity != null || epsilon != null)) {
            throw new DL4JInvalidConfigException("The method (" + chosen.name()
                    + ") finds the sparsity itself, up to 0.9. Leave (--sparsity) and (--epsilon) out.");
        }
    }

    private OptimizerSettings optimizer(UsualSettings usual) {
        Optimizer chosen = updater == null ? usual.updater() : updater;
        double usualRate = chosen == usual.updater() ? usual.rate() : chosen.usualRate();
        return new OptimizerSettings(chosen, rate == null ? usualRate : rate, drops(), l2);
    }

    private String methodOrUsual() {
        if (method != null) {
            return method;
        }
        return layerMethod == null ? "rigl" : "dense";
    }

    private LayerSettings layers() {
        if (layerMethod != null) {
            return LayerMethods.named(layerMethod).settings(layerOptions);
        }
        if (!layerOptions.isEmpty()) {
            throw new DL4JInvalidConfigException("The layer options " + layerOptions.keySet()
                    + " belong to no layer method. Maybe --layer-method is missing?");
        }
        return LayerSettings.plain();
    }

    private List<Integer> units(TrainTestData data) {
        return arch == null
                ? List.of(data.train().width(), 300, 100, data.train().classes())
                : Units.numbers("--arch", arch, "-");
    }

    private Spread spread() {
        if (epsilon != null && (sparsity != null || distribution != null && distribution != Spread.ER)) {
            throw new DL4JInvalidConfigException("The option (--epsilon) stands instead of (--sparsity) and"
                    + " (--distribution): the sparsity follows from it.");
        }
        if (epsilon != null) {
            return Spread.ER;
        }
        return distribution == null ? Spread.ERK : distribution;
    }

    private List<Integer> drops() {
        if (rateDrops == null) {
            return OptimizerSettings.usualDrops(epochs);
        }
        return rateDrops.equalsIgnoreCase("none") ? List.of() : Units.numbers("--lr-drops", rateDrops, ",");
    }
}
