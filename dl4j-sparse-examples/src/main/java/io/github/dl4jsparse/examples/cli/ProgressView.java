package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.run.RunObserver;
import java.io.Console;
import java.io.PrintWriter;

/** Shows how a run goes on. */
interface ProgressView extends RunObserver, AutoCloseable {

    /**
     * A bar on a terminal, plain lines anywhere else.
     *
     * @param name of the run
     * @param epochs that are to be done, and of them already done
     * @param stepsPerEpoch minibatches of an epoch
     * @param err where lines go
     */
    static ProgressView of(String name, int epochs, int done, int stepsPerEpoch, PrintWriter err) {
        return isTerminal()
                ? new ProgressBarView(name, epochs, done, stepsPerEpoch)
                : new ProgressLines(name, epochs, done, err);
    }

    @SuppressWarnings("SystemConsoleNull") // newer JDKs are asked for more than a console
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since JDK 22 there may be a console without a terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    @Override
    void close();
}
