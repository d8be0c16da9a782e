package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFilesTest {

    @TempDir
    private Path folder;

    @Test
    void pixelsAreScaledToOneAndReadRowByRow() {
        LabeledExamples read = read(IdxWriter.images(2, 2, 3), IdxWriter.labels(7, 9));

        assertThat(read.size()).isEqualTo(2);
        assertThat(read.width()).isEqualTo(6);
        assertThat(read.classes()).isEqualTo(10);
        assertThat(read.features(1)).containsExactly(1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f, 6 / 255f);
        assertThat(read.label(0)).isEqualTo(7);
        assertThat(read.label(1)).isEqualTo(9);
    }

    @Test
    void bytesAreUnsigned() {
        byte[] images = IdxWriter.images(1, 1, 2);
        images[16] = (byte) 255;
        images[17] = (byte) 128;

        assertThat(read(images, IdxWriter.labels(0)).features(0)).containsExactly(1f, 128 / 255f);
    }

    @Test
    void gzipIsToldByContentAndNotByName() {
        LabeledExamples plain = read(IdxWriter.images(2, 2, 2), IdxWriter.labels(0, 1));

        LabeledExamples packed =
                read(IdxWriter.gzip(IdxWriter.images(2, 2, 2)), IdxWriter.gzip(IdxWriter.labels(0, 1)));

        assertThat(ContentHash.of(packed)).isEqualTo(ContentHash.of(plain));
    }

    @Test
    void aMissingFileIsNamed() {
        Path labels = IdxWriter.write(folder.resolve("labels"), IdxWriter.labels(1));

        assertThatThrownBy(() -> IdxFiles.read(folder.resolve("nowhere"), labels, 10))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContaining(folder.resolve("nowhere").toString())
                .hasMessageContaining("missing");
    }

    @Test
    void aFolderInPlaceOfAFileIsNamed() {
        assertThatThrownBy(() -> IdxFiles.read(folder, folder, 10))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContaining("no file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 15, 16, 23})
    void atWhateverByteAFileBreaksOffItIsCalledTruncated(int length) {
        byte[] images = Arrays.copyOf(IdxWriter.images(2, 2, 2), length);

        assertRefused(images, IdxWriter.labels(0, 1))
                .hasMessageContaining("images")
                .hasMessageContaining("truncated")
                .hasMessageContaining("(" + length + ")");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 20, 30})
    void atWhateverByteAGzipFileBreaksOffItIsCalledTruncated(int length) {
        byte[] images = Arrays.copyOf(IdxWriter.gzip(IdxWriter.images(2, 2, 2)), length);

        assertRefused(images, IdxWriter.labels(0, 1))
                .hasMessageContaining("images")
                .hasMessageContaining("truncated or damaged");
    }

    @Test
    void aGzipFileWithAChangedByteIsCalledDamaged() {
        byte[] packed = IdxWriter.gzip(IdxWriter.images(2, 8, 8));
        packed[packed.length - 6] ^= 0x40;

        assertRefused(packed, IdxWriter.labels(0, 1)).hasMessageContaining("damaged");
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        byte[] images = IdxWriter.images(2, 2, 2);

        assertRefused(Arrays.copyOf(images, images.length + 1), IdxWriter.labels(0, 1))
                .hasMessageContaining("(25)")
                .hasMessageContaining("(24)");
    }

    @Test
    void swappedFilesAreRecognised() {
        assertRefused(IdxWriter.labels(0, 1), IdxWriter.images(2, 2, 2)).hasMessageContaining("swapped");
    }

    @Test
    void aWebPageInPlaceOfTheFileIsRecognised() {
        byte[] page = "<html>Not found</html>".getBytes(StandardCharsets.UTF_8);

        assertRefused(page, IdxWriter.labels(0, 1))
                .hasMessageContaining("magic")
                .hasMessageContaining("web page");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void anImpossibleDimensionIsRefused(int rows) {
        byte[] images = IdxWriter.images(2, 2, 2);
        ByteBuffer.wrap(images).putInt(8, rows);

        assertRefused(images, IdxWriter.labels(0, 1))
                .hasMessageContaining("dimension (2)")
                .hasMessageContaining(Integer.toUnsignedString(rows));
    }

    @Test
    void countsThatDifferAreNamed() {
        assertRefused(IdxWriter.images(2, 2, 2), IdxWriter.labels(0, 1, 2))
                .hasMessageContaining("(2) images")
                .hasMessageContaining("(3) labels");
    }

    @Test
    void aLabelThatIsNoClassIsNamed() {
        assertRefused(IdxWriter.images(2, 2, 2), IdxWriter.labels(0, 10))
                .hasMessageContaining("label (10)")
                .hasMessageContaining("position (1)");
    }

    private LabeledExamples read(byte[] images, byte[] labels) {
        return IdxFiles.read(
                IdxWriter.write(folder.resolve("images"), images),
                IdxWriter.write(folder.resolve("labels"), labels),
                10);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] images, byte[] labels) {
        return assertThatThrownBy(() -> read(images, labels)).isInstanceOf(DL4JInvalidInputException.class);
    }
}
