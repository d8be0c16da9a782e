package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class BenchLayersTest {

    @TempDir
    private Path folder;

    private Path data;
    private Path out;

    @BeforeEach
    void writeDigits() throws IOException {
        data = DigitFolder.write(Files.createDirectory(folder.resolve("digits")));
        out = folder.resolve("results");
    }

    private CommandLineRun bench(String options) {
        return CommandLineRun.of(Stream.concat(
                        Stream.of("bench", "layers", "--data", data, "--out", out),
                        Pattern.compile(" +").splitAsStream(options))
                .toArray());
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(Files.readString(out.resolve(name)));
    }

    @Test
    void everyExperimentIsMadeOnceAndToldInATable() throws IOException {
        CommandLineRun run = bench("--epochs 1 --seeds 1");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("DST, alpha 0.0005 +[0-9.]+ % +[0-9.]+ % +[0-9.]+ % +1"))
                .anyMatch(line -> line.matches("edge-popup.* 50\\.00 % .*"))
                .anyMatch(line -> line.startsWith("powerprop, alpha 3, pruned by 98 %"))
                .anyMatch(line -> line.startsWith("its backbone, digits 0-4, unchanged bit for bit"));
        assertThat(Files.readString(out.resolve("layers.md"))).contains("| L0, lambda 1 |", "|---|---:|");
        assertThat(json("dst-seed1.json").get("settings").get("batch").asInt()).isEqualTo(64);
        assertThat(json("piggyback-seed1.json").get("backboneUnchanged").asBoolean())
                .isTrue();
        assertThat(json("piggyback-seed1.json").get("arch").asText()).isEqualTo("784-300-100-5");
    }

    @Test
    void whatIsFinishedIsNotMadeAgain() throws IOException {
        bench("--epochs 1 --seeds 1 --only edge-popup");
        String first = Files.readString(out.resolve("edge-popup-seed1.json"));

        CommandLineRun run = bench("--epochs 1 --seeds 1,2 --only edge-popup");

        assertThat(run.err()).contains("edge-popup, seed 1: is there already", "edge-popup, seed 2: epoch 1/1");
        assertThat(run.out()).contains(" ± ");
        assertThat(Files.readString(out.resolve("edge-popup-seed1.json"))).isEqualTo(first);
    }

    @Test
    void aFileOfOtherSettingsIsNotTakenForThese() {
        bench("--epochs 1 --seeds 1 --only edge-popup");

        CommandLineRun run = bench("--epochs 1 --seeds 1 --only edge-popup --validation");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("edge-popup-seed1.json").contains("other settings");
    }

    @Test
    void anUnknownExperimentIsRefusedWithTheKnownOnes() {
        CommandLineRun run = bench("--only nonsense");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("(nonsense)").contains("dst, supermask, edge-popup, powerprop-3");
    }
}
