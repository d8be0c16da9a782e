package io.github.dl4jsparse.examples.run;

import org.deeplearning4j.nn.api.Model;

/** Puts a method on a network, before its training starts or goes on. */
@FunctionalInterface
public interface MethodAttachment {

    /**
     * Attaches the method.
     *
     * @param network built or loaded, without the method
     * @param outline what the method is told of the training
     */
    void attach(Model network, TrainingOutline outline);
}
