package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DenseMomentum;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Parts of a method that are exchanged for others.
 *
 * @param drop which connections are dropped
 * @param scope which of them are compared
 * @param grow where connections grow
 * @param redistribute how many each layer grows
 */
public record MethodParts(DropBy drop, DropScope scope, GrowBy grow, RedistributeBy redistribute) {

    private static final MethodParts ITS_OWN =
            new MethodParts(DropBy.BY_METHOD, DropScope.BY_METHOD, GrowBy.BY_METHOD, RedistributeBy.BY_METHOD);
    private static final double DECAY = 0.9;

    /**
     * None exchanged.
     *
     * @return the parts that the method has
     */
    public static MethodParts itsOwn() {
        return ITS_OWN;
    }

    void check(Method method) {
        if (!equals(ITS_OWN) && !method.kind().isComposed()) {
            throw new DL4JInvalidConfigException("The method (" + method.name()
                    + ") has no parts that could be exchanged for others of dropping, growing or redistribution. Maybe --method"
                    + " set or rigl?");
        }
    }

    void exchange(DynamicSparseTraining training) {
        DenseMomentum momentum = DenseMomentum.sgd(DECAY);
        if (drop != DropBy.BY_METHOD || scope != DropScope.BY_METHOD) {
            training.drop(drop.criterion(scope));
        }
        if (grow != GrowBy.BY_METHOD) {
            training.grow(grow.criterion(momentum));
        }
        if (redistribute != RedistributeBy.BY_METHOD) {
            training.redistribution(redistribute.rule(momentum));
        }
    }
}
