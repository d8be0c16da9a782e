package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DropFraction;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * The methods of the command line: one entry each. A new one is an entry in this table and nothing else.
 *
 * <p>First weights: where connections are drawn at random, few large weights carry the signal (sparsity-aware); where
 * gradients choose new ones, which start at zero, large first weights would never be dropped again (dense). Measured on
 * held-out training examples of MNIST, see docs/results.md.
 *
 * <p>Factories of the library carry their papers' schedules; here all methods get the schedule of the settings, so that
 * runs can be compared, and keep what makes them what they are: what they drop and what they grow.
 */
public final class Methods {

    private static final List<Method> ALL = List.of(
            new Method(
                    "dense",
                    List.of(),
                    "all connections: the baseline of every sparse run",
                    "-",
                    false,
                    FirstWeights.DENSE,
                    (network, settings, budgets, steps) -> {}),
            new Method(
                    "fixed",
                    List.of("static"),
                    "a random sparse topology that never changes",
                    "Liu et al., The Unreasonable Effectiveness of Random Pruning, ICLR 2022",
                    true,
                    FirstWeights.SPARSITY_AWARE,
                    unchanging(DynamicSparseTraining::fixed)),
            new Method(
                    "set",
                    List.of(),
                    "drops the weights closest to zero of either sign, grows at random",
                    "Mocanu et al., Scalable training of artificial neural networks with adaptive sparse connectivity"
                            + " inspired by network science, Nature Communications 2018",
                    true,
                    FirstWeights.SPARSITY_AWARE,
                    rewiring(DynamicSparseTraining::set)),
            new Method(
                    "rigl",
                    List.of(),
                    "drops the smallest magnitudes, grows where the gradient is largest",
                    "Evci et al., Rigging the Lottery: Making All Tickets Winners, ICML 2020",
                    true,
                    FirstWeights.DENSE,
                    rewiring(DynamicSparseTraining::rigl)));

    private Methods() {}

    /**
     * All methods.
     *
     * @return in the order in which they are listed
     */
    public static List<Method> all() {
        return ALL;
    }

    /**
     * The method of a name.
     *
     * @param name a name or an alias, in any case
     * @return the method
     * @throws DL4JInvalidConfigException if there is none
     */
    public static Method named(String name) {
        return ALL.stream()
                .filter(method -> method.isCalled(name))
                .findFirst()
                .orElseThrow(() -> new DL4JInvalidConfigException("There is no method (" + name + "). The methods are "
                        + ALL.stream().map(Method::name).toList() + "."));
    }

    private static MethodAttachment unchanging(Supplier<DynamicSparseTraining> method) {
        return (network, settings, budgets, steps) -> {
            DynamicSparseTraining training =
                    method.get().distribution(budgets).sparseOutput(true).seed(settings.seed());
            if (named(settings.method()).firstWeights(settings) == FirstWeights.SPARSITY_AWARE) {
                training.sparsityAwareInit();
            }
            training.attach(network);
        };
    }

    private static MethodAttachment rewiring(Supplier<DynamicSparseTraining> method) {
        return (network, settings, budgets, steps) -> {
            TopologySettings topology = settings.topology();
            Supplier<DynamicSparseTraining> scheduled = () -> method.get()
                    .fraction(DropFraction.cosine(topology.drop()))
                    .schedule(UpdateSchedule.everySteps(topology.interval()).stoppingAt(topology.stopAt()))
                    .init(topology.grown().policy())
                    .until(Horizon.steps(steps));
            unchanging(scheduled).attach(network, settings, budgets, steps);
        };
    }
}
