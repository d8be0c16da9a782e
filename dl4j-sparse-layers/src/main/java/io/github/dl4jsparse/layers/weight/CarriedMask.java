package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.mask.Mask;
import java.util.Arrays;

/**
 * The mask of a weight array among the parameters of its layer.
 *
 * @param layer the layer
 * @param site where the weight array is
 * @param start the index of the mask's first number in the flat vector
 */
record CarriedMask(MaskCarrier layer, ArraySite site, long start) {

    Mask read(FlatArray params) {
        long[] active = new long[Math.toIntExact(site.size())];
        int count = 0;
        for (int position = 0; position < active.length; position++) {
            if (params.get(start + site.local(position)) >= 0.5) {
                active[count++] = position;
            }
        }
        return Mask.ofActive(site.dims(), Arrays.copyOf(active, count));
    }

    void write(FlatArray params, Mask mask) {
        mask.forEach(position -> set(params, position, true));
        mask.forEachInactive(position -> set(params, position, false));
    }

    void set(FlatArray params, long position, boolean active) {
        params.set(start + site.local(position), active ? 1 : 0);
    }

    void requestGradient(boolean wanted) {
        layer.requestDenseGradient(site.shape().parameter(), wanted);
    }
}
