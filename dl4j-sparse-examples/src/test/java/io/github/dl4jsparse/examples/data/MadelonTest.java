package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadelonTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeSmallFiles() {
        // Feature 0 is 2, 4, 6 in training and 8 in validation; feature 1 is constant in training.
        write("madelon_train.data", row(2, 5) + "\n" + row(4, 5) + " \n" + row(6, 5) + "\n");
        write("madelon_train.labels", "-1\n1\n-1\n");
        write("madelon_valid.data", row(8, 9) + "\n");
        write("madelon_valid.labels", "1\n");
    }

    @Test
    void featuresAreStandardisedByTheTrainingPart() {
        TrainTestData data = Madelon.read(folder);
        double deviation = Math.sqrt(8.0 / 3);

        assertThat(data.train().features(0)[0]).isCloseTo((float) (-2 / deviation), within(1e-6f));
        assertThat(data.train().features(1)[0]).isZero();
        assertThat(data.train().features(2)[0]).isCloseTo((float) (2 / deviation), within(1e-6f));
        assertThat(data.test().features(0)[0]).isCloseTo((float) (4 / deviation), within(1e-6f));
    }

    @Test
    void aFeatureThatIsConstantInTrainingBecomesZero() {
        TrainTestData data = Madelon.read(folder);

        assertThat(data.train().features(0)[1]).isZero();
        assertThat(data.test().features(0)[1]).isZero();
    }

    @Test
    void minusOneIsTheFirstClass() {
        TrainTestData data = Madelon.read(folder);

        assertThat(IntStream.range(0, 3).map(data.train()::label)).containsExactly(0, 1, 0);
        assertThat(data.test().label(0)).isEqualTo(1);
        assertThat(data.train().classes()).isEqualTo(2);
        assertThat(data.provenance().name()).isEqualTo("madelon");
    }

    @Test
    void readsPackedFilesInTheFolderMadelon() throws Exception {
        String expected = Madelon.read(folder).provenance().sha256();
        for (String name : new String[] {"train.data", "train.labels", "valid.data", "valid.labels"}) {
            Path plain = folder.resolve("madelon_" + name);
            IdxWriter.write(
                    folder.resolve("madelon").resolve("madelon_" + name + ".gz"),
                    IdxWriter.gzip(Files.readAllBytes(plain)));
            Files.delete(plain);
        }

        assertThat(Madelon.read(folder).provenance().sha256()).isEqualTo(expected);
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Files.delete(folder.resolve("madelon_valid.labels"));

        assertRefused().hasMessageContaining("madelon_valid.labels").hasMessageContaining("missing");
    }

    @Test
    void aRowThatBreaksOffIsNamed() {
        write("madelon_train.data", row(2, 5) + "\n" + row(4, 5) + "\n6 5 1\n");

        assertRefused().hasMessageContaining("Line (3)").hasMessageContaining("(3) numbers");
    }

    @Test
    void aWordThatIsNoNumberIsNamed() {
        write("madelon_valid.data", row(8, 9).replaceFirst("8", "x8"));

        assertRefused().hasMessageContaining("(x8)").hasMessageContaining("line (1)");
    }

    @Test
    void aLabelThatIsNoClassIsNamed() {
        write("madelon_valid.labels", "0\n");

        assertRefused().hasMessageContaining("label (0)");
    }

    @Test
    void countsThatDifferAreNamed() {
        write("madelon_train.labels", "-1\n1\n");

        assertRefused().hasMessageContaining("(3) rows").hasMessageContaining("(2) labels");
    }

    @Test
    void anEmptyFileIsNamed() {
        write("madelon_valid.data", "\n");

        assertRefused().hasMessageContaining("madelon_valid.data").hasMessageContaining("empty");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
        return assertThatThrownBy(() -> Madelon.read(folder)).isInstanceOf(DL4JInvalidInputException.class);
    }

    private void write(String name, String text) {
        IdxWriter.write(folder.resolve(name), text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String row(int first, int second) {
        return IntStream.range(2, 500)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" ", first + " " + second + " ", ""));
    }
}
