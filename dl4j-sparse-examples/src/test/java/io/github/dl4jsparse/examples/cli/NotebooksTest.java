package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the notebooks as {@code bin/dl4j-sparse notebook} does. */
class NotebooksTest {

    private static final Path NOTEBOOKS = Path.of("src", "main", "jshell");

    @TempDir
    private Path folder;

    private String run(String notebook) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(JavaProgram.path("jshell")));
        command.addAll(JavaProgram.flags("-R"));
        command.addAll(List.of(
                "-R-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "--class-path",
                JavaProgram.classPath(),
                "--startup",
                "DEFAULT",
                "--startup",
                NOTEBOOKS.resolve("imports.jsh").toString(),
                "-s",
                NOTEBOOKS.resolve(notebook).toString()));
        Process process = JavaProgram.builder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("jshell ends. It printed: " + printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed)
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("Error", "cannot find symbol", "WARN");
        return printed;
    }

    @Test
    void theFirstNotebookMakesAnOrdinaryNetworkSparse() throws IOException, InterruptedException {
        assertThat(run("01-make-any-network-sparse.jsh"))
                .contains("A network of 83,900 weights keeps 8,390 connections.")
                .contains("epoch 4: accuracy 0.")
                .contains("Saved and loaded: 8,390 connections.");
    }

    @Test
    void theSecondNotebookShowsALayerThatIsSparse() throws IOException, InterruptedException {
        assertThat(run("02-a-layer-that-is-sparse.jsh"))
                .contains("hidden1: 15,680 connections of 784,000 possible ones")
                .contains("epoch 3: accuracy 0.")
                .contains("hidden1 still has 15,680 connections.")
                .contains("The model file takes");
    }

    @Test
    void theThirdNotebookLearnsOneTaskAfterTheOther() throws IOException, InterruptedException {
        assertThat(run("03-a-network-that-does-not-forget.jsh"))
                .contains("naive: after all tasks 0.")
                .contains("PackNet: after all tasks 0.")
                .contains("forgotten 0.000")
                .contains("Loaded, the first task is answered as before: true");
    }
}
