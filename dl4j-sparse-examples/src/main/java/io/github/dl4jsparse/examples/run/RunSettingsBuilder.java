package io.github.dl4jsparse.examples.run;

import java.util.List;

/** Changes some of the {@link RunSettings}. */
public final class RunSettingsBuilder {

    private String method;
    private Storage storage;
    private List<Integer> arch;
    private TopologySettings topology;
    private OptimizerSettings optimizer;
    private int epochs;
    private int batch;
    private long seed;
    private boolean validation;
    private LayerSettings layers;
    private PruningSettings pruning;
    private boolean standardized;
    private double validationShare;

    RunSettingsBuilder(RunSettings from) {
        method = from.method();
        storage = from.storage();
        arch = from.arch();
        topology = from.topology();
        optimizer = from.optimizer();
        epochs = from.epochs();
        batch = from.batch();
        seed = from.seed();
        validation = from.validation();
        layers = from.layers();
        pruning = from.pruning();
        standardized = from.standardized();
        validationShare = from.validationShare();
    }

    /**
     * How connections are chosen.
     *
     * @param value the name of one of {@link Methods}
     * @return this
     */
    public RunSettingsBuilder method(String value) {
        method = value;
        return this;
    }

    /**
     * Where sparse weights are kept.
     *
     * @param value of sparse weights
     * @return this
     */
    public RunSettingsBuilder storage(Storage value) {
        storage = value;
        return this;
    }

    /**
     * The network.
     *
     * @param value units of each layer, inputs first, classes last
     * @return this
     */
    public RunSettingsBuilder arch(List<Integer> value) {
        arch = value;
        return this;
    }

    /**
     * How sparse it is.
     *
     * @param value sparsity and rewiring
     * @return this
     */
    public RunSettingsBuilder topology(TopologySettings value) {
        topology = value;
        return this;
    }

    /**
     * How weights are trained.
     *
     * @param value updater and learning rate
     * @return this
     */
    public RunSettingsBuilder optimizer(OptimizerSettings value) {
        optimizer = value;
        return this;
    }

    /**
     * How long; rates drop when {@link #optimizer} says.
     *
     * @param value passes over the training examples, positive
     * @return this
     */
    public RunSettingsBuilder epochs(int value) {
        epochs = value;
        return this;
    }

    /**
     * How many examples make a step.
     *
     * @param value examples per step, positive
     * @return this
     */
    public RunSettingsBuilder batch(int value) {
        batch = value;
        return this;
    }

    /**
     * The seed.
     *
     * @param value of weights, topology and order of examples
     * @return this
     */
    public RunSettingsBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * What accuracy is measured on.
     *
     * @param value whether accuracy is measured on held-out training examples
     * @return this
     */
    public RunSettingsBuilder validation(boolean value) {
        validation = value;
        return this;
    }

    /**
     * What layers are.
     *
     * @param value how layers compute the weights that they use
     * @return this
     */
    public RunSettingsBuilder layers(LayerSettings value) {
        layers = value;
        return this;
    }

    /**
     * What comes after the training.
     *
     * @param value whether and how the trained network is pruned
     * @return this
     */
    public RunSettingsBuilder pruning(PruningSettings value) {
        pruning = value;
        return this;
    }

    /**
     * The scale of features.
     *
     * @param value whether features are standardised
     * @return this
     */
    public RunSettingsBuilder standardized(boolean value) {
        standardized = value;
        return this;
    }

    /**
     * How much is held out.
     *
     * @param value the share of the training examples that is held out, in (0, 1)
     * @return this
     */
    public RunSettingsBuilder validationShare(double value) {
        validationShare = value;
        return this;
    }

    /**
     * The settings.
     *
     * @return new ones
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a number is out of its range
     */
    public RunSettings build() {
        return new RunSettings(
                method,
                storage,
                arch,
                topology,
                optimizer,
                epochs,
                batch,
                seed,
                validation,
                layers,
                pruning,
                standardized,
                validationShare);
    }
}
