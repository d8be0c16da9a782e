package io.github.dl4jsparse.layers.sparse;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;

/** The constraints of a layer, made to leave the pattern alone. */
final class SuitableConstraints {

    private SuitableConstraints() {}

    static List<LayerConstraint> of(List<LayerConstraint> constraints, String layer) {
        if (constraints == null) {
            return null;
        }
        List<LayerConstraint> suitable = new ArrayList<>();
        for (LayerConstraint constraint : constraints) {
            Set<String> params = new LinkedHashSet<>(constraint.getParams());
            params.removeIf(SparseLstmParamInitializer::isPattern);
            boolean weights = params.contains(SparseLstmParamInitializer.VALUES)
                    || params.contains(SparseLstmParamInitializer.RECURRENT_VALUES);
            if (weights && !(constraint instanceof NonNegativeConstraint)) {
                throw new DL4JInvalidConfigException(
                        "The constraint (" + constraint.getClass().getSimpleName()
                                + ") on the weights of layer (" + layer
                                + ") works on the rows or columns of a dense matrix, which"
                                + " a truly sparse layer does not have. Use NonNegativeConstraint, constrain the biases only, or"
                                + " put a mask over an ordinary layer.");
            }
            LayerConstraint copy = constraint.clone();
            copy.setParams(params);
            if (!params.isEmpty()) {
                suitable.add(copy);
            }
        }
        return suitable.isEmpty() ? null : suitable;
    }
}
