package io.github.dl4jsparse.layers.reparam;

import java.util.List;

/**
 * One reparameterised weight array: where it stands among the parameters of the wrapped layer, and where it and its extras stand
 * among those of the wrapper.
 *
 * @param array its sizes
 * @param inner its place in the wrapped layer's vector
 * @param stored its place in the wrapper's vector, or null if it is replaced
 * @param bias the place of covered biases, the same in both vectors, or null for none
 * @param extras what its extras are
 * @param extraSlots where they are
 */
record Site(WeightArray array, Slot inner, Slot stored, Slot bias, List<ExtraParameter> extras, List<Slot> extraSlots) {

    long storedAt() {
        return stored == null ? -1 : stored.at();
    }

    /** Trailing numbers of the parameter that are no weights. */
    long tail() {
        return inner.length() - array.size();
    }
}
