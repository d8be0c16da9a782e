package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class TrainCommandTest {

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeDigits() throws IOException {
        data = DigitFolder.write(Files.createDirectory(folder.resolve("digits")));
    }

    private CommandLineRun train(Object... options) {
        return CommandLineRun.of(Stream.concat(
                        Stream.of("train", "--data", data, "--arch", "784-20-10", "--batch", "32"), Stream.of(options))
                .toArray());
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @Test
    void aRunPrintsItsEpochsAndItsResult() {
        CommandLineRun run = train("--epochs", "2", "--method", "static", "--sparsity", "0.8");

        assertThat(run.status()).isZero();
        assertThat(run.err().lines().skip(1))
                .hasSize(2)
                .allMatch(line -> line.matches(
                        "fixed 80 %  epoch [12]/2  accuracy [0-9.]+ %  score [0-9.]+  [0-9.]+ s(  .* left)?"));
        assertThat(run.out()).contains("fixed 80 %", "3,176", "20.00 %");
    }

    @Test
    void theJsonTellsTheRun() throws IOException {
        Path file = folder.resolve("new").resolve("result.json");

        train("--epochs", "1", "--method", "set", "--storage", "compressed", "--seed", "5", "--json", file);

        JsonNode json = json(file);
        assertThat(json.get("method").asText()).isEqualTo("set");
        assertThat(json.get("storage").asText()).isEqualTo("compressed");
        assertThat(json.get("seed").asLong()).isEqualTo(5);
        assertThat(json.get("arch").asText()).isEqualTo("784-20-10");
        assertThat(json.get("accuracyOf").asText()).isEqualTo("test");
        assertThat(json.get("connections").asLong()).isEqualTo(1588);
        assertThat(json.get("provenance").get("command").asText())
                .startsWith("dl4j-sparse train --data ")
                .endsWith("--seed 5 --json " + file);
    }

    @Test
    void severalSeedsGiveAnArrayAndTheirMean() throws IOException {
        Path file = folder.resolve("result.json");

        CommandLineRun run = train("--epochs", "1", "--seeds", "1,2", "--validation", "--json", file);

        assertThat(run.out()).contains("(mean, standard deviation, n = 2)");
        assertThat(json(file)).hasSize(2);
        assertThat(json(file).get(1).get("seed").asLong()).isEqualTo(2);
        assertThat(json(file).get(1).get("accuracyOf").asText()).isEqualTo("validation");
    }

    @Test
    void standardizedFeaturesAreTold() throws IOException {
        Path file = folder.resolve("standardized.json");
        CommandLineRun run = train("--epochs", "1", "--standardize", "--json", file);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(json(file).get("settings").get("standardized").asBoolean()).isTrue();
    }

    @Test
    void aSavedRunResumesAndCanBeInspected() throws IOException {
        Path model = folder.resolve("model.zip");
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");
        train("--epochs", "2", "--interval", "4", "--out", model, "--json", first);

        CommandLineRun resumed = CommandLineRun.of("train", "--data", data, "--resume", model, "--json", second);
        CommandLineRun inspected = CommandLineRun.of("inspect", model);

        assertThat(resumed.status()).isZero();
        assertThat(json(second).get("perEpoch")).isEqualTo(json(first).get("perEpoch"));
        assertThat(inspected.out()).contains("hidden1_W", "output_W", "masked", "784 x 20", "dl4jsparse-run.json");
    }

    @Test
    void everyUpdaterTrains() {
        for (String updater : new String[] {"sgd", "adam", "amsgrad", "adamax", "nadam", "rmsprop", "rmsprop-99"}) {
            CommandLineRun run = train("--epochs", "1", "--updater", updater, "--l2", "1e-4", "--interval", "3");

            assertThat(run.status()).as(updater + run.err()).isZero();
        }
    }
}
