package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.weight.NestedLayers;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;

/** Passes of training without dropout and weight noise. */
public final class WithoutNoise {

    private record Own(Layer layer, IDropout dropout, IWeightNoise noise) {}

    private WithoutNoise() {}

    /**
     * Does something while a network's layers have neither dropout nor weight noise.
     *
     * @param <T> what it gives
     * @param network the network
     * @param work what to do
     * @return what it has given
     */
    public static <T> T within(NetworkView network, Supplier<T> work) {
        List<Own> own = new ArrayList<>();
        network.layers()
                .values()
                .forEach(layer -> NestedLayers.of(layer.conf().getLayer()).forEach(each -> silence(each, own)));
        try {
            return work.get();
        } finally {
            own.forEach(kept -> {
                kept.layer().setIDropout(kept.dropout());
                if (kept.layer() instanceof BaseLayer base) {
                    base.setWeightNoise(kept.noise());
                }
            });
        }
    }

    private static void silence(Layer layer, List<Own> own) {
        IWeightNoise noise = layer instanceof BaseLayer base ? base.getWeightNoise() : null;
        own.add(new Own(layer, layer.getIDropout(), noise));
        layer.setIDropout(null);
        if (layer instanceof BaseLayer base) {
            base.setWeightNoise(null);
        }
    }
}
