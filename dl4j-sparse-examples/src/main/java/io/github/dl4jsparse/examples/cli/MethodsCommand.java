package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.run.LayerMethod;
import io.github.dl4jsparse.examples.run.LayerMethods;
import io.github.dl4jsparse.examples.run.Method;
import io.github.dl4jsparse.examples.run.Methods;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the methods. */
@Command(
        name = "methods",
        description = "List the training methods and the layer methods, each with one line and its paper.")
final class MethodsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        for (Method method : Methods.all()) {
            out.println(named(method.name(), method.aliases()) + ": " + method.summary());
            out.println("    " + method.paper());
        }
        out.println();
        out.println("Layer methods (train --layer-method NAME --layer-option OPTION=VALUE,...)");
        for (LayerMethod method : LayerMethods.all()) {
            out.println(named(method.name(), method.aliases()) + ": " + method.summary());
            out.println("    " + method.paper());
            method.options()
                    .forEach(option ->
                            out.println("        " + option.name() + "=" + option.usual() + "  " + option.meaning()));
        }
    }

    private static String named(String name, List<String> aliases) {
        return name + (aliases.isEmpty() ? "" : " (" + String.join(", ", aliases) + ")");
    }
}
