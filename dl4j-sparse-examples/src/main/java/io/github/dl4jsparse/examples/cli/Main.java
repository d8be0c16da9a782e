package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.report.Machine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: one class for each command. */
@Command(
        name = "dl4j-sparse",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        scope = ScopeType.INHERIT,
        description = "Trains and inspects sparse neural networks.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = {
            QuickstartCommand.class,
            TrainCommand.class,
            ContinualCommand.class,
            MethodsCommand.class,
            InspectCommand.class,
            BenchCommand.class
        })
public final class Main {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces of errors.")
    private boolean debug;

    private Main() {}

    /**
     * Runs a command and ends the JVM with its status: 0 for success, 1 for an error, 2 for bad usage.
     *
     * @param args command and options
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs a command.
     *
     * @param out for what was asked for
     * @param err for progress and errors
     * @param args command and options
     * @return 0 for success, 1 for an error, 2 for bad usage
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main).setOut(out).setErr(err);
        Words.register(line);
        line.setParameterExceptionHandler(Failures::badUsage);
        line.setExecutionExceptionHandler((e, command, parsed) -> Failures.failed(e, command, main.debug));
        line.setExecutionStrategy(new CommandLine.RunLast());
        return line.execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    /** Tells the version. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"dl4j-sparse " + Machine.version()};
        }
    }
}
