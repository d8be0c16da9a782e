package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class QuickstartCommandTest {

    @TempDir
    private Path folder;

    @Test
    void fiveRunsAreTrainedAndReported() throws IOException {
        Path data = DigitFolder.write(Files.createDirectory(folder.resolve("digits")));
        Path out = folder.resolve("report");

        CommandLineRun run = CommandLineRun.of("quickstart", "--data", data, "--epochs", "1", "--out", out);

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .containsSubsequence("dense", "fixed 90 %", "set 90 %", "rigl 90 %", "rigl 95 % compressed", "Wrote");
        JsonNode json = new ObjectMapper().readTree(Files.readString(out.resolve("results.json")));
        assertThat(json).hasSize(5);
        assertThat(json.findValuesAsText("connections").stream().distinct()).contains("266200", "26620", "13310");
        assertThat(Files.readString(out.resolve("report.html"))).startsWith("<!DOCTYPE html>");
    }
}
