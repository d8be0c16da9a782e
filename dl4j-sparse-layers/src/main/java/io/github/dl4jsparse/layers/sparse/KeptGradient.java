package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.ConvolutionShape;
import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Input and error of one backward pass, from which the dense gradient {@code X' dZ} can be had block by block. */
final class KeptGradient {

    /** Numbers of the dense gradient that exist at once, unless a single step of inputs has more. */
    private static final long BLOCK = 1 << 20;

    private final KeptInput input;
    private final INDArray error;

    private KeptGradient(KeptInput input, INDArray error) {
        this.input = input;
        this.error = error;
    }

    /** Copies of both, outside of workspaces. */
    static KeptGradient of(INDArray input, INDArray error) {
        return DetachedMemory.within(() -> new KeptGradient(KeptInput.features(input.dup('f')), error.dup('f')));
    }

    /** Copies of input and error of a convolution, outside of workspaces. */
    static KeptGradient of(ConvolutionShape sizes, INDArray input, INDArray error) {
        return DetachedMemory.within(() -> {
            INDArray byUnit = error.permute(1, 0, 2, 3).dup('c');
            INDArray errors = byUnit.reshape('c', sizes.units(), byUnit.length() / sizes.units())
                    .transpose();
            return new KeptGradient(KeptInput.patches(sizes, input.dup('c')), errors);
        });
    }

    /** Visits all positions in ascending C order of {@code [nIn, nOut]}. */
    void forEach(PositionVisitor visitor) {
        long nIn = input.count();
        long nOut = error.size(1);
        long step = input.step();
        long rows = Math.max(step, Math.min(nIn, BLOCK / Math.max(nOut, error.size(0)) / step * step));
        for (long first = 0; first < nIn; first += rows) {
            visit(DetachedMemory.within(block(first, Math.min(nIn, first + rows))), first * nOut, visitor);
        }
    }

    /** The gradients of some inputs, one input's after another's. */
    private Supplier<INDArray> block(long first, long end) {
        return () -> {
            long[] shape = {error.size(1), end - first};
            INDArray block = Nd4j.createUninitialized(error.dataType(), shape, 'f');
            Nd4j.gemm(error, input.some(first, end), block, true, false, 1, 0);
            return block.reshape('f', new long[] {block.length()});
        };
    }

    private static void visit(INDArray gradients, long position, PositionVisitor visitor) {
        int length = Math.toIntExact(gradients.length());
        if (gradients.dataType() == DataType.FLOAT) {
            float[] numbers = new float[length];
            HostMemory.read(gradients, numbers);
            for (int k = 0; k < length; k++) {
                visitor.visit(position + k, numbers[k]);
            }
        } else {
            double[] numbers = new double[length];
            HostMemory.read(gradients, numbers);
            for (int k = 0; k < length; k++) {
                visitor.visit(position + k, numbers[k]);
            }
        }
    }
}
