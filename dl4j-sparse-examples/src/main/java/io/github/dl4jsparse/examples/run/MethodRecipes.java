package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.examples.data.SequentialIterator;
import io.github.dl4jsparse.listeners.topology.DropCriterion;
import io.github.dl4jsparse.listeners.topology.DropFraction;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.GrowthCriterion;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.NeuronPruning;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** How the methods of the library are put on the networks of runs. */
final class MethodRecipes {

    private static final int EVALUATION_BATCH = 1000;
    /** CTRE has 40 of 500 epochs. */
    private static final double PATIENCE = 0.08;

    private static final int LEAST_PATIENCE = 2;

    /** The percentile of the paper. */
    private static final double WEAK_NEURONS = 20;

    private MethodRecipes() {}

    /** A method with a schedule of its own, or none. */
    static MethodAttachment asItIs(Supplier<DynamicSparseTraining> method) {
        return (network, outline) -> {
            if (!outline.topology().parts().areUsual()) {
                throw new DL4JInvalidConfigException(
                        "The method (" + outline.settings().method()
                                + ") is no composition whose parts can be exchanged. Maybe --method set?");
            }
            attach(method.get(), network, outline);
        };
    }

    /** A method that replaces connections, with the schedule and the parts of the settings. */
    static MethodAttachment rewiring(Function<TrainingOutline, DynamicSparseTraining> method) {
        return (network, outline) -> {
            TopologySettings topology = outline.topology();
            DynamicSparseTraining training = method.apply(outline)
                    .fraction(DropFraction.cosine(topology.drop()))
                    .schedule(UpdateSchedule.everySteps(topology.interval()).stoppingAt(topology.stopAt()))
                    .init(topology.grown().policy())
                    .until(Horizon.steps(outline.steps()));
            topology.parts().applyTo(training, outline);
            attach(training, network, outline);
        };
    }

    private static void attach(DynamicSparseTraining training, Model network, TrainingOutline outline) {
        RunSettings settings = outline.settings();
        training.distribution(outline.budgets()).sparseOutput(true).seed(settings.seed());
        if (Methods.named(settings.method()).firstWeights(settings) == FirstWeights.SPARSITY_AWARE) {
            training.sparsityAwareInit();
        }
        training.attach(network);
    }

    static DynamicSparseTraining dsr(TrainingOutline outline) {
        return DynamicSparseTraining.dsr(outline.replaced()).drop(DropRule.threshold(outline));
    }

    static DynamicSparseTraining mest(TrainingOutline outline) {
        return DynamicSparseTraining.mest().drop(DropRule.MEST.criterion(DropScope.LOCAL, outline));
    }

    static DynamicSparseTraining magnitudeAndRandom(TrainingOutline outline) {
        return DynamicSparseTraining.of(outline.settings().method())
                .drop(DropCriterion.magnitude())
                .grow(GrowthCriterion.random());
    }

    /** In the paper every 10 epochs after 200 of 500; the same neurons, at times that go with the length of the training. */
    static DynamicSparseTraining setWithNeuronPruning(TrainingOutline outline) {
        int epochs = outline.settings().epochs();
        return DynamicSparseTraining.of(outline.settings().method())
                .drop(DropCriterion.perSign())
                .grow(GrowthCriterion.random())
                .pruneNeurons(NeuronPruning.weakest(WEAK_NEURONS).every(Math.max(1, epochs / 5), epochs / 4));
    }

    static DynamicSparseTraining gmp(TrainingOutline outline) {
        return DynamicSparseTraining.gmp(startDensity(outline), endDensity(outline));
    }

    static DynamicSparseTraining granet(TrainingOutline outline) {
        return DynamicSparseTraining.granet(startDensity(outline), endDensity(outline));
    }

    private static double startDensity(TrainingOutline outline) {
        return 1 - outline.topology().initialSparsity();
    }

    private static double endDensity(TrainingOutline outline) {
        return 1 - outline.topology().sparsity();
    }

    static DynamicSparseTraining pals(TrainingOutline outline) {
        return DynamicSparseTraining.pals(outline.validation()
                .map(examples -> new SequentialIterator(examples, EVALUATION_BATCH))
                .orElse(null));
    }

    /** As in the paper, but for the patience, which goes with the length of the training. */
    static DynamicSparseTraining ctreSequential(TrainingOutline outline) {
        ToDoubleFunction<Model> accuracy = model -> ((MultiLayerNetwork) model)
                .evaluate(new SequentialIterator(outline.validation().orElseThrow(), EVALUATION_BATCH))
                .accuracy();
        int patience = Math.max(LEAST_PATIENCE, (int) Math.round(PATIENCE * outline.updates()));
        return DynamicSparseTraining.ctreSequential(accuracy)
                .grow(GrowthCriterion.untilPlateau(
                        GrowthCriterion.similarity(), GrowthCriterion.random(), accuracy, patience));
    }
}
