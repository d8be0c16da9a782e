package io.github.dl4jsparse.examples.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as it was typed, quoted where a shell needs it. */
final class CommandText {

    private CommandText() {}

    static String of(CommandSpec spec) {
        return spec.root().commandLine().getParseResult().originalArgs().stream()
                .map(argument ->
                        argument.matches("[\\w@%+=:,./~-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ", "dl4j-sparse ", ""));
    }
}
