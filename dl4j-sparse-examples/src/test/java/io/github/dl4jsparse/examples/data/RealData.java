package io.github.dl4jsparse.examples.data;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The published files, where the environment variable names a folder that holds them; else a test is skipped. */
public final class RealData {

    private RealData() {}

    static Path folder() {
        Optional<Path> folder = DataSources.environmentFolder(System.getenv());
        Assumptions.assumeTrue(
                folder.isPresent(),
                "Skipped: the variable " + DataSources.VARIABLE + " names no folder with real data.");
        return folder.orElseThrow();
    }

    public static TrainTestData mnist() {
        return DataSources.folder(folder()).load().orElseThrow();
    }
}
