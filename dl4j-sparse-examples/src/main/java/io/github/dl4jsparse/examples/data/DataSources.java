package io.github.dl4jsparse.examples.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.exception.DL4JInvalidInputException;

/** The places where digits are looked for. None of them opens a network connection or writes a file. */
public final class DataSources {

    /** The environment variable that names the data folder. */
    public static final String VARIABLE = "DL4J_SPARSE_DATA";

    private static final int GLYPH_TRAIN = 20_000;
    private static final int GLYPH_TEST = 4_000;
    private static final long GLYPH_TRAIN_SEED = 1;
    private static final long GLYPH_TEST_SEED = 2;

    private DataSources() {}

    /**
     * The digits of a run: of the named folder, else of the folder that the environment variable
     * {@code DL4J_SPARSE_DATA} names, else of DL4J's cache, else {@link GlyphDigits}.
     *
     * @param folder what {@code --data} names, if anything
     * @return the digits with their provenance
     * @throws DL4JInvalidInputException if a named folder lacks a file or holds a damaged one, or the cache does
     */
    public static TrainTestData standard(Optional<Path> folder) {
        return standard(folder, System.getenv(), dl4jCache());
    }

    static TrainTestData standard(Optional<Path> folder, Map<String, String> environment, DataSource cache) {
        return folder.map(DataSources::folder)
                .orElseGet(() -> environment(environment).or(cache))
                .load()
                .orElseGet(DataSources::glyphDigits);
    }

    /**
     * A folder that the user has named: it holds {@code mnist/train-images-idx3-ubyte} and its three friends, or holds
     * them itself. Each may be plain or gzip.
     *
     * @param folder the folder
     * @return a source that either loads or throws
     */
    public static DataSource folder(Path folder) {
        return () -> Optional.of(named(folder, "folder " + folder));
    }

    /**
     * The folder that {@code DL4J_SPARSE_DATA} names.
     *
     * @param environment usually {@link System#getenv()}
     * @return a source that has nothing if the variable is unset or empty, else as {@link #folder}
     */
    public static DataSource environment(Map<String, String> environment) {
        return () -> environmentFolder(environment)
                .map(folder -> named(folder, "folder " + folder + ", named by " + VARIABLE));
    }

    /**
     * The folder that {@code DL4J_SPARSE_DATA} names.
     *
     * @param environment usually {@link System#getenv()}
     * @return the folder, or nothing if the variable is unset or empty
     */
    public static Optional<Path> environmentFolder(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /**
     * The cache that DL4J's own MNIST iterator fills: the folder of the system property
     * {@code org.deeplearning4j.resources.directory}, by default {@code .deeplearning4j} at home.
     *
     * @return a source that has nothing if not all four files are there; never triggers a download
     */
    public static DataSource dl4jCache() {
        String named = System.getProperty(DL4JSystemProperties.DL4J_RESOURCES_DIR_PROPERTY);
        return dl4jCache(named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".deeplearning4j"));
    }

    /**
     * A cache of DL4J. Version 1.0.0-M2.1 puts the files straight into its folder, earlier ones into
     * {@code data/MNIST}.
     *
     * @param folder the cache's folder, which need not exist
     * @return a source that has nothing if not all four files are there
     */
    public static DataSource dl4jCache(Path folder) {
        return () -> Stream.of(folder, folder.resolve("data").resolve("MNIST"))
                .map(MnistFolder::new)
                .filter(MnistFolder::isComplete)
                .findFirst()
                .map(mnist -> mnist.read("DL4J's cache " + mnist.folder()));
    }

    /**
     * The digits that need no file: 20 000 of {@link GlyphDigits} to learn from and 4 000 of another seed to test on.
     *
     * @return the same data every time
     */
    public static TrainTestData glyphDigits() {
        return TrainTestData.of(
                "glyph-digits",
                "generated with seeds " + GLYPH_TRAIN_SEED + " and " + GLYPH_TEST_SEED,
                GlyphDigits.generate(GLYPH_TRAIN_SEED, GLYPH_TRAIN),
                GlyphDigits.generate(GLYPH_TEST_SEED, GLYPH_TEST));
    }

    private static TrainTestData named(Path folder, String origin) {
        if (!Files.isDirectory(folder)) {
            throw new DL4JInvalidInputException("The data folder (" + folder + ") "
                    + (Files.exists(folder) ? "is no folder" : "does not exist") + ". Maybe the path is misspelt?");
        }
        MnistFolder inside = new MnistFolder(folder.resolve("mnist"));
        MnistFolder itself = new MnistFolder(folder);
        if (Files.isDirectory(inside.folder())) {
            return inside.read(origin);
        }
        if (itself.isBegun()) {
            return itself.read(origin);
        }
        throw new DL4JInvalidInputException("The data folder (" + folder + ") holds neither a folder mnist nor the file"
                + " train-images-idx3-ubyte. Maybe you meant another folder? Without one, generated digits are used.");
    }
}
