package io.github.dl4jsparse.layers.weight;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Layers around layers: each of them has settings such as dropout, updaters and constraints of its own. */
public final class NestedLayers {

    private NestedLayers() {}

    /**
     * A layer and all that it is made of: what wrappers and frozen layers wrap, and both directions of a {@code Bidirectional}.
     *
     * @param layer a layer's configuration
     * @return the configurations themselves, not copies; the layer first
     */
    public static List<Layer> of(Layer layer) {
        List<Layer> all = new ArrayList<>();
        add(layer, all);
        return List.copyOf(all);
    }

    private static void add(Layer layer, List<Layer> all) {
        all.add(layer);
        if (layer instanceof BaseWrapperLayer wrapper) {
            add(wrapper.getUnderlying(), all);
        } else if (layer instanceof FrozenLayer frozen) {
            add(frozen.getLayer(), all);
        } else if (layer instanceof Bidirectional both) {
            add(both.getFwd(), all);
            add(both.getBwd(), all);
        }
    }
}
