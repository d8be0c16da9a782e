package io.github.dl4jsparse.examples.cli;

import picocli.CommandLine.Command;

/** The benchmarks. */
@Command(
        name = "bench",
        description = "Measure truly sparse networks beside dense ones.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchStepCommand.class,
            BenchConvolutionCommand.class,
            BenchInferenceCommand.class,
            BenchScaleCommand.class,
            BenchConvertCommand.class,
            BenchWrappedCommand.class,
            BenchLayersCommand.class,
            BenchContinualCommand.class,
            BenchTasksCommand.class,
            BenchDstCommand.class,
            BenchTopologyCommand.class,
            BenchSmetCommand.class,
            BenchMadelonCommand.class
        })
final class BenchCommand {}
