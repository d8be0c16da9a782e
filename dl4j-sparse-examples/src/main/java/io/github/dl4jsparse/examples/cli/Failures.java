package io.github.dl4jsparse.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is printed when something goes wrong: one line where the cause is known, a stack trace where it is not. */
final class Failures {

    private Failures() {}

    static int badUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        return report(command, e.getMessage(), CommandLine.ExitCode.USAGE);
    }

    static int failed(Exception e, CommandLine command, boolean debug) {
        if (debug || !isKnown(e)) {
            e.printStackTrace(command.getErr());
        }
        boolean badValue = e instanceof DL4JInvalidConfigException;
        return report(
                command,
                isKnown(e) ? message(e) : "unexpected: " + e,
                badValue ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE);
    }

    private static boolean isKnown(Exception e) {
        return e instanceof DL4JException
                || e instanceof ND4JIllegalStateException
                || e instanceof IllegalArgumentException
                || e instanceof IOException
                || e instanceof UncheckedIOException;
    }

    private static String message(Exception e) {
        String said = e.getMessage() == null ? e.toString() : e.getMessage();
        // the message of a file system's exception is no more than the path
        boolean onlyPath = e instanceof java.nio.file.FileSystemException;
        return onlyPath ? e.getClass().getSimpleName().replace("Exception", "") + ": " + said : said;
    }

    private static int report(CommandLine command, String message, int status) {
        command.getErr().println("error: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
        if (status == CommandLine.ExitCode.USAGE) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return status;
    }
}
