package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;

/**
 * The connections of a convolution as those of the fully connected units of a {@link Sweep}, for one phase of its rows.
 *
 * @param units the connections: from features of the source's rows to features of a row of the target
 * @param index the index of each connection in the convolution's own pattern, or null if it is the same
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the kernels
record RowPattern(CompressedPattern units, int[] index) {

    /** The one phase of the sweep from input to output, in the order of the pattern. */
    static RowPattern forward(ConvolutionShape shape, CompressedPattern pattern, Sweep sweep) {
        int[] feature = new int[pattern.connections()];
        for (int k = 0; k < feature.length; k++) {
            int input = pattern.input(k);
            int row = shape.row(input) * shape.height().dilation();
            feature[k] = (row * shape.channels() + shape.channel(input))
                            * shape.width().kernel()
                    + shape.column(input);
        }
        int features = sweep.rows().length() * sweep.sourceFeatures();
        return new RowPattern(new CompressedPattern(features, shape.units(), pattern.columnStarts(), feature), null);
    }

    /** All phases of the sweep from error to input gradient; each sum runs over ascending units. */
    static RowPattern[] backward(ConvolutionShape shape, CompressedPattern pattern, Sweep sweep) {
        RowPattern[] phases = new RowPattern[shape.height().stride()];
        Arrays.setAll(phases, phase -> backward(shape, pattern, sweep, phase));
        return phases;
    }

    private static RowPattern backward(ConvolutionShape shape, CompressedPattern pattern, Sweep sweep, int phase) {
        ConvolutionAxis height = shape.height();
        int[] start = new int[sweep.targetFeatures() + 1];
        for (int k = 0; k < pattern.connections(); k++) {
            int input = pattern.input(k);
            if (shape.row(input) * height.dilation() % height.stride() == phase) {
                start[target(shape, input) + 1]++;
            }
        }
        for (int feature = 0; feature + 1 < start.length; feature++) {
            start[feature + 1] += start[feature];
        }
        int[] next = start.clone();
        int[] source = new int[start[start.length - 1]];
        int[] index = new int[source.length];
        int[] shifts = Sweep.shifts(shape.width());
        for (int unit = 0; unit < shape.units(); unit++) {
            for (int k = pattern.start(unit); k < pattern.start(unit + 1); k++) {
                int input = pattern.input(k);
                int rows = shape.row(input) * height.dilation();
                if (rows % height.stride() == phase) {
                    int at = next[target(shape, input)]++;
                    int row = sweep.rows().back() - rows / height.stride();
                    source[at] = (row * shape.units() + unit) * shifts.length
                            + Arrays.binarySearch(shifts, shift(shape, input));
                    index[at] = k;
                }
            }
        }
        int features = sweep.rows().length() * sweep.sourceFeatures();
        return new RowPattern(new CompressedPattern(features, start.length - 1, start, source), index);
    }

    private static int target(ConvolutionShape shape, int input) {
        int stride = shape.width().stride();
        return shape.channel(input) * stride
                + shape.column(input) * shape.width().dilation() % stride;
    }

    private static int shift(ConvolutionShape shape, int input) {
        return shape.column(input) * shape.width().dilation() / shape.width().stride();
    }
}
