package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.examples.run.SavedRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a process cannot be asked to end")
class InterruptionTest {

    @TempDir
    private Path folder;

    /** Starts a run that is too long to end, asks it to end once an epoch is done, and returns what it then prints. */
    private String interrupt(String... options) throws IOException, InterruptedException {
        Path data = DigitFolder.write(Files.createDirectory(folder.resolve("digits")));
        List<String> command = new ArrayList<>(List.of(JavaProgram.path("java")));
        command.addAll(JavaProgram.flags(""));
        command.addAll(
                List.of("-cp", JavaProgram.classPath(), Main.class.getName(), "train", "--data", data.toString()));
        command.addAll(List.of("--arch", "784-20-10", "--epochs", "1000000"));
        command.addAll(List.of(options));
        Process process = JavaProgram.builder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains("epoch 2/")) {
                line = lines.readLine();
            }
            // of the handle, since that of the process closes its streams
            process.toHandle().destroy();
            StringBuilder rest = new StringBuilder();
            for (String more = lines.readLine(); more != null; more = lines.readLine()) {
                rest.append(more).append('\n');
            }
            process.waitFor();
            return rest.toString();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theLastFinishedEpochIsInTheFile() throws IOException, InterruptedException {
        Path model = folder.resolve("model.zip");

        String printed = interrupt("--out", model.toString());

        SavedRun saved = SavedRun.read(model);
        assertThat(saved.perEpoch()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(printed)
                .contains("The last finished epoch (" + saved.perEpoch().size() + ") is saved");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("no temporary file is left")
                    .containsExactlyInAnyOrder("digits", "model.zip");
        }
    }

    @Test
    void withoutAFileItIsSavedWhereTheRunWasStarted() throws IOException, InterruptedException {
        String printed = interrupt();

        assertThat(printed).contains("--resume dl4j-sparse-interrupted.zip");
        assertThat(SavedRun.read(folder.resolve("dl4j-sparse-interrupted.zip")).perEpoch())
                .hasSizeGreaterThanOrEqualTo(2);
    }
}
