package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.continual.StreamKind;
import io.github.dl4jsparse.examples.data.DataSources;
import io.github.dl4jsparse.examples.data.TrainTestData;
import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which tasks, of which data. */
final class StreamOption {

    private static final String GLYPHS = "glyphs";
    private static final String MNIST = "mnist";

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "split",
            description =
                    "split (two classes a task), permuted or rotated: of MNIST where it is found, else of generated"
                            + " digits. split-mnist insists on MNIST, split-glyphs on generated digits. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String name;

    @Mixin
    private DataOption data;

    private String[] words() {
        String[] words = name.toLowerCase(Locale.ROOT).split("-", 2);
        boolean known = words.length == 1 || words[1].equals(GLYPHS) || words[1].equals(MNIST);
        if (!known
                || Arrays.stream(StreamKind.values())
                        .noneMatch(kind -> Words.of(kind).equals(words[0]))) {
            throw new DL4JInvalidConfigException("There is no stream (" + name
                    + "). The streams are split, permuted and rotated, alone or with -mnist or -glyphs.");
        }
        return words;
    }

    StreamKind kind() {
        return StreamKind.valueOf(words()[0].toUpperCase(Locale.ROOT));
    }

    TrainTestData load() {
        String[] words = words();
        if (words.length == 2 && words[1].equals(GLYPHS)) {
            return DataSources.glyphDigits();
        }
        TrainTestData found = data.load();
        if (words.length == 2 && !found.provenance().name().equals(MNIST)) {
            throw new DL4JInvalidConfigException("The stream (" + name + ") needs MNIST, and there is only ("
                    + found.provenance().name() + "). Name its folder by --data or " + DataSources.VARIABLE
                    + ", or use " + words[0] + "-glyphs.");
        }
        return found;
    }
}
