package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourcesTest {

    private static final String SHA256 = "7a12c0e593428be2d384f262ebba838ddb34d1977898a5256bacc504bdf29d94";

    private static final DataSource NOTHING = Optional::empty;

    @TempDir
    private Path folder;

    @Test
    void readsTheFolderMnistInTheNamedFolder() {
        IdxWriter.mnist(folder.resolve("mnist"));

        TrainTestData data = DataSources.folder(folder).load().orElseThrow();

        assertThat(data.train().size()).isEqualTo(3);
        assertThat(data.train().label(2)).isEqualTo(3);
        assertThat(data.test().size()).isEqualTo(2);
        assertThat(data.test().label(0)).isEqualTo(4);
    }

    @Test
    void readsTheNamedFolderItselfIfItHoldsTheFiles() {
        IdxWriter.mnist(folder);

        assertThat(DataSources.folder(folder).load()).isPresent();
    }

    @Test
    void readsDottedAndPackedNames() throws IOException {
        IdxWriter.mnist(folder);
        Path plain = folder.resolve("train-images-idx3-ubyte");
        IdxWriter.write(folder.resolve("train-images.idx3-ubyte.gz"), IdxWriter.gzip(Files.readAllBytes(plain)));
        Files.delete(plain);
        Files.move(folder.resolve("t10k-labels-idx1-ubyte"), folder.resolve("t10k-labels.idx1-ubyte"));

        assertThat(DataSources.folder(folder).load().orElseThrow().train().size())
                .isEqualTo(3);
    }

    @Test
    void saysWhichDataTheseAre() {
        IdxWriter.mnist(folder);

        TrainTestData data = DataSources.folder(folder).load().orElseThrow();

        assertThat(data.provenance())
                .isEqualTo(new DataProvenance(
                        "mnist", 3, 2, ContentHash.of(data.train(), data.test()), "folder " + folder));
    }

    @Test
    void aFolderThatDoesNotExistIsAnError() {
        assertRefused(folder.resolve("gone")).hasMessageContaining("does not exist");
    }

    @Test
    void aFileInPlaceOfTheFolderIsAnError() {
        assertRefused(IdxWriter.write(folder.resolve("file"), new byte[1])).hasMessageContaining("is no folder");
    }

    @Test
    void anEmptyFolderIsAnError() {
        assertRefused(folder).hasMessageContaining(folder.toString()).hasMessageContaining("train-images-idx3-ubyte");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte",
                "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte"
            })
    void aFolderThatLacksAFileIsAnError(String name) throws IOException {
        Files.delete(IdxWriter.mnist(folder.resolve("mnist")).resolve(name));

        assertRefused(folder)
                .hasMessageContaining(folder.resolve("mnist").resolve(name).toString());
    }

    @Test
    void anEmptyFolderMnistIsAnErrorEvenBesideTheFiles() throws IOException {
        IdxWriter.mnist(folder);
        Files.createDirectory(folder.resolve("mnist"));

        assertRefused(folder).hasMessageContaining("missing");
    }

    @Test
    void aDamagedFileIsAnError() {
        IdxWriter.mnist(folder);
        IdxWriter.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8});

        assertRefused(folder).hasMessageContaining("t10k-labels-idx1-ubyte").hasMessageContaining("truncated");
    }

    @Test
    void imagesOfAnotherSizeAreAnError() {
        IdxWriter.mnist(folder);
        IdxWriter.write(folder.resolve("t10k-images-idx3-ubyte"), IdxWriter.images(2, 32, 32));

        assertRefused(folder).hasMessageContaining("(1024)").hasMessageContaining("(784)");
    }

    @Test
    void theEnvironmentVariableNamesAFolder() {
        IdxWriter.mnist(folder);

        TrainTestData data = DataSources.environment(Map.of("DL4J_SPARSE_DATA", folder.toString()))
                .load()
                .orElseThrow();

        assertThat(data.provenance().origin()).contains(folder.toString()).contains("DL4J_SPARSE_DATA");
    }

    @Test
    void anUnsetOrEmptyVariableNamesNothing() {
        assertThat(DataSources.environment(Map.of()).load()).isEmpty();
        assertThat(DataSources.environment(Map.of("DL4J_SPARSE_DATA", " ")).load())
                .isEmpty();
    }

    @Test
    void theCacheIsReadWhereThisVersionOfDl4jPutsItsFiles() {
        IdxWriter.mnist(folder);

        assertThat(DataSources.dl4jCache(folder)
                        .load()
                        .orElseThrow()
                        .provenance()
                        .origin())
                .contains("cache");
    }

    @Test
    void theCacheIsReadWhereEarlierVersionsPutTheirFiles() {
        IdxWriter.mnist(folder.resolve("data").resolve("MNIST"));

        assertThat(DataSources.dl4jCache(folder).load()).isPresent();
    }

    @Test
    void anIncompleteCacheHoldsNothingAndNothingIsWrittenThere() throws IOException {
        Path cache = folder.resolve("cache");

        assertThat(DataSources.dl4jCache(cache).load()).isEmpty();
        assertThat(cache).doesNotExist();

        IdxWriter.mnist(cache);
        Files.delete(cache.resolve("t10k-images-idx3-ubyte"));

        assertThat(DataSources.dl4jCache(cache).load()).isEmpty();
    }

    @Test
    void theNamedFolderComesBeforeTheVariable() {
        IdxWriter.mnist(folder);
        Map<String, String> wrong =
                Map.of("DL4J_SPARSE_DATA", folder.resolve("gone").toString());

        assertThat(DataSources.standard(Optional.of(folder), wrong, NOTHING)
                        .provenance()
                        .name())
                .isEqualTo("mnist");
    }

    @Test
    void aNamedFolderNeverFallsBack() {
        DataSource cache = DataSources.dl4jCache(IdxWriter.mnist(folder.resolve("cache")));
        Map<String, String> wrong =
                Map.of("DL4J_SPARSE_DATA", folder.resolve("gone").toString());

        assertThatThrownBy(() -> DataSources.standard(Optional.of(folder.resolve("gone")), Map.of(), cache))
                .isInstanceOf(DL4JInvalidInputException.class);
        assertThatThrownBy(() -> DataSources.standard(Optional.empty(), wrong, cache))
                .isInstanceOf(DL4JInvalidInputException.class);
    }

    @Test
    void theCacheComesBeforeGeneratedDigits() {
        DataSource cache = DataSources.dl4jCache(IdxWriter.mnist(folder.resolve("cache")));

        assertThat(DataSources.standard(Optional.empty(), Map.of(), cache)
                        .provenance()
                        .origin())
                .contains("cache");
    }

    @Test
    void withoutAnythingDigitsAreGenerated() {
        TrainTestData data = DataSources.standard(Optional.empty(), Map.of(), NOTHING);

        assertThat(data.provenance().name()).isEqualTo("glyph-digits");
        assertThat(data.train().size()).isEqualTo(20_000);
        assertThat(data.test().size()).isEqualTo(4_000);
        assertThat(data.provenance().sha256()).isEqualTo(SHA256);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path folder) {
        return assertThatThrownBy(() -> DataSources.folder(folder).load())
                .isInstanceOf(DL4JInvalidInputException.class);
    }
}
