package io.github.dl4jsparse.layers.convert;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;

/** The table of the kinds of layers that can be converted. */
final class LayerKinds {

    private static final List<LayerKind> ALL =
            List.of(new DenseKind(), new OutputKind(), new ConvolutionKind(), new LstmKind());

    private LayerKinds() {}

    static Optional<LayerKind> ofDense(Layer layer) {
        return ALL.stream().filter(kind -> kind.isDense(layer)).findFirst();
    }

    static Optional<LayerKind> ofSparse(Layer layer) {
        return ALL.stream().filter(kind -> kind.isSparse(layer)).findFirst();
    }
}
