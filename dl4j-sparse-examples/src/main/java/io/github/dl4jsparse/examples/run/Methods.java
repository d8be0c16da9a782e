package io.github.dl4jsparse.examples.run;

import static io.github.dl4jsparse.examples.run.FirstWeights.DENSE;
import static io.github.dl4jsparse.examples.run.FirstWeights.SPARSITY_AWARE;
import static io.github.dl4jsparse.examples.run.MethodRecipes.asItIs;
import static io.github.dl4jsparse.examples.run.MethodRecipes.rewiring;

import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * The methods of the command line: one entry each. A new one is an entry in this table and nothing else.
 *
 * <p>First weights: where connections are drawn at random, few large weights carry the signal (sparsity-aware); where
 * gradients choose new ones, which start at zero, large first weights would never be dropped again (dense). Measured on
 * held-out training examples of MNIST, see docs/results.md.
 *
 * <p>Factories of the library carry their papers' schedules, which are made for longer trainings; here all methods get the
 * schedule of the settings, annealed by a cosine, so that runs can be compared, and keep what makes them what they are: what
 * they drop, what they grow and how many in each layer.
 */
public final class Methods {

    /** The paper's code has noise of {@code 1e-5} of the learning rate. */
    private static final double DEEP_R_DRIFT = 1e-5;

    private static final double DEEP_R_TEMPERATURE = 1e-10;

    private static final List<Method> ALL = List.of(
            Method.of(
                            "dense",
                            "all connections: the baseline of every sparse run",
                            "-",
                            DENSE,
                            (network, outline) -> {})
                    .starting(StartingTopology.DENSE),
            Method.of(
                            "fixed",
                            "a random sparse topology that never changes",
                            "Liu et al., The Unreasonable Effectiveness of Random Pruning, ICLR 2022",
                            SPARSITY_AWARE,
                            asItIs(DynamicSparseTraining::fixed))
                    .called("static"),
            Method.of(
                    "set",
                    "drops the weights closest to zero of either sign, grows at random",
                    "Mocanu et al., Scalable training of artificial neural networks with adaptive sparse connectivity"
                            + " inspired by network science, Nature Communications 2018",
                    SPARSITY_AWARE,
                    rewiring(outline -> DynamicSparseTraining.set())),
            Method.of(
                            "magran",
                            "drops the smallest magnitudes, grows at random",
                            "Nowak et al., Fantastic Weights and How to Find Them, NeurIPS 2023",
                            SPARSITY_AWARE,
                            rewiring(MethodRecipes::magnitudeAndRandom))
                    .called("magnitude-random"),
            Method.of(
                    "mest",
                    "drops the smallest sums of magnitude and gradient, grows at random",
                    "Yuan et al., MEST: Accurate and Fast Memory-Economic Sparse Training Framework on the Edge,"
                            + " NeurIPS 2021",
                    SPARSITY_AWARE,
                    rewiring(MethodRecipes::mest)),
            Method.of(
                            "set-itop",
                            "drops half of the connections, the smallest, at long intervals to the end, grows at random",
                            "Liu et al., Do We Actually Need Dense Over-Parameterization? In-Time"
                                    + " Over-Parameterization in Sparse Training, ICML 2021",
                            SPARSITY_AWARE,
                            rewiring(outline -> DynamicSparseTraining.setItop()))
                    .usually(UsualSettings.of(0.5, 400, 1)),
            Method.of(
                            "set-neurons",
                            "as set, and every fifth of the epochs the weakest fifth of each layer's neurons loses its"
                                    + " connections: ends sparser than asked",
                            "Curci et al., Truly Sparse Neural Networks at Scale, 2021",
                            SPARSITY_AWARE,
                            rewiring(MethodRecipes::setWithNeuronPruning))
                    .movingBudget(),
            Method.of(
                            "dsr",
                            "drops what is below a threshold of the whole network, grows at random in the layers where"
                                    + " most survives",
                            "Mostafa and Wang, Parameter Efficient Training of Deep Convolutional Neural Networks by"
                                    + " Dynamic Sparse Reparameterization, ICML 2019",
                            SPARSITY_AWARE,
                            rewiring(MethodRecipes::dsr))
                    .movingBudget()
                    .usually(UsualSettings.of(0.1, 100, 0.75)),
            Method.of(
                            "deepr",
                            "a random walk of every step: connections whose sign would change give way to random ones",
                            "Bellec et al., Deep Rewiring: Training very sparse deep networks, ICLR 2018",
                            DENSE,
                            asItIs(() -> DynamicSparseTraining.deepR(DEEP_R_DRIFT, DEEP_R_TEMPERATURE)))
                    .called("deep-r")
                    .usually(UsualSettings.of(0, 1, 1).with(Optimizer.SGD, 2)),
            Method.of(
                            "ctre-seq",
                            "drops the smallest magnitudes, grows between units of similar activations, and at random"
                                    + " once that helps no more",
                            "Atashgahi et al., A Brain-inspired Algorithm for Training Highly Sparse Neural Networks,"
                                    + " Machine Learning 2022",
                            SPARSITY_AWARE,
                            rewiring(MethodRecipes::ctreSequential))
                    .called("ctre")
                    .validating(),
            Method.of(
                    "ctre-sim",
                    "drops the smallest magnitudes, grows between units of similar activations, at random instead of"
                            + " what was just dropped",
                    "Atashgahi et al., A Brain-inspired Algorithm for Training Highly Sparse Neural Networks, Machine"
                            + " Learning 2022",
                    SPARSITY_AWARE,
                    rewiring(outline -> DynamicSparseTraining.ctreSimultaneous())),
            Method.of(
                            "smet",
                            "drops the smallest magnitudes, grows at random; every connection has an Adam of its own age",
                            "Xiao et al., SMET, ICML 2026",
                            SPARSITY_AWARE,
                            rewiring(outline -> DynamicSparseTraining.smet()))
                    .usually(UsualSettings.of(0.2, 100, 0.75).with(Optimizer.SMET, 0.01)),
            Method.of(
                    "rigl",
                    "drops the smallest magnitudes, grows where the gradient is largest",
                    "Evci et al., Rigging the Lottery: Making All Tickets Winners, ICML 2020",
                    DENSE,
                    rewiring(outline -> DynamicSparseTraining.rigl())),
            Method.of(
                            "rigl-itop",
                            "drops half of the connections, the smallest, at long intervals to the end, grows where the"
                                    + " gradient is largest",
                            "Liu et al., Do We Actually Need Dense Over-Parameterization? In-Time"
                                    + " Over-Parameterization in Sparse Training, ICML 2021",
                            DENSE,
                            rewiring(outline -> DynamicSparseTraining.riglItop()))
                    .usually(UsualSettings.of(0.5, 400, 1)),
            Method.of(
                            "snfs",
                            "drops the smallest magnitudes, grows where the momentum is largest, in layers and in places",
                            "Dettmers and Zettlemoyer, Sparse Networks from Scratch: Faster Training without Losing"
                                    + " Performance, 2019",
                            DENSE,
                            rewiring(outline -> DynamicSparseTraining.sparseMomentum()))
                    .movingBudget()
                    .called("sparse-momentum")
                    .usually(UsualSettings.of(0.5, 200, 0.75)),
            Method.of(
                            "gmp",
                            "starts dense, prunes the smallest magnitudes gradually, grows none",
                            "Zhu and Gupta, To prune, or not to prune, 2017",
                            DENSE,
                            rewiring(MethodRecipes::gmp))
                    .starting(StartingTopology.DENSER)
                    .usually(UsualSettings.of(0, 100, 1)),
            Method.of(
                            "granet",
                            "starts denser, prunes gradually, replaces the smallest magnitudes where the gradient is"
                                    + " largest meanwhile",
                            "Liu et al., Sparse Training via Boosting Pruning Plasticity with Neuroregeneration, NeurIPS"
                                    + " 2021",
                            DENSE,
                            rewiring(MethodRecipes::granet))
                    .starting(StartingTopology.DENSER)
                    .usually(UsualSettings.of(0.5, 100, 1).from(0.5)),
            Method.of(
                            "pals",
                            "starts dense, shrinks, stays or expands by its validation loss: finds the sparsity itself, up to 0.9",
                            "Atashgahi et al., Adaptive Sparsity Level during Training for Efficient Time Series"
                                    + " Forecasting with Transformers, 2023",
                            DENSE,
                            rewiring(MethodRecipes::pals))
                    .starting(StartingTopology.OPEN)
                    .usually(UsualSettings.of(0.5, 20, 2.0 / 3))
                    .validating());

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
}
