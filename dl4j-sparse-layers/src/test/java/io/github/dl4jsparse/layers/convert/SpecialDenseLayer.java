package io.github.dl4jsparse.layers.convert;

import org.deeplearning4j.nn.conf.layers.DenseLayer;

/** Somebody's own kind of dense layer. */
class SpecialDenseLayer extends DenseLayer {

    private static final long serialVersionUID = 1;

    SpecialDenseLayer() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof SpecialDenseLayer && super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
