package io.github.dl4jsparse.layers.convert;

import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.IUpdater;

/** What a configuration that DL4J has cloned still shares with the old one: wrapped layers, and updaters. */
final class SharedParts {

    private SharedParts() {}

    /** Gives a clone its own, so that a new learning rate reaches one network only. */
    static void replace(Layer clone) {
        if (clone instanceof FrozenLayer frozen) {
            replace(frozen.getLayer());
        } else if (clone instanceof BaseWrapperLayer wrapper) {
            wrapper.setUnderlying(wrapper.getUnderlying().clone());
            replace(wrapper.getUnderlying());
        } else if (clone instanceof Bidirectional both) {
            both.setFwd(both.getFwd().clone());
            both.setBwd(both.getBwd().clone());
            replace(both.getFwd());
            replace(both.getBwd());
        } else if (clone instanceof BaseLayer layer) {
            layer.setIUpdater(own(layer.getIUpdater()));
            layer.setBiasUpdater(own(layer.getBiasUpdater()));
        }
    }

    /** AdaGrad's copy loses its schedule. */
    private static IUpdater own(IUpdater updater) {
        IUpdater copy = updater == null ? null : updater.clone();
        return updater != null && updater.equals(copy) ? copy : updater;
    }
}
