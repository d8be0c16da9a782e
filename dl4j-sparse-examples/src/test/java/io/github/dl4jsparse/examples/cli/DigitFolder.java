package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.GlyphDigits;
import io.github.dl4jsparse.examples.data.LabeledExamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a few generated digits in MNIST's file form. */
final class DigitFolder {

    private DigitFolder() {}

    static Path write(Path folder) throws IOException {
        write(folder, "train", GlyphDigits.generate(1, 320));
        write(folder, "t10k", GlyphDigits.generate(2, 100));
        return folder;
    }

    private static void write(Path folder, String part, LabeledExamples digits) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + digits.size() * digits.width());
        images.putInt(2051).putInt(digits.size()).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + digits.size());
        labels.putInt(2049).putInt(digits.size());
        for (int i = 0; i < digits.size(); i++) {
            for (float grey : digits.features(i)) {
                images.put((byte) Math.round(255 * grey));
            }
            labels.put((byte) digits.label(i));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
}
