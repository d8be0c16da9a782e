package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;

/** The way back from truly sparse layers to ordinary ones. */
final class Densify {

    private Densify() {}

    static Model network(NetworkParts old) {
        Map<String, LayerKind> kinds = kinds(old);
        checkSize(old, kinds);
        Map<String, Layer> replacements = new LinkedHashMap<>();
        kinds.forEach((name, kind) -> {
            Part part = old.parts().get(name);
            replacements.put(name, LayerWrapper.around(part.conf(), kind.toDense(part.inner())));
        });
        NetworkParts copy = NetworkParts.of(NetworkCopy.of(old, replacements));
        TrainedNumbers from = TrainedNumbers.of(old.model());
        Transfer transfer = new Transfer(from, TrainedNumbers.of(copy.model(), from));
        old.parts().forEach((name, part) -> {
            LayerKind kind = kinds.get(name);
            if (kind == null) {
                transfer.whole(part, copy.parts().get(name));
            } else {
                transfer.toDense(
                        kind,
                        part,
                        Transfer.patternsOf(kind, part),
                        copy.parts().get(name));
            }
        });
        return copy.model();
    }

    /** The truly sparse layers. */
    private static Map<String, LayerKind> kinds(NetworkParts network) {
        Map<String, LayerKind> kinds = new LinkedHashMap<>();
        for (Part part : network.layers()) {
            Optional<LayerKind> kind = LayerKinds.ofSparse(part.inner());
            if (kind.isPresent()) {
                kinds.put(part.name(), kind.get());
            } else if (part.trulySparse().isPresent()) {
                throw new DL4JInvalidConfigException("The truly sparse layer (" + part.name() + ") is of a kind ("
                        + part.inner().getClass().getName() + ") that has no ordinary form here.");
            } else if (part.inner() instanceof Bidirectional both
                    && LayerKinds.ofSparse(LayerWrapper.inside(both.getFwd())).isPresent()) {
                throw new DL4JInvalidConfigException("The truly sparse layers of the Bidirectional (" + part.name()
                        + ") have no ordinary form here.");
            }
        }
        return kinds;
    }

    private static void checkSize(NetworkParts network, Map<String, LayerKind> kinds) {
        double length = 0;
        for (Part part : network.parts().values()) {
            LayerKind kind = kinds.get(part.name());
            if (kind == null) {
                length += part.trainable().numParams();
            } else {
                for (MatrixKeys keys : kind.matrices()) {
                    length +=
                            (double) kind.shape(part.name(), part.inner(), keys).size();
                }
            }
        }
        if (length > Integer.MAX_VALUE) {
            throw new DL4JInvalidConfigException("As ordinary layers the network would have (" + (long) length
                    + ") weights, beyond the (" + Integer.MAX_VALUE
                    + ") parameters that DL4J addresses. It can only stay truly sparse.");
        }
    }

    static MaskSet masks(NetworkParts network) {
        Map<String, Mask> masks = new LinkedHashMap<>();
        kinds(network).forEach((name, kind) -> {
            Part part = network.parts().get(name);
            if (!LayerWrapper.isFrozen(part.conf())) {
                List<CompressedPattern> patterns = Transfer.patternsOf(kind, part);
                for (int m = 0; m < patterns.size(); m++) {
                    WeightShape shape =
                            kind.shape(name, part.inner(), kind.matrices().get(m));
                    masks.put(shape.name(), ConnectionMask.of(patterns.get(m), shape));
                }
            }
        });
        return new MaskSet(masks);
    }
}
