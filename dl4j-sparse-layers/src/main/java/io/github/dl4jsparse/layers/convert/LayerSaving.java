package io.github.dl4jsparse.layers.convert;

/**
 * What compaction has saved in one layer.
 *
 * @param layer the layer's name
 * @param units before, or 0 for a layer that was left alone
 * @param unitsLeft afterwards
 * @param parameters before; the pattern of a truly sparse layer is no parameter here
 * @param parametersLeft afterwards
 * @param multiplyAdds for one example before, by the layer's own storage: every place of an ordinary layer, the
 *     connections of a truly sparse one
 * @param multiplyAddsLeft afterwards
 * @param note why units were left that could not be removed; empty if nothing was
 */
public record LayerSaving(
        String layer,
        long units,
        long unitsLeft,
        long parameters,
        long parametersLeft,
        long multiplyAdds,
        long multiplyAddsLeft,
        String note) {}
