package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.continual.Strategies;
import io.github.dl4jsparse.examples.continual.StrategyEntry;
import io.github.dl4jsparse.examples.run.LayerMethod;
import io.github.dl4jsparse.examples.run.LayerMethods;
import io.github.dl4jsparse.examples.run.LayerOption;
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
        description = "List the training methods, layer methods and strategies, each with one line and its paper.")
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
        out.println("In the library only, for networks that 'train' does not build");
        out.println("selfish-rnn, set-lstm: recurrent cells, whose gates share one budget or have one each");
        out.println(
                "    Liu et al., Selfish Sparse RNN Training, ICML 2021; Liu et al., Intrinsically Sparse Long Short-Term"
                        + " Memory Networks, 2019");
        out.println("dsn: kernels of one-dimensional convolutions that grow in regions of their own");
        out.println("    Xiao et al., Dynamic Sparse Network for Time Series Classification, NeurIPS 2022");
        out.println();
        out.println("Layer methods (train --layer-method NAME --layer-option OPTION=VALUE,...)");
        for (LayerMethod method : LayerMethods.all()) {
            out.println(named(method.name(), method.aliases()) + ": " + method.summary());
            out.println("    " + method.paper());
            options(method.options(), out);
        }
        strategies(out);
    }

    private static void strategies(PrintWriter out) {
        out.println();
        out.println("Strategies of continual learning (continual --strategy NAME --strategy-option OPTION=VALUE,...)");
        for (StrategyEntry entry : Strategies.all()) {
            out.println(entry.name() + ": " + entry.summary());
            out.println("    " + entry.paper());
            options(entry.options(), out);
        }
    }

    private static void options(List<LayerOption> options, PrintWriter out) {
        options.forEach(
                option -> out.println("        " + option.name() + "=" + option.usual() + "  " + option.meaning()));
    }

    private static String named(String name, List<String> aliases) {
        return name + (aliases.isEmpty() ? "" : " (" + String.join(", ", aliases) + ")");
    }
}
