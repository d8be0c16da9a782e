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

class BenchDstTest {

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
                        Stream.of("bench", "dst", "--data", data, "--out", out, "--arch", "784-20-10"),
                        Pattern.compile(" +").splitAsStream(options))
                .toArray());
    }

    @Test
    void everyMethodIsRunAtEverySparsityAndToldInATableAndAChart() throws IOException {
        CommandLineRun run = bench("--epochs 1 --seeds 1 --sparsities 0.5,0.8");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("dense +[0-9.]+ % \\(1\\) at 0.00 %"))
                .anyMatch(line -> line.matches("deepr +[0-9.]+ % \\(1\\) +[0-9.]+ % \\(1\\)"));
        JsonNode json = new ObjectMapper().readTree(Files.readString(out.resolve("784-20-10-set-80-seed1.json")));
        assertThat(json.get("sparsityRequested").asDouble())
                .isEqualTo(json.get("sparsityReached").asDouble());
        assertThat(json.get("explored").asDouble()).isBetween(0.0, 1.0);
        assertThat(Files.readString(out.resolve("784-20-10.md"))).contains("| granet |", "R_s");
        assertThat(Files.readString(out.resolve("784-20-10.svg"))).contains("<style>", ">rigl-itop<", ">80 %<");
    }

    @Test
    void aStudyGoesOnWhereItWasStopped() throws IOException {
        bench("--epochs 1 --seeds 1 --sparsities 0.8 --only set");
        String first = Files.readString(out.resolve("784-20-10-set-80-seed1.json"));

        CommandLineRun run = bench("--epochs 1 --seeds 1,2 --sparsities 0.8 --only set,fixed");

        assertThat(run.err()).contains("set-80, seed 1: is there already", "fixed-80, seed 1: epoch 1/1");
        assertThat(run.out().lines()).anyMatch(line -> line.matches("set +[0-9.]+ ± [0-9.]+ % \\(2\\)"));
        assertThat(Files.readString(out.resolve("784-20-10-set-80-seed1.json"))).isEqualTo(first);
    }

    @Test
    void methodsThatTrulySparseLayersCanHoldHaveThemWhereAsked() throws IOException {
        CommandLineRun run = bench("--epochs 1 --seeds 1 --sparsities 0.8 --only set,dsr --storage compressed");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(out.resolve("784-20-10-set-80-compressed-seed1.json")).exists();
        assertThat(out.resolve("784-20-10-dsr-80-seed1.json")).exists();
        assertThat(Files.readString(out.resolve("784-20-10.md"))).contains("truly sparse with set; others");
    }

    @Test
    void anUnknownMethodIsRefused() {
        CommandLineRun run = bench("--only nonsense");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("There is no method (nonsense)");
    }
}
