package io.github.dl4jsparse.examples.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.deeplearning4j.exception.DL4JInvalidInputException;

/**
 * Reads images and labels in the idx form of MNIST (Y. LeCun, C. Cortes, C. Burges, <i>The MNIST database of
 * handwritten digits</i>): a big-endian magic number (2051 for images, 2049 for labels), the dimensions, then one
 * unsigned byte per pixel or label. Files may be plain or gzip; their first bytes decide, not their name.
 */
public final class IdxFiles {

    private static final int IMAGES = 0x00000803;
    private static final int LABELS = 0x00000801;
    private static final int GREYS = 255;

    private IdxFiles() {}

    /**
     * Reads images with their labels.
     *
     * @param images the idx3 file
     * @param labels the idx1 file
     * @param classes number of classes; labels are in {@code [0, classes)}
     * @return features of shape {@code [n, rows * columns]} in [0, 1], row by row
     * @throws DL4JInvalidInputException if a file is missing, unreadable, damaged, truncated, too long or of the other
     *     kind, if the counts differ or a label is no class
     */
    public static LabeledExamples read(Path images, Path labels, int classes) {
        ByteBuffer pixels = open(images, IMAGES, 3);
        ByteBuffer classNumbers = open(labels, LABELS, 1);
        int count = pixels.getInt(4);
        int width = Math.multiplyExact(pixels.getInt(8), pixels.getInt(12));
        if (count != classNumbers.getInt(4)) {
            throw new DL4JInvalidInputException("The file (" + images + ") holds (" + count + ") images, but (" + labels
                    + ") holds (" + classNumbers.getInt(4)
                    + ") labels. Maybe one belongs to the training set and the other to the test set?");
        }
        float[] features = new float[pixels.remaining()];
        for (int i = 0; i < features.length; i++) {
            features[i] = Byte.toUnsignedInt(pixels.get()) / (float) GREYS;
        }
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Byte.toUnsignedInt(classNumbers.get());
            if (numbers[i] >= classes) {
                throw new DL4JInvalidInputException(
                        "The label (" + numbers[i] + ") at position (" + i + ") of (" + labels + ") must be in [0, "
                                + classes + "). Maybe the file is damaged, or of another data set?");
            }
        }
        return LabeledExamples.owning(features, numbers, width, classes);
    }

    /** A file's content, checked, positioned behind its header. */
    private static ByteBuffer open(Path file, int magic, int dimensions) {
        ByteBuffer content = ByteBuffer.wrap(DataFile.read(file));
        int header = 4 + 4 * dimensions;
        checkMagic(file, content, magic);
        if (content.capacity() < header) {
            throw truncated(file, header, content.capacity());
        }
        long body = 1;
        for (int d = 1; d <= dimensions; d++) {
            int length = content.getInt(4 * d);
            if (length < 1 || body * length > Integer.MAX_VALUE) {
                throw new DL4JInvalidInputException("The dimension (" + d + ") of idx file (" + file + ") is ("
                        + Integer.toUnsignedString(length) + "). Maybe the file is damaged? Fetch it again.");
            }
            body *= length;
        }
        if (content.capacity() < header + body) {
            throw truncated(file, header + body, content.capacity());
        }
        if (content.capacity() > header + body) {
            throw new DL4JInvalidInputException("The idx file (" + file + ") holds (" + content.capacity()
                    + ") bytes where its header says (" + (header + body)
                    + "). Maybe two files were joined, or it is damaged? Fetch it again.");
        }
        return content.position(header);
    }

    private static void checkMagic(Path file, ByteBuffer content, int magic) {
        if (content.capacity() < 4) {
            throw truncated(file, 4, content.capacity());
        }
        int found = content.getInt(0);
        if (found != magic) {
            String cause = found == IMAGES || found == LABELS
                    ? "Maybe images and labels are swapped?"
                    : "Maybe it is no idx file, such as a web page that was saved in its place?";
            throw new DL4JInvalidInputException(
                    "The magic number of (" + file + ") is (" + found + ") and should be (" + magic + "). " + cause);
        }
    }

    private static DL4JInvalidInputException truncated(Path file, long wanted, long found) {
        return new DL4JInvalidInputException("The idx file (" + file + ") is truncated: it holds (" + found
                + ") bytes and needs (" + wanted + "). Maybe the download broke off? Fetch it again.");
    }
}
