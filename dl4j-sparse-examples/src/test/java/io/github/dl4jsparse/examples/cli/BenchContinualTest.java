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

class BenchContinualTest {

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
                        Stream.of("bench", "continual", "--data", data, "--out", out),
                        Pattern.compile(" +").splitAsStream(options))
                .toArray());
    }

    @Test
    void strategiesStandInATableBesideWhatWasPublished() throws IOException {
        CommandLineRun run = bench("--epochs 1 --seeds 1 --only class-spacenet,task-wsn");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("SpaceNet +[0-9.]+ % +[0-9.]+ % .* 1 +75\\.53 ± 1\\.82 %"))
                .anyMatch(line -> line.matches("WSN +– +[0-9.]+ % +0\\.00 % .*"));
        assertThat(Files.readString(out.resolve("continual.md")))
                .contains("### Split MNIST, the task is not told", "| SpaceNet |");
    }

    @Test
    void tasksThatAreInferredHaveATableOfTheirOwn() throws IOException {
        CommandLineRun run =
                bench("--epochs 1 --seeds 1 --only inferred-cps-nearest-mean,class-sam,permuted-supsup-nns");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("CP&S, nearest mean +[0-9.]+ % +[0-9.]+ % .*"))
                .anyMatch(line -> line.matches("SAM, trunk trained by the first task +[0-9.]+ % .*"))
                .anyMatch(line -> line.matches("SupSup that finds its tasks, 5 tasks +[0-9.]+ % .*"));
        assertThat(Files.readString(out.resolve("continual.md")))
                .contains("### Split MNIST, the task is inferred from 20 digits");
    }

    @Test
    void aStudyGoesOnWhereItWasStopped() throws IOException {
        bench("--epochs 1 --seeds 1 --only class-naive");
        String first = Files.readString(out.resolve("class-naive-seed1.json"));

        CommandLineRun table = bench("--epochs 1 --seeds 1,2 --only class-naive --table");
        CommandLineRun run = bench("--epochs 1 --seeds 1,2 --only class-naive");

        assertThat(table.out().lines()).anyMatch(line -> line.matches("naive .* 1 +19\\.90 ± 0\\.02 % \\*"));
        assertThat(run.err()).contains("class-naive, seed 1: is there already", "class-naive, seed 2: task 5 learnt");
        assertThat(run.out()).contains(" ± ");
        assertThat(Files.readString(out.resolve("class-naive-seed1.json"))).isEqualTo(first);
    }

    @Test
    void anUnknownExperimentIsRefusedWithTheKnownOnes() {
        CommandLineRun run = bench("--only nonsense");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("(nonsense)").contains("class-spacenet, class-static-sparse");
    }

    @Test
    void manyTasksAreMeasuredAgainstTheirNumber() throws IOException {
        Path json = folder.resolve("tasks.json");
        CommandLineRun run = CommandLineRun.of(
                "bench",
                "tasks",
                "--data",
                data,
                "--at",
                "1,3",
                "--arch",
                "784-20-20",
                "--test",
                "20",
                "--asked",
                "6",
                "--json",
                json);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("task 3/3");
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("1 .* 100\\.00 % .*"))
                .anyMatch(line -> line.startsWith("3 "));
        assertThat(Files.readString(json)).contains("\"tasks\" : 3", "\"bytesPerTask\"");
    }
}
