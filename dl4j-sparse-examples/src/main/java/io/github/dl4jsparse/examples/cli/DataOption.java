package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.DataSources;
import io.github.dl4jsparse.examples.data.TrainTestData;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the digits come from. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Folder that holds mnist/train-images-idx3-ubyte.gz and friends, plain or gzip.",
                "Default: the folder that DL4J_SPARSE_DATA names, else DL4J's cache, else generated digits."
            })
    private Path folder;

    TrainTestData load() {
        return DataSources.standard(Optional.ofNullable(folder));
    }
}
