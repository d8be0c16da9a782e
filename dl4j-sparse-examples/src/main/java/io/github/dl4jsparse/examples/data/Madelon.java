package io.github.dl4jsparse.examples.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidInputException;

/**
 * Reads Madelon (I. Guyon, S. Gunn, A. Ben-Hur, G. Dror, <i>Result analysis of the NIPS 2003 feature selection
 * challenge</i>, 2005): 500 features of which 20 say something, two classes; 2000 training and 600 validation examples.
 */
public final class Madelon {

    /** Features per example. */
    public static final int FEATURES = 500;

    private Madelon() {}

    /**
     * Reads {@code madelon_train} and {@code madelon_valid}, each {@code .data} and {@code .labels}, plain or gzip. The
     * published validation part, whose labels are known, serves as the test part.
     *
     * @param folder a folder that holds the files, or a folder {@code madelon} with them
     * @return features standardised by the means and deviations of the training part; label -1 is class 0, 1 class 1
     * @throws DL4JInvalidInputException if a file is missing or damaged, or counts differ
     */
    public static TrainTestData read(Path folder) {
        Path inside = folder.resolve("madelon");
        Path home = Files.isDirectory(inside) ? inside : folder;
        LabeledExamples train = part(home, "madelon_train");
        LabeledExamples valid = part(home, "madelon_valid");
        ZScore scale = ZScore.of(train);
        return TrainTestData.of("madelon", "folder " + home, scale.apply(train), scale.apply(valid));
    }

    /**
     * Whether a folder holds the data, so that {@link #read} finds them.
     *
     * @param folder a folder that holds the files, or a folder {@code madelon} with them
     * @return false if there is not even the first file
     */
    public static boolean isIn(Path folder) {
        return Stream.of(folder, folder.resolve("madelon"))
                .flatMap(home ->
                        Stream.of("madelon_train.data", "madelon_train.data.gz").map(home::resolve))
                .anyMatch(Files::exists);
    }

    private static LabeledExamples part(Path folder, String stem) {
        Path data = find(folder, stem + ".data");
        Path labels = find(folder, stem + ".labels");
        List<String> rows = lines(data);
        List<String> classes = lines(labels);
        if (rows.size() != classes.size()) {
            throw new DL4JInvalidInputException("The file (" + data + ") holds (" + rows.size() + ") rows, but ("
                    + labels + ") holds (" + classes.size() + ") labels. Maybe one is truncated? Fetch both again.");
        }
        float[] features = new float[Math.multiplyExact(rows.size(), FEATURES)];
        int[] numbers = new int[rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            parse(rows.get(i), data, i + 1, features, i * FEATURES);
            numbers[i] = parseLabel(classes.get(i), labels, i + 1);
        }
        return LabeledExamples.owning(features, numbers, FEATURES, 2);
    }

    private static void parse(String row, Path file, int line, float[] features, int offset) {
        StringTokenizer words = new StringTokenizer(row);
        if (words.countTokens() != FEATURES) {
            throw new DL4JInvalidInputException("Line (" + line + ") of (" + file + ") has (" + words.countTokens()
                    + ") numbers and should have (" + FEATURES + "). Maybe the file is truncated? Fetch it again.");
        }
        for (int j = 0; j < FEATURES; j++) {
            String word = words.nextToken();
            try {
                features[offset + j] = Integer.parseInt(word);
            } catch (NumberFormatException e) {
                throw new DL4JInvalidInputException(
                        "The word (" + word + ") in line (" + line + ") of (" + file
                                + ") is no whole number. Maybe the file is damaged? Fetch it again.",
                        e);
            }
        }
    }

    private static int parseLabel(String word, Path file, int line) {
        return switch (word.strip()) {
            case "-1" -> 0;
            case "1", "+1" -> 1;
            default ->
                throw new DL4JInvalidInputException("The label (" + word + ") in line (" + line + ") of (" + file
                        + ") must be -1 or 1. Maybe the file is of another data set?");
        };
    }

    private static List<String> lines(Path file) {
        List<String> lines =
                DataFile.readText(file).lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            throw new DL4JInvalidInputException("The file (" + file + ") is empty. Maybe the download broke off?");
        }
        return lines;
    }

    private static Path find(Path folder, String name) {
        Path plain = folder.resolve(name);
        Path gzip = folder.resolve(name + ".gz");
        if (!Files.exists(plain) && !Files.exists(gzip)) {
            throw new DL4JInvalidInputException("The file (" + plain + "), or the same with .gz, is missing."
                    + " Maybe the folder is another one, or the download is not complete?");
        }
        return Files.exists(plain) ? plain : gzip;
    }
}
