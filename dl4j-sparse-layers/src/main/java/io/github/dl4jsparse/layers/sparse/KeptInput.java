package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.ConvolutionAxis;
import io.github.dl4jsparse.layers.kernel.ConvolutionShape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The inputs of the weight matrix in one backward pass, of which some can be had at a time. */
interface KeptInput {

    /** The number of inputs. */
    long count();

    /** Inputs that come together: a block is of a multiple of so many. */
    long step();

    /** Some inputs as columns, in 'f' order: one row for each example and place. */
    INDArray some(long first, long end);

    /** The columns of a {@code [batch, nIn]} matrix in 'f' order. */
    static KeptInput features(INDArray matrix) {
        return new KeptInput() {

            @Override
            public long count() {
                return matrix.size(1);
            }

            @Override
            public long step() {
                return 1;
            }

            @Override
            public INDArray some(long first, long end) {
                return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(first, end));
            }
        };
    }

    /** The taps of a convolution of a {@code [batch, channels, height, width]} array, channel by channel. */
    static KeptInput patches(ConvolutionShape sizes, INDArray planes) {
        ConvolutionAxis height = sizes.height();
        ConvolutionAxis width = sizes.width();
        return new KeptInput() {

            @Override
            public long count() {
                return sizes.channels() * step();
            }

            @Override
            public long step() {
                return (long) height.kernel() * width.kernel();
            }

            @Override
            public INDArray some(long first, long end) {
                INDArray padded = padded(planes, first / step(), end / step(), height, width);
                long[] shape = {end - first, planes.size(0), height.output(), width.output()};
                INDArray taps = Nd4j.createUninitialized(planes.dataType(), shape, 'c');
                long row = 0;
                for (int channel = 0; channel < padded.size(1); channel++) {
                    for (int i = 0; i < height.kernel(); i++) {
                        for (int j = 0; j < width.kernel(); j++) {
                            INDArray seen = padded.get(
                                    NDArrayIndex.all(), NDArrayIndex.point(channel), met(height, i), met(width, j));
                            taps.get(NDArrayIndex.point(row++)).assign(seen);
                        }
                    }
                }
                return taps.reshape('c', end - first, taps.length() / (end - first))
                        .transpose();
            }
        };
    }

    /** Some channels with the zeros around them, and without what no tap meets. */
    private static INDArray padded(
            INDArray planes, long first, long end, ConvolutionAxis height, ConvolutionAxis width) {
        long[] shape = {planes.size(0), end - first, met(height), met(width)};
        INDArray padded = Nd4j.create(planes.dataType(), shape, 'c');
        long rows = Math.min(height.input(), met(height) - height.padding());
        long columns = Math.min(width.input(), met(width) - width.padding());
        if (rows > 0 && columns > 0) {
            padded.get(
                            NDArrayIndex.all(),
                            NDArrayIndex.all(),
                            NDArrayIndex.interval(height.padding(), height.padding() + rows),
                            NDArrayIndex.interval(width.padding(), width.padding() + columns))
                    .assign(planes.get(
                            NDArrayIndex.all(),
                            NDArrayIndex.interval(first, end),
                            NDArrayIndex.interval(0, rows),
                            NDArrayIndex.interval(0, columns)));
        }
        return padded;
    }

    /** How far all taps of all outputs reach. */
    private static long met(ConvolutionAxis axis) {
        return (axis.output() - 1L) * axis.stride() + (axis.kernel() - 1L) * axis.dilation() + 1;
    }

    /** What one tap meets over all outputs. */
    private static INDArrayIndex met(ConvolutionAxis axis, int tap) {
        long first = (long) tap * axis.dilation();
        return NDArrayIndex.interval(first, axis.stride(), first + (axis.output() - 1L) * axis.stride() + 1);
    }
}
