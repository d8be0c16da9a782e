package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class BenchMadelonTest {

    @TempDir
    private Path folder;

    private CommandLineRun bench(Object... more) {
        Object[] words = new Object[more.length + 12];
        Object[] first = {
            "bench",
            "madelon",
            "--epochs",
            "1",
            "--seeds",
            "1",
            "--arch",
            "500-10-2",
            "--data",
            folder,
            "--threads",
            "1"
        };
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return CommandLineRun.of(words);
    }

    @Test
    void theFeaturesOfGeneratedDataAreRankedAndMadelonIsLeftOutWhereItIsNot() throws IOException {
        Path json = folder.resolve("result.json");
        CommandLineRun run = bench("--only", "set", "--json", json);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Madelon is left out: no data folder holds it")
                .doesNotContain("two seeds");
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("set +[0-9.]+ % +[0-9.]+ +[0-9.]+ +[0-9.]+ +[0-9.]+ +1"))
                .anyMatch(line -> line.matches("chance +0\\.8 +1\\.6 +0\\.8 +1\\.6 *"));
        JsonNode only =
                new ObjectMapper().readTree(Files.readString(json)).get("runs").get(0);
        assertThat(only.get("byDegree")).hasSize(500);
        assertThat(only.get("informative")).hasSize(20);
    }

    @Test
    void whereItIsThereItsRunsAreToldWithoutKnowledgeOfFeatures() throws IOException {
        for (String part : new String[] {"train", "valid"}) {
            Files.writeString(folder.resolve("madelon_" + part + ".data"), row(0) + row(1) + row(2) + row(3));
            Files.writeString(folder.resolve("madelon_" + part + ".labels"), "-1\n1\n1\n-1\n");
        }

        CommandLineRun run = bench("--only", "fixed");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("madelon, fixed, seed 1: accuracy ");
        assertThat(run.out())
                .contains("features that two seeds share in the top 20")
                .doesNotContain("left out");
    }

    private static String row(int shift) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            row.append((i * 7 + shift * 3) % 11).append(' ');
        }
        return row.append('\n').toString();
    }

    @Test
    void aMethodThatKeepsAllConnectionsIsRefused() {
        CommandLineRun run = bench("--only", "dense");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("(dense)")
                .contains("Maybe --only set,rigl?")
                .doesNotContain("\tat ");
    }
}
