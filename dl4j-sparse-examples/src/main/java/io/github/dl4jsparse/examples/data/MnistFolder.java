package io.github.dl4jsparse.examples.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidInputException;

/** The four files of MNIST, or of a data set in its form, in one folder: plain or gzip, named with a dash or a dot. */
record MnistFolder(Path folder) {

    private static final int PIXELS = GlyphDigits.SIDE * GlyphDigits.SIDE;
    private static final List<String> STEMS = List.of("train-images", "train-labels", "t10k-images", "t10k-labels");

    /** Whether all four files are here. */
    boolean isComplete() {
        return STEMS.stream().allMatch(stem -> find(stem).isPresent());
    }

    /** Whether any of the four files is here. */
    boolean isBegun() {
        return STEMS.stream().anyMatch(stem -> find(stem).isPresent());
    }

    /**
     * Reads all four.
     *
     * @throws DL4JInvalidInputException if a file is missing or damaged, or images are not 28×28
     */
    TrainTestData read(String origin) {
        List<Path> files = STEMS.stream().map(this::require).toList();
        return TrainTestData.of("mnist", origin, part(files.get(0), files.get(1)), part(files.get(2), files.get(3)));
    }

    private static LabeledExamples part(Path images, Path labels) {
        LabeledExamples part = IdxFiles.read(images, labels, GlyphDigits.CLASSES);
        if (part.width() != PIXELS) {
            throw new DL4JInvalidInputException("The images of (" + images + ") have (" + part.width() + ") pixels and"
                    + " should have (" + PIXELS + "). Maybe they are of another data set?");
        }
        return part;
    }

    private Path require(String stem) {
        return find(stem)
                .orElseThrow(() -> new DL4JInvalidInputException("The file (" + folder.resolve(plainName(stem))
                        + "), or the same with .gz, is missing. Maybe the download is not complete? The folder needs"
                        + " all four files of MNIST."));
    }

    private Optional<Path> find(String stem) {
        String dashed = plainName(stem);
        String dotted = dashed.replace("-idx", ".idx");
        return List.of(dashed, dashed + ".gz", dotted, dotted + ".gz").stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    private static String plainName(String stem) {
        return stem + (stem.endsWith("images") ? "-idx3-ubyte" : "-idx1-ubyte");
    }
}
