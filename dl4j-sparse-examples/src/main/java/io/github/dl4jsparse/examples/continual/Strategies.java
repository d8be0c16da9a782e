package io.github.dl4jsparse.examples.continual;

import static io.github.dl4jsparse.examples.continual.StrategyValues.BY_SCENARIO;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.strategy.ConnectionDrop;
import io.github.dl4jsparse.continual.strategy.ConnectionGrowth;
import io.github.dl4jsparse.continual.strategy.ConnectionSpread;
import io.github.dl4jsparse.continual.strategy.ContinualDst;
import io.github.dl4jsparse.continual.strategy.ContinualPruneAndSelect;
import io.github.dl4jsparse.continual.strategy.DeepGenerativeReplay;
import io.github.dl4jsparse.continual.strategy.ElasticWeightConsolidation;
import io.github.dl4jsparse.continual.strategy.Fisher;
import io.github.dl4jsparse.continual.strategy.Joint;
import io.github.dl4jsparse.continual.strategy.LearningWithoutForgetting;
import io.github.dl4jsparse.continual.strategy.Naive;
import io.github.dl4jsparse.continual.strategy.PackNet;
import io.github.dl4jsparse.continual.strategy.PiggybackMasks;
import io.github.dl4jsparse.continual.strategy.Rehearsal;
import io.github.dl4jsparse.continual.strategy.SelfAttentionMeta;
import io.github.dl4jsparse.continual.strategy.Serena;
import io.github.dl4jsparse.continual.strategy.SupSup;
import io.github.dl4jsparse.continual.strategy.SynapticIntelligence;
import io.github.dl4jsparse.continual.strategy.TaskFreeSupSup;
import io.github.dl4jsparse.continual.strategy.WinningSubnetworks;
import io.github.dl4jsparse.examples.run.LayerOption;
import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.OptionValues;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The strategies of the command line: one entry each. A new one is an entry in this table and nothing else.
 *
 * <p>Defaults are those of the papers and of their programs where these are for MNIST; docs/results.md tells where not.
 */
public final class Strategies {

    private static final List<LayerOption> BUFFER = List.of(
            new LayerOption("buffer", "2000", "examples that are kept of all tasks together"),
            new LayerOption("policy", "class-balanced", "which ones: class-balanced or reservoir"));

    private static final LayerOption FISHER = new LayerOption(
            "fisher", "exact", "estimate of the importance: exact, sampled, empirical, batch-empirical");
    private static final LayerOption FISHER_EXAMPLES =
            new LayerOption("fisher-examples", "1000", "from how many examples of a task; 0 for all");

    private static final String EWC_PAPER =
            "Kirkpatrick et al., Overcoming catastrophic forgetting in neural networks, PNAS 2017";

    private static final List<StrategyEntry> ALL = List.of(
            new StrategyEntry(
                    "naive",
                    "trains on one task after the other: the floor",
                    "-",
                    false,
                    List.of(),
                    Strategies::dense,
                    values -> List.of(new Naive())),
            new StrategyEntry(
                    "joint",
                    "keeps all examples and trains anew on all of them: the ceiling",
                    "-",
                    false,
                    List.of(),
                    Strategies::dense,
                    values -> List.of(Joint.fromScratch())),
            new StrategyEntry(
                    "cumulative",
                    "keeps all examples and goes on training on all of them",
                    "-",
                    false,
                    List.of(),
                    Strategies::dense,
                    values -> List.of(Joint.cumulative())),
            new StrategyEntry(
                    "rehearsal",
                    "keeps some examples and adds as many of them to each minibatch as it has new ones",
                    "Chaudhry et al., On Tiny Episodic Memories in Continual Learning, 2019",
                    false,
                    BUFFER,
                    Strategies::dense,
                    values -> List.of(rehearsal(values.options()))),
            new StrategyEntry(
                    "ewc",
                    "pulls parameters back that matter to earlier tasks, by Fisher information",
                    EWC_PAPER,
                    false,
                    List.of(
                            new LayerOption("lambda", BY_SCENARIO, "strength: 1e5 for task, 1e10 domain, 1e9 class"),
                            FISHER,
                            FISHER_EXAMPLES),
                    Strategies::dense,
                    values -> List.of(estimated(ElasticWeightConsolidation.separate(lambda(values)), values))),
            new StrategyEntry(
                    "online-ewc",
                    "the same with one pull for all tasks",
                    "Schwarz et al., Progress & Compress: A scalable framework for continual learning, ICML 2018",
                    false,
                    List.of(
                            new LayerOption("lambda", BY_SCENARIO, "strength: 1e5 for task, 1e10 domain, 1e9 class"),
                            new LayerOption("gamma", "1", "how much of the old importance stays"),
                            FISHER,
                            FISHER_EXAMPLES),
                    Strategies::dense,
                    values -> List.of(estimated(
                            ElasticWeightConsolidation.online(
                                    lambda(values), values.options().number("gamma")),
                            values))),
            new StrategyEntry(
                    "si",
                    "pulls parameters back whose way through training has lowered the loss",
                    "Zenke, Poole, Ganguli, Continual Learning Through Synaptic Intelligence, ICML 2017",
                    false,
                    List.of(
                            new LayerOption("c", BY_SCENARIO, "strength: 10 for task, 5e4 domain, 5e3 class"),
                            new LayerOption("xi", "0.1", "damping")),
                    Strategies::dense,
                    values -> List.of(SynapticIntelligence.of(values.number("c", 10, 5e4, 5e3))
                            .damping(values.options().number("xi")))),
            new StrategyEntry(
                    "packnet",
                    "prunes each task, and gives later ones what was freed",
                    "Mallya, Lazebnik, PackNet: Adding Multiple Tasks to a Single Network by Iterative Pruning, CVPR 2018",
                    true,
                    List.of(
                            new LayerOption(
                                    "prune", "0.5:0.75", "share of a task's weights that is freed, task by task"),
                            new LayerOption("retrain-epochs", "2", "epochs after pruning"),
                            new LayerOption("retrain-lr", "0.0001", "rate after pruning")),
                    Strategies::masked,
                    values -> List.of(PackNet.builder()
                            .pruneRatio(values.options().numbers("prune"))
                            .retrainEpochs(values.options().whole("retrain-epochs"))
                            .retrainLearningRate(values.options().number("retrain-lr"))
                            .build())),
            new StrategyEntry(
                    ContinualRun.PIGGYBACK,
                    "masks a network that was trained on the first task and no longer changes",
                    "Mallya, Davis, Lazebnik, Piggyback: Adapting a Single Network to Multiple Tasks by Learning to Mask"
                            + " Weights, ECCV 2018",
                    true,
                    List.of(new LayerOption(
                            ContinualRun.BACKBONE_EPOCHS,
                            "4",
                            "epochs of that training, on the first task's examples")),
                    Strategies::masked,
                    values -> List.of(PiggybackMasks.binary())),
            new StrategyEntry(
                    "supsup",
                    "masks random weights that are never trained",
                    "Wortsman et al., Supermasks in Superposition, NeurIPS 2020",
                    true,
                    List.of(
                            new LayerOption(
                                    "rule",
                                    "threshold",
                                    "threshold: scores above 0; top-k: the k-th part; er: by layer"),
                            new LayerOption("k", "0.5", "part that top-k uses"),
                            new LayerOption("sigma", "8", "density of er")),
                    SparseTrainings::supSup,
                    values -> List.of(SupSup.of(supermask(values.options())))),
            new StrategyEntry(
                    "wsn",
                    "trains weights and scores together; each task uses the weights with the largest scores",
                    "Kang et al., Forget-free Continual Learning with Winning Subnetworks, ICML 2022",
                    true,
                    List.of(new LayerOption("kept", "0.5", "part of the weights that a task uses")),
                    Strategies::masked,
                    values ->
                            List.of(WinningSubnetworks.keeping(values.options().number("kept")))),
            new StrategyEntry(
                    "lwf",
                    "keeps what the network before the task said of the task's examples",
                    "Li, Hoiem, Learning without Forgetting, ECCV 2016",
                    false,
                    List.of(
                            new LayerOption("temperature", "2", "how soft the old answers are"),
                            new LayerOption("weight", "1", "of the old answers in the loss"),
                            new LayerOption("warm-up", "0", "epochs in which only the head is trained first")),
                    Strategies::dense,
                    values -> List.of(LearningWithoutForgetting.of(
                                    values.options().number("temperature"),
                                    values.options().number("weight"))
                            .warmUp(values.options().whole("warm-up")))),
            new StrategyEntry(
                    "cps",
                    "prunes each task by the activity of its connections; later ones use the others and see all",
                    "Dekhovich et al., Continual Prune-and-Select, Applied Intelligence 2023",
                    true,
                    List.of(
                            new LayerOption("kept", "0.95", "share of a neuron's activity that is kept"),
                            new LayerOption("iterations", "1", "how often a task is pruned"),
                            new LayerOption("retrain-epochs", "2", "epochs after pruning"),
                            new LayerOption("examples", "1000", "by how many examples activity is measured")),
                    Strategies::masked,
                    values -> List.of(ContinualPruneAndSelect.builder()
                            .keep(
                                    values.options().number("kept"),
                                    values.options().number("kept"))
                            .iterations(values.options().whole("iterations"))
                            .retrainEpochs(values.options().whole("retrain-epochs"))
                            .examples(values.options().whole("examples"))
                            .build())),
            new StrategyEntry(
                    "cl-dst",
                    "trains each task by dynamic sparse training",
                    "Yildirim et al., Continual Learning with Dynamic Sparse Training, CPAL 2024",
                    true,
                    List.of(
                            new LayerOption("density", "0.2", "share of the connections that a task has"),
                            new LayerOption("spread", "erk", "over the layers: erk or uniform"),
                            new LayerOption("drop", "magnitude", "magnitude, per-sign or taylor"),
                            new LayerOption("growth", "random", "random, unfired, gradient or momentum"),
                            new LayerOption("interval", "50", "steps between updates")),
                    Strategies::masked,
                    values -> List.of(dst(values.options()))),
            new StrategyEntry(
                    ContinualRun.SAM,
                    "gates units by attention in a trunk that the first task trains; each task adds outputs on top of it",
                    "Sokar, Mocanu, Pechenizkiy, Self-Attention Meta-Learner for Continual Learning, AAMAS 2021",
                    false,
                    List.of(),
                    Strategies::sam,
                    values -> List.of(SelfAttentionMeta.trainedByFirstTask())),
            new StrategyEntry(
                    "dgr",
                    "dreams up examples of earlier tasks with a variational autoencoder",
                    "Shin et al., Continual Learning with Deep Generative Replay, NeurIPS 2017",
                    false,
                    List.of(
                            new LayerOption("features", "grey", "grey: values in [0, 1]; numbers: any"),
                            new LayerOption("hidden", "400", "units of the generator's hidden layers"),
                            new LayerOption("latent", "100", "numbers of its latent space"),
                            new LayerOption("generator-lr", "0.001", "its learning rate"),
                            new LayerOption("generator-epochs", "4", "how often it sees a task's examples")),
                    Strategies::dense,
                    values -> List.of(replay(values.options()))),
            new StrategyEntry(
                    "serena",
                    "begins a new sparse cell when the accuracy on new examples falls; all cells vote",
                    "Yildirim et al., Self-regulated Neurogenesis for Online Data-incremental Learning, CoLLAs 2025",
                    false,
                    List.of(
                            new LayerOption("sparsity", "0.95", "share of the connections that a cell leaves out"),
                            new LayerOption("window", "10", "minibatches whose accuracies are remembered"),
                            new LayerOption("drop", "0.5", "share of their mean below which a new cell begins"),
                            new LayerOption("significance", "1e-5", "chance of so few right answers without a drift")),
                    Strategies::online,
                    values -> List.of(Serena.standard()
                            .sparsity(values.options().number("sparsity"))
                            .drift(
                                    values.options().whole("window"),
                                    values.options().number("drop"))
                            .significance(values.options().number("significance")))),
            new StrategyEntry(
                    "supsup-nns",
                    "SupSup that finds out by itself when a task begins, for permuted and rotated tasks",
                    "Wortsman et al., Supermasks in Superposition, NeurIPS 2020",
                    false,
                    List.of(
                            new LayerOption("max-tasks", "100", "how many tasks there may be"),
                            new LayerOption(
                                    "check-every", "100", "minibatches from one look for a new task to the next"),
                            new LayerOption(
                                    "threshold", "1.125", "how far a mask must stand out to be the known task's"),
                            new LayerOption("min-masks", "5", "masks in a look at least"),
                            new LayerOption("group", "128", "test examples in a row that are known to be of one task")),
                    SparseTrainings::supSup,
                    values -> List.of(taskFree(values.options()))),
            new StrategyEntry(
                    "spacenet",
                    "gives each task a few connections, moves them to where neurons are important, reserves those",
                    "Sokar, Mocanu, Pechenizkiy, SpaceNet: Make Free Space for Continual Learning, Neurocomputing 2021",
                    false,
                    SparseTrainings.SPACENET,
                    SparseTrainings::spaceNet,
                    values -> List.of(SparseTrainings.builder(values).build())),
            new StrategyEntry(
                    "static-sparse",
                    "SpaceNet whose connections stay where they were drawn",
                    "Sokar, Mocanu, Pechenizkiy, SpaceNet: Make Free Space for Continual Learning, Neurocomputing 2021",
                    false,
                    SparseTrainings.SPACENET,
                    SparseTrainings::spaceNet,
                    values -> List.of(SparseTrainings.builder(values).fixed().build())),
            new StrategyEntry(
                    "spacenet-rehearsal",
                    "SpaceNet beside rehearsal",
                    "Sokar, Mocanu, Pechenizkiy, SpaceNet: Make Free Space for Continual Learning, Neurocomputing 2021",
                    false,
                    SparseTrainings.with(BUFFER),
                    SparseTrainings::spaceNetRehearsal,
                    values ->
                            List.of(SparseTrainings.builder(values).rehearsing().build(), rehearsal(values.options()))),
            new StrategyEntry(
                    "afaf",
                    "SpaceNet whose later tasks build on the neurons that know their classes",
                    "Sokar, Mocanu, Pechenizkiy, Avoiding Forgetting and Allowing Forward Transfer in Continual Learning via"
                            + " Sparse Networks, ECML PKDD 2022",
                    false,
                    GrowingTrainings.AFAF,
                    SparseTrainings::spaceNet,
                    values -> List.of(GrowingTrainings.afaf(values))),
            new StrategyEntry(
                    "den",
                    "grows the network with its tasks: retrains what a task needs, adds units, splits those that drift",
                    "Yoon, Yang, Lee, Hwang, Lifelong Learning with Dynamically Expandable Networks, ICLR 2018",
                    true,
                    GrowingTrainings.DEN,
                    GrowingTrainings::training,
                    values -> List.of(GrowingTrainings.den(values.options()))));

    private Strategies() {}

    private static Training dense(StreamKind stream) {
        return Training.of(List.of(400, 400), Optimizer.ADAM, 0.001, 4);
    }

    private static Training masked(StreamKind stream) {
        return stream == StreamKind.SPLIT ? dense(stream) : Training.of(List.of(100, 100), Optimizer.ADAM, 0.001, 5);
    }

    private static Training sam(StreamKind stream) {
        return Training.of(List.of(400, 400), Optimizer.NESTEROVS, 0.01, 5)
                .from(WeightInit.XAVIER)
                .batch(64);
    }

    private static Training online(StreamKind stream) {
        return Training.of(List.of(400, 400), Optimizer.NESTEROVS, 5e-4, 1).batch(10);
    }

    private static ContinualStrategy replay(OptionValues options) {
        int hidden = options.whole("hidden");
        int latent = options.whole("latent");
        int epochs = options.whole("generator-epochs");
        DeepGenerativeReplay replay =
                options.choice("features", "grey", "numbers").equals("grey")
                        ? DeepGenerativeReplay.ofGreyValues(hidden, latent, epochs)
                        : DeepGenerativeReplay.ofNumbers(hidden, latent, epochs);
        return replay.learningRate(options.number("generator-lr"));
    }

    private static ContinualStrategy taskFree(OptionValues options) {
        return TaskFreeSupSup.of(Supermask.threshold(), options.whole("max-tasks"))
                .detection(options.whole("check-every"), options.number("threshold"), options.whole("min-masks"))
                .group(options.whole("group"));
    }

    private static Rehearsal rehearsal(OptionValues options) {
        int examples = options.whole("buffer");
        return options.choice("policy", "class-balanced", "reservoir").equals("reservoir")
                ? Rehearsal.reservoir(examples)
                : Rehearsal.classBalanced(examples);
    }

    private static double lambda(StrategyValues values) {
        return values.number("lambda", 1e5, 1e10, 1e9);
    }

    private static ContinualStrategy estimated(ElasticWeightConsolidation ewc, StrategyValues values) {
        Fisher fisher = switch (values.options().choice("fisher", "exact", "sampled", "empirical", "batch-empirical")) {
            case "exact" -> Fisher.EXACT;
            case "sampled" -> Fisher.SAMPLED;
            case "empirical" -> Fisher.EMPIRICAL;
            default -> Fisher.BATCH_EMPIRICAL;
        };
        return ewc.fisher(fisher).fisherExamples(values.options().whole("fisher-examples"));
    }

    private static ContinualDst dst(OptionValues options) {
        return ContinualDst.builder()
                .density(options.number("density"))
                .spread(
                        options.choice("spread", "erk", "uniform").equals("erk")
                                ? ConnectionSpread.ERDOS_RENYI_KERNEL
                                : ConnectionSpread.UNIFORM)
                .drop(ConnectionDrop.valueOf(constant(options.choice("drop", "magnitude", "per-sign", "taylor"))))
                .growth(ConnectionGrowth.valueOf(
                        constant(options.choice("growth", "random", "unfired", "gradient", "momentum"))))
                .updateEvery(options.whole("interval"))
                .build();
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Supermask supermask(OptionValues options) {
        return switch (options.choice("rule", "threshold", "top-k", "er")) {
            case "threshold" -> Supermask.threshold();
            case "top-k" -> Supermask.topK(options.number("k"));
            default -> Supermask.erdosRenyi(options.number("sigma"));
        };
    }

    /**
     * All strategies.
     *
     * @return in the order in which they are listed
     */
    public static List<StrategyEntry> all() {
        return ALL;
    }

    /**
     * The strategy of a name.
     *
     * @param name its name, in any case
     * @return the entry
     * @throws DL4JInvalidConfigException if there is none
     */
    public static StrategyEntry named(String name) {
        return ALL.stream()
                .filter(entry -> entry.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new DL4JInvalidConfigException("There is no strategy (" + name
                        + "). The strategies are "
                        + ALL.stream().map(StrategyEntry::name).toList() + "."));
    }
}
