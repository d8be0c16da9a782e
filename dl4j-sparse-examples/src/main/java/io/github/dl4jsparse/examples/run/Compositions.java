package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.CountRounding;
import io.github.dl4jsparse.listeners.topology.DensitySchedule;
import io.github.dl4jsparse.listeners.topology.DropFraction;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.NeuronPruning;
import io.github.dl4jsparse.listeners.topology.Redistribution;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Puts the library's methods together with the settings of a run. */
final class Compositions {

    /** Where the papers' cosines end that do not end at 0. */
    private static final double FLOOR = 0.005;

    /** DEEP R's drift, of its authors' code. */
    private static final double DRIFT = 1e-5;

    /** The noise of that code, 1e-5 times the rate, at its rate of 0.5. */
    private static final double TEMPERATURE = 2.5e-11;

    private static final double PALS_FACTOR = 1.1;
    private static final double WEAKEST = 20;

    private Compositions() {}

    static MethodAttachment unchanging() {
        return context -> attach(DynamicSparseTraining.fixed(), context);
    }

    /** Replaces a share that falls to 0. */
    static MethodAttachment rewiring(Supplier<DynamicSparseTraining> method) {
        return rewiring(context -> method.get(), DropFraction::cosine);
    }

    /** Replaces a share that falls to almost 0. */
    static MethodAttachment rewiringToTheEnd(Supplier<DynamicSparseTraining> method) {
        return rewiring(context -> method.get(), share -> DropFraction.cosine(share, FLOOR));
    }

    /** Replaces the same share always. */
    static MethodAttachment rewiringEvenly(Function<MethodContext, DynamicSparseTraining> method) {
        return rewiring(method, DropFraction::constant);
    }

    static MethodAttachment rewiring(
            Function<MethodContext, DynamicSparseTraining> method, DoubleFunction<DropFraction> fraction) {
        return context -> {
            TopologySettings topology = context.settings().topology();
            DynamicSparseTraining training = method.apply(context)
                    .fraction(fraction.apply(topology.drop()))
                    .schedule(UpdateSchedule.everySteps(topology.interval()).stoppingAt(topology.stopAt()))
                    .init(topology.grown().policy())
                    .until(Horizon.steps(context.steps()));
            topology.parts().exchange(training);
            attach(training, context);
        };
    }

    /** The threshold looks for so many connections that the share of the settings is replaced. */
    static MethodAttachment adaptive() {
        return rewiring(
                context -> {
                    double share = context.settings().topology().drop();
                    return DynamicSparseTraining.dsr(Math.max(1, Math.round(share * context.connections())));
                },
                share -> DropFraction.constant(0));
    }

    static MethodAttachment walking() {
        return context -> {
            TopologySettings topology = context.settings().topology();
            attach(
                    DynamicSparseTraining.deepR(DRIFT, TEMPERATURE)
                            .schedule(UpdateSchedule.everySteps(topology.interval())
                                    .stoppingAt(topology.stopAt()))
                            .until(Horizon.steps(context.steps())),
                    context);
        };
    }

    static MethodAttachment gradualPruning() {
        return rewiring(
                context -> {
                    TopologySettings topology = context.settings().topology();
                    return DynamicSparseTraining.gmp(1 - topology.initialSparsity(), 1 - topology.sparsity())
                            .density(density(context, topology.stopAt()));
                },
                DropFraction::cosine);
    }

    /** Pruning takes half of the training, replacing goes on. */
    static MethodAttachment granet() {
        return rewiring(
                context -> {
                    TopologySettings topology = context.settings().topology();
                    return DynamicSparseTraining.granet(1 - topology.initialSparsity(), 1 - topology.sparsity())
                            .density(density(context, Math.min(0.5, topology.stopAt())));
                },
                share -> DropFraction.cosine(share, FLOOR));
    }

    /** Falls to its end at the last update before a share of the training is over. */
    private static DensitySchedule density(MethodContext context, double share) {
        TopologySettings topology = context.settings().topology();
        long updates = (long) Math.ceil(share * context.steps() / topology.interval()) - 1;
        if (updates < 1) {
            throw new DL4JInvalidConfigException("The interval (" + topology.interval() + ") leaves no topology update in ("
                    + share + ") of the (" + context.steps() + ") steps of the training, and the network would stay as"
                    + " dense as it begins. Maybe a shorter interval?");
        }
        return DensitySchedule.cubic(
                1 - topology.initialSparsity(),
                1 - topology.sparsity(),
                0,
                (double) (updates * topology.interval()) / context.steps());
    }

    /** The sparsity of the settings is the most that the search goes to. */
    static MethodAttachment pals() {
        return rewiring(
                context -> {
                    DynamicSparseTraining pals = DynamicSparseTraining.pals(context.validationExamples());
                    return pals;
                },
                share -> DropFraction.cosine(share, FLOOR));
    }

    static MethodAttachment ctreSequential() {
        return rewiringEvenly(context -> DynamicSparseTraining.ctreSequential(context::validationAccuracy));
    }

    /** Neurons are pruned every fifth of the epochs after the first quarter. */
    static MethodAttachment setWithNeuronPruning() {
        return rewiring(
                context -> {
                    int epochs = context.settings().epochs();
                    return DynamicSparseTraining.set()
                            .pruneNeurons(
                                    NeuronPruning.weakest(WEAKEST).every(Math.max(1, epochs / 5), Math.max(0, epochs / 4)));
                },
                DropFraction::cosine);
    }

    /** Magnitudes drop, and chance grows. */
    static DynamicSparseTraining magnitudeAndChance() {
        return DynamicSparseTraining.of("magran");
    }

    private static void attach(DynamicSparseTraining training, MethodContext context) {
        RunSettings settings = context.settings();
        training.distribution(context.budgets()).sparseOutput(true).seed(settings.seed());
        if (Methods.named(settings.method()).firstWeights(settings) == FirstWeights.SPARSITY_AWARE) {
            training.sparsityAwareInit();
        }
        training.attach(context.network());
    }
}
