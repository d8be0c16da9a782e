package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import org.deeplearning4j.nn.api.Model;

/** Puts a method on a network, before its training starts or goes on. */
@FunctionalInterface
public interface MethodAttachment {

    /**
     * Attaches the method.
     *
     * @param network built or loaded, without the method
     * @param settings of the run
     * @param budgets the exact number of connections of each ordinary array, as a distribution
     * @param steps how many the whole training has
     */
    void attach(Model network, RunSettings settings, SparsityDistribution budgets, long steps);
}
