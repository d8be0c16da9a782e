package io.github.dl4jsparse.examples.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small idx files, sound and damaged. */
final class IdxWriter {

    private IdxWriter() {}

    /** Images with pixel p of image i being {@code (i + p) mod 256}. */
    static byte[] images(int count, int rows, int columns) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + count * rows * columns);
        bytes.putInt(2051).putInt(count).putInt(rows).putInt(columns);
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < rows * columns; p++) {
                bytes.put((byte) (i + p));
            }
        }
        return bytes.array();
    }

    static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
        bytes.putInt(2049).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static Path write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder with 3 training and 2 test images of 28×28. */
    static Path mnist(Path folder) {
        write(folder.resolve("train-images-idx3-ubyte"), images(3, 28, 28));
        write(folder.resolve("train-labels-idx1-ubyte"), labels(1, 2, 3));
        write(folder.resolve("t10k-images-idx3-ubyte"), images(2, 28, 28));
        write(folder.resolve("t10k-labels-idx1-ubyte"), labels(4, 5));
        return folder;
    }
}
