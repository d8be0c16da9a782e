package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.weight.FlatArray;
import java.util.BitSet;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A fully connected layer, ordinary or truly sparse, whose units are looked at one by one. */
final class UnitLayer {

    private final Part part;
    private final LayerKind kind;
    private final CompressedPattern pattern;
    private final Mask mask;
    private final double[] biases;
    private final BitSet inputs = new BitSet();
    private final BitSet units = new BitSet();

    private UnitLayer(Part part, LayerKind kind, Mask mask) {
        this.part = part;
        this.kind = kind;
        this.pattern =
                kind.isSparse(part.conf()) ? Transfer.patternsOf(kind, part).get(0) : null;
        this.mask = mask;
        INDArray bias = part.param("b");
        this.biases = bias == null ? null : bias.dup('c').data().asDouble();
        inputs.set(0, nIn());
        units.set(0, nOut());
    }

    /**
     * The layer of a part, if it is one of exactly these kinds; connections of an ordinary one without a mask are not
     * zero.
     */
    static Optional<UnitLayer> of(Part part, Mask mask) {
        for (LayerKind kind : new LayerKind[] {new DenseKind(), new OutputKind()}) {
            boolean ordinary = kind.isDense(part.conf());
            boolean normalised = part.conf() instanceof DenseLayer dense && dense.hasLayerNorm();
            if (kind.isSparse(part.conf()) || ordinary && !normalised) {
                Mask known = !ordinary ? null : mask != null ? mask : Mask.nonZero(part.param("W"));
                return Optional.of(new UnitLayer(part, kind, known));
            }
        }
        return Optional.empty();
    }

    Part part() {
        return part;
    }

    LayerKind kind() {
        return kind;
    }

    /** Of a truly sparse layer; else null. */
    CompressedPattern pattern() {
        return pattern;
    }

    /** Of an ordinary layer; else null. */
    Mask mask() {
        return mask;
    }

    /** Null if the layer has none; changed by what is folded into them. */
    double[] biases() {
        return biases;
    }

    int nIn() {
        return (int) ((FeedForwardLayer) part.conf()).getNIn();
    }

    int nOut() {
        return (int) ((FeedForwardLayer) part.conf()).getNOut();
    }

    /** The inputs that are left. */
    BitSet inputs() {
        return inputs;
    }

    /** The units that are left. */
    BitSet units() {
        return units;
    }

    /** Whether units may go: the activation of each depends on nothing else, and is no output of the network. */
    boolean isHidden() {
        IActivation activation = ((BaseLayer) part.conf()).getActivationFn();
        return kind instanceof DenseKind
                && !(activation instanceof ActivationSoftmax)
                && !(activation instanceof ActivationRReLU);
    }

    /** What a unit gives that receives nothing. */
    double constant(int unit) {
        INDArray z = Nd4j.zeros(
                part.param(pattern == null ? "W" : MatrixKeys.ONE_MATRIX.values())
                        .dataType(),
                1,
                nOut());
        z.putScalar(0, unit, biases == null ? 0 : biases[unit]);
        IActivation activation = ((BaseLayer) part.conf()).getActivationFn();
        return activation.getActivation(z, false).getDouble(0, unit);
    }

    /** Visits the connections between inputs and units that are left. */
    void forEach(ConnectionVisitor visitor) {
        if (pattern == null) {
            int columns = nOut();
            int rows = nIn();
            FlatArray w = FlatArray.of(part.param("W").dup('f').reshape('f', new long[] {(long) rows * columns}));
            mask.forEach(position -> {
                int input = (int) (position / columns);
                int unit = (int) (position % columns);
                if (inputs.get(input) && units.get(unit)) {
                    visitor.visit(input, unit, w.get((long) unit * rows + input));
                }
            });
            return;
        }
        double[] values =
                part.param(MatrixKeys.ONE_MATRIX.values()).dup('c').data().asDouble();
        for (int unit = units.nextSetBit(0); unit >= 0; unit = units.nextSetBit(unit + 1)) {
            for (int index = pattern.start(unit); index < pattern.start(unit + 1); index++) {
                if (inputs.get(pattern.input(index))) {
                    visitor.visit(pattern.input(index), unit, values[index]);
                }
            }
        }
    }

    /** The connections that are left. */
    long connections() {
        long[] count = new long[1];
        forEach((input, unit, value) -> count[0]++);
        return count[0];
    }
}
