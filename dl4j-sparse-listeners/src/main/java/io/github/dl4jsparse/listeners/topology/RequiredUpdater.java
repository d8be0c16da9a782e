package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.IUpdater;

/** Refuses networks whose sparse weights have another updater than the one that a method is made for. */
record RequiredUpdater(Class<? extends IUpdater> updater, String cure) implements MethodPart {

    @Override
    public void check(NetworkView network, List<WeightShape> weights) {
        for (WeightShape weight : weights) {
            IUpdater found = network.updaterOf(weight.layer(), weight.parameter());
            if (!updater.isInstance(found)) {
                throw new DL4JInvalidConfigException("The updater ("
                        + found.getClass().getSimpleName() + ") of layer (" + weight.layer() + ") must be ("
                        + updater.getSimpleName() + "). " + cure);
            }
        }
    }

    @Override
    public String toString() {
        return "updater " + updater.getSimpleName();
    }
}
