package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.run.Method;
import io.github.dl4jsparse.examples.run.Methods;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the methods. */
@Command(name = "methods", description = "List the training methods, each with one line and its paper.")
final class MethodsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        for (Method method : Methods.all()) {
            String aliases = method.aliases().isEmpty() ? "" : " (" + String.join(", ", method.aliases()) + ")";
            spec.commandLine().getOut().println(method.name() + aliases + ": " + method.summary());
            spec.commandLine().getOut().println("    " + method.paper());
        }
    }
}
