package io.github.dl4jsparse.examples.run;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * All that a training run is told. The same settings and data give the same network, bit for bit, on one machine.
 *
 * @param method the name of one of {@link Methods}
 * @param storage of sparse weights
 * @param arch units of each layer, inputs first, classes last
 * @param topology sparsity and rewiring
 * @param optimizer updater and learning rate
 * @param epochs passes over the training examples, positive
 * @param batch examples per step, positive
 * @param seed of weights, topology and order of examples
 * @param validation whether accuracy is measured on training examples that are held out, rather than on the test examples
 * @param layers how layers compute the weights that they use
 * @param pruning whether and how the trained network is pruned
 * @param standardized whether features are standardised, {@code TrainTestData.standardized}
 * @param validationShare the share of the training examples that is held out to measure accuracy on, and of what is left
 *     for methods that look at held-out examples themselves, in (0, 1)
 */
public record RunSettings(
        String method,
        Storage storage,
        List<Integer> arch,
        TopologySettings topology,
        OptimizerSettings optimizer,
        int epochs,
        int batch,
        long seed,
        boolean validation,
        LayerSettings layers,
        PruningSettings pruning,
        boolean standardized,
        double validationShare) {

    private static final double USUAL_SHARE = 0.1;

    /**
     * Checks the numbers; method and sparsity are checked when the network is built.
     *
     * @param method the name of one of {@link Methods}
     * @param storage of sparse weights
     * @param arch units of each layer, inputs first, classes last
     * @param topology sparsity and rewiring
     * @param optimizer updater and learning rate
     * @param epochs passes over the training examples, positive
     * @param batch examples per step, positive
     * @param seed of weights, topology and order of examples
     * @param validation whether accuracy is measured on training examples that are held out, rather than on the test examples
     * @param layers how layers compute the weights that they use; null, as files of version 1 have it, for plain ones
     * @param pruning whether and how the trained network is pruned; null, as files of version 1 have it, for not
     * @param standardized whether features are standardised; false, as files of version 1 have it, for features as published
     * @param validationShare the share of the training examples that is held out; 0, as files of version 2 have it, for a tenth
     */
    public RunSettings {
        validationShare = validationShare == 0 ? USUAL_SHARE : validationShare;
        layers = layers == null ? LayerSettings.plain() : layers;
        pruning = pruning == null ? PruningSettings.none() : pruning;
        arch = List.copyOf(arch);
        if (arch.size() < 2 || arch.stream().anyMatch(units -> units < 1)) {
            throw new DL4JInvalidConfigException(
                    "The architecture " + arch
                            + " must name inputs and classes at least, and positive numbers of units. An example: 784-300-100-10.");
        }
        if (epochs < 1 || batch < 1) {
            throw new DL4JInvalidConfigException(
                    "The epochs (" + epochs + ") and the batch size (" + batch + ") must be positive.");
        }
    }

    /**
     * The defaults of {@code train}: RigL at 90 % on 784-300-100-10, 10 epochs, batch 128, Nesterovs.
     *
     * @return the settings
     */
    public static RunSettings defaults() {
        return new RunSettings(
                "rigl",
                Storage.MASKED,
                List.of(784, 300, 100, 10),
                TopologySettings.defaults(),
                OptimizerSettings.defaults(10),
                10,
                128,
                1,
                false,
                LayerSettings.plain(),
                PruningSettings.none(),
                false,
                USUAL_SHARE);
    }

    /**
     * To change some of these settings.
     *
     * @return a builder that has them
     */
    public RunSettingsBuilder toBuilder() {
        return new RunSettingsBuilder(this);
    }

    /**
     * These settings with another method.
     *
     * @param name its name
     * @param where the storage of its weights
     * @return new settings
     */
    public RunSettings with(String name, Storage where) {
        return toBuilder().method(name).storage(where).build();
    }

    /**
     * These settings with another topology.
     *
     * @param other sparsity and rewiring
     * @return new settings
     */
    public RunSettings with(TopologySettings other) {
        return toBuilder().topology(other).build();
    }

    /**
     * These settings for a run of another length, with the usual rate drops.
     *
     * @param count of epochs
     * @return new settings
     */
    public RunSettings withEpochs(int count) {
        OptimizerSettings rescheduled = new OptimizerSettings(
                optimizer.updater(), optimizer.rate(), OptimizerSettings.usualDrops(count), optimizer.l2());
        return toBuilder().optimizer(rescheduled).epochs(count).build();
    }

    /**
     * These settings with another seed.
     *
     * @param other any number
     * @return new settings
     */
    public RunSettings withSeed(long other) {
        return toBuilder().seed(other).build();
    }

    /**
     * These settings with another network.
     *
     * @param units of each layer, inputs first, classes last
     * @return new settings
     */
    public RunSettings withArch(List<Integer> units) {
        return toBuilder().arch(units).build();
    }

    /**
     * These settings with other layers.
     *
     * @param other how layers compute the weights that they use
     * @return new settings
     */
    public RunSettings with(LayerSettings other) {
        return toBuilder().layers(other).build();
    }

    /**
     * These settings over standardised features.
     *
     * @param standardize false for features as published
     * @return new settings
     */
    public RunSettings withStandardized(boolean standardize) {
        return toBuilder().standardized(standardize).build();
    }

    /**
     * These settings with another pruning.
     *
     * @param other whether and how the trained network is pruned
     * @return new settings
     */
    public RunSettings with(PruningSettings other) {
        return toBuilder().pruning(other).build();
    }

    /**
     * These settings with the updater, the rate and the schedule that a method has where nothing else is said.
     *
     * @param other the name of a method
     * @return new settings, of that method
     */
    public RunSettings asUsualFor(String other) {
        UsualSettings usual = Methods.named(other).usual();
        return toBuilder()
                .method(Methods.named(other).name())
                .topology(topology.with(usual))
                .optimizer(new OptimizerSettings(usual.updater(), usual.rate(), optimizer.rateDrops(), optimizer.l2()))
                .build();
    }

    /**
     * The architecture in one word.
     *
     * @return such as {@code 784-300-100-10}
     */
    public String archName() {
        return arch.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
