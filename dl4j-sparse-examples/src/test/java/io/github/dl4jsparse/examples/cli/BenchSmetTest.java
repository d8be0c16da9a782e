package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class BenchSmetTest {

    @TempDir
    private Path folder;

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @Test
    void theLossIsFollowedOverEveryChangeOfTheTopology() throws IOException {
        Path data = DigitFolder.write(Files.createDirectory(folder.resolve("digits")));
        Path out = folder.resolve("results");

        // 3 steps an epoch of 320 digits: changes after 100 and 200 of the first 225 steps
        CommandLineRun run = CommandLineRun.of(
                "bench", "smet", "--data", data, "--out", out, "--arch", "784-20-10", "--epochs", 100, "--seeds", 1);

        assertThat(run.status()).as(run.err()).isZero();
        JsonNode adam = json(out.resolve("rigl-adam-seed1.json"));
        assertThat(adam.get("atChanges"))
                .hasSize(2)
                .allSatisfy(ratio -> assertThat(ratio.asDouble()).isPositive());
        assertThat(adam.get("between")).hasSize(2);
        assertThat(json(out.resolve("rigl-smet-seed1.json"))
                        .get("settings")
                        .get("updater")
                        .asText())
                .isEqualTo("smet");
        assertThat(run.out().lines()).anyMatch(line -> line.startsWith("random growth, Smet"));
    }
}
