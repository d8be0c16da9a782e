package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A convolution as products of rows: each row of a target plane is a sum of rows of source planes, weighted and shifted. A
 * shift from row to row is another row of the source; a shift along the row is another copy of it. So every product is that
 * of fully connected units, whose features are rows of some examples side by side.
 *
 * @param sourcePlanes planes of an example
 * @param sourceHeight rows of a plane
 * @param source the shifted copies of a row
 * @param targetPlanes planes of an example
 * @param targetHeight rows of a plane
 * @param target the parts that a row is put together of
 * @param rows which rows of the source make a row of the target
 */
record Sweep(
        int sourcePlanes,
        int sourceHeight,
        Columns source,
        int targetPlanes,
        int targetHeight,
        Columns target,
        RowMap rows) {

    /** From input to output: a copy of each input row for each tap along it, strides taken. */
    static Sweep forward(ConvolutionShape shape) {
        ConvolutionAxis height = shape.height();
        ConvolutionAxis width = shape.width();
        int[] start = IntStream.range(0, width.kernel())
                .map(j -> j * width.dilation() - width.padding())
                .toArray();
        return new Sweep(
                shape.channels(),
                height.input(),
                Columns.of(width.input(), start, width.stride(), width.output()),
                shape.units(),
                height.output(),
                Columns.all(width.output()),
                new RowMap(height.stride(), -height.padding(), 1, 0, height.reach() + 1));
    }

    /**
     * From the output's error to the input's gradient. An input column {@code x + padding} is met by the taps j that leave
     * the same remainder when divided by the stride; so the columns of each remainder are a part of their own.
     */
    static Sweep backward(ConvolutionShape shape) {
        ConvolutionAxis height = shape.height();
        ConvolutionAxis width = shape.width();
        int stride = width.stride();
        int first = width.padding() / stride;
        int count = (width.padding() + width.input() - 1) / stride + 1 - first;
        int[] sourceStart =
                Arrays.stream(shifts(width)).map(shift -> first - shift).toArray();
        int[] targetStart = IntStream.range(0, stride)
                .map(remainder -> first * stride + remainder - width.padding())
                .toArray();
        int back = height.reach() / height.stride();
        return new Sweep(
                shape.units(),
                height.output(),
                Columns.of(width.output(), sourceStart, 1, count),
                shape.channels(),
                height.input(),
                Columns.of(width.input(), targetStart, stride, count),
                new RowMap(1, height.padding(), height.stride(), back, back + 1));
    }

    /** How far the taps shift the error's columns, each distance once. */
    static int[] shifts(ConvolutionAxis width) {
        return IntStream.range(0, width.kernel())
                .map(j -> j * width.dilation() / width.stride())
                .distinct()
                .toArray();
    }

    /** Features of one row of the source. */
    int sourceFeatures() {
        return sourcePlanes * source.parts();
    }

    /** Features of one row of the target. */
    int targetFeatures() {
        return targetPlanes * target.parts();
    }
}
