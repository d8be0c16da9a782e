package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A kind of layer that there is in two forms: as an ordinary layer and as a truly sparse one. What the two have in common
 * besides their matrices, such as biases, has the same keys in both.
 *
 * <p>The dense array of a matrix lies in memory output unit after output unit, inputs ascending, as the connections of a
 * truly sparse layer do.
 */
interface LayerKind {

    /** Whether this is the ordinary form: exactly that class, since a subclass may do other things. */
    boolean isDense(Layer layer);

    /** Whether this is the truly sparse form. */
    boolean isSparse(Layer layer);

    /** The weight matrices, in the order of the parameters. */
    List<MatrixKeys> matrices();

    /** Dimensions and axes of a matrix, whose size the configuration says in either form. */
    WeightShape shape(String name, Layer layer, MatrixKeys matrix);

    /** What keeps an ordinary layer from being converted, beyond what the sparse configuration refuses by itself. */
    Optional<String> obstacle(Layer dense);

    /**
     * The truly sparse form with all settings.
     *
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a truly sparse layer cannot have one of them
     */
    Layer toSparse(Layer dense, List<Long> connections);

    /** The ordinary form with all settings. */
    Layer toDense(Layer sparse);

    /**
     * A layer that costs the same and stands before a loss layer of its own, without random draws; empty if its time
     * depends on sizes that the layer does not tell.
     */
    Optional<Layer> alone(Layer either);
}
