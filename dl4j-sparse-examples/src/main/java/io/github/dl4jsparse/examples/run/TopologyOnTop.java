package io.github.dl4jsparse.examples.run;

import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** What may change the topology of the weights that are stored in layers of a {@link LayerMethod}. */
public enum TopologyOnTop {
    /** Any method. */
    ANY {
        @Override
        void check(String layerMethod, RunSettings settings) {}
    },
    /** Methods that need no gradient of absent connections, and that grow none at zero: zero is where it would stay. */
    NOT_FROM_ZERO {
        @Override
        void check(String layerMethod, RunSettings settings) {
            if (!WITHOUT_GRADIENT.contains(settings.method())
                    || !settings.topology().parts().areUsual()) {
                throw new DL4JInvalidConfigException("The method (" + settings.method()
                        + ") decides by gradients or activations, or changes numbers of connections; absent weights have no"
                        + " gradient under (" + layerMethod + "). Maybe --method set?");
            }
            if (!settings.method().equals(UNCHANGING) && settings.topology().grown() == GrownWeights.ZERO) {
                throw new DL4JInvalidConfigException("A connection that is grown at zero never learns under ("
                        + layerMethod + "). Maybe --grow-init normal?");
            }
            if (settings.topology().firstWeights() == FirstWeights.SPARSITY_AWARE) {
                throw new DL4JInvalidConfigException(
                        "First weights under (" + layerMethod
                                + ") are roots of those of a dense network; they cannot be sparsity-aware. Maybe --init dense?");
            }
        }
    },
    /** None: the stored weights are not trained. */
    NONE {
        @Override
        void check(String layerMethod, RunSettings settings) {
            throw new DL4JInvalidConfigException("The method (" + settings.method()
                    + ") changes the topology of trained weights, and those of layers with (" + layerMethod
                    + ") are not trained. Maybe --method dense?");
        }
    };

    private static final String UNCHANGING = "fixed";
    private static final Set<String> WITHOUT_GRADIENT = Set.of(UNCHANGING, "set", "magran", "set-itop");

    /** Refuses a sparse method that does not go with the layers. */
    abstract void check(String layerMethod, RunSettings settings);
}
