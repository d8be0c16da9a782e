package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @TempDir
    private Path folder;

    @Test
    void withoutACommandTheCommandsAreListed() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("quickstart", "train", "methods", "inspect", "bench");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "train",
                "methods",
                "inspect",
                "bench",
                "bench step",
                "bench inference",
                "bench scale",
                "bench wrapped",
                "bench layers",
                "bench continual",
                "bench tasks",
                "continual",
                "bench dst",
                "bench topology",
                "bench smet"
            })
    void everyCommandHasHelp(String command) {
        CommandLineRun run = CommandLineRun.of((Object[]) (command + " --help").split(" "));

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: dl4j-sparse " + command);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense                        | Unmatched argument",
                "train --nonsense                | Unknown option",
                "train --storage paper           | (paper) must be one of [masked, compressed]",
                "train --init sparse             | [by-method, dense, sparsity-aware, uniform]",
                "train --epochs many             | 'many' is not an int",
                "train --seed 1 --seeds 2,3      | exclude each other",
                "train --seeds 2,3 --out x.zip   | name one seed",
                "train --resume x.zip --lr 0.1   | leave out --lr",
                "train --resume x.zip --method set --epochs 3 | leave out --method, --epochs",
                "inspect                         | MODEL"
            })
    void badUsageIsToldInOneLineWithStatusTwo(String command, String message) {
        CommandLineRun run = CommandLineRun.of((Object[]) command.split(" +"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err()).startsWith("error: ").contains(message).contains("--help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sparsity 90                | Maybe you passed a percentage?",
                "--method nonsense            | There is no method (nonsense)",
                "--arch 784                   | inputs and classes",
                "--arch 784-x-10              | whole numbers",
                "--epsilon 5 --sparsity 0.9   | stands instead of",
                "--distribution er            | ER needs a positive epsilon",
                "--method dense --storage compressed | Use masked storage",
                "--lr-drops 0                 | finished epochs",
                "--threads 0                  | must be positive",
                "--fraction 30                | (30.0) must be in [0, 1]",
                "--drop 0.3                   | (0.3) must be one of [by-method, magnitude,",
                "--scope global               | Maybe --drop magnitude with --scope global?",
                "--initial-sparsity 0.5       | Maybe --method granet?",
                "--method pals --sparsity 0.9 | finds the sparsity itself",
                "--method gmp --epsilon 5     | Use --sparsity",
                "--method granet --sparsity 0.3 | (0.5) of the method (granet) must not exceed",
                "--method deepr --updater adam | plain SGD",
                "--method smet --updater adam | must be (Smet)",
                "--method deepr --drop snip   | is no composition whose parts can be exchanged",
                "--method dsr --storage compressed | (dsr)",
                "--method gmp --storage compressed | (gmp)",
                "--method pals --storage compressed | (pals)",
                "--method snfs --storage compressed | (snfs)",
                "--validation-share 10        | Maybe you passed a percentage?"
            })
    void aBadValueIsBadUsageToo(String options, String message) throws IOException {
        CommandLineRun run =
                CommandLineRun.of((Object[]) ("train --data " + DigitFolder.write(folder) + " " + options).split(" +"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.err()).doesNotContain("\tat ");
    }

    @Test
    void anErrorIsOneLineWithStatusOne() {
        CommandLineRun run = CommandLineRun.of("inspect", folder.resolve("none.zip"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.contains("none.zip"));
    }

    @Test
    void debugPrintsTheStackTraceWhereverItStands() {
        assertThat(CommandLineRun.of("--debug", "inspect", "none.zip").err()).contains("\tat ");
        assertThat(CommandLineRun.of("inspect", "none.zip", "--debug").err()).contains("\tat ");
    }

    @Test
    void aFileThatIsNoModelIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("text.zip"), "no zip");

        CommandLineRun run = CommandLineRun.of("inspect", file);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("text.zip").doesNotContain("\tat ");
    }

    @Test
    void aDataFolderThatDoesNotExistIsAnError() {
        CommandLineRun run = CommandLineRun.of("train", "--data", folder.resolve("nowhere"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("nowhere").contains("does not exist");
    }

    @Test
    void methodsListsEachWithItsPaper() {
        CommandLineRun run = CommandLineRun.of("methods");

        assertThat(run.out()).contains("dense", "fixed (static)", "set", "rigl", "Evci et al.", "Mocanu et al.");
    }
}
