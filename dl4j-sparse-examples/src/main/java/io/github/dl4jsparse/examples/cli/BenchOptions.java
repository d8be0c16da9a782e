package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.BenchRun;
import io.github.dl4jsparse.examples.bench.KernelChoice;
import io.github.dl4jsparse.examples.bench.NativeThreads;
import io.github.dl4jsparse.examples.bench.SparseRuntime;
import io.github.dl4jsparse.examples.bench.ThreadCounts;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.report.ResultJson;
import io.github.dl4jsparse.examples.report.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every benchmark takes. */
final class BenchOptions {

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that each network computes with, dense or sparse. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--kernels",
            paramLabel = "KIND",
            description = "auto, scalar (plain Java) or vector (the Vector API; fails where it is not there)."
                    + " Default: auto.")
    private KernelChoice kernels;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of weights, patterns and the random examples. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result and every raw figure as JSON.")
    private Path json;

    int threads() {
        return threads;
    }

    long seed() {
        return seed;
    }

    /** To be called before any network is built: the kernels load once. */
    BenchRun begin(CommandSpec spec, ThreadCounts counts, int warmUp, String networks) throws IOException {
        if (json != null) {
            Files.createDirectories(json.toAbsolutePath().getParent());
        }
        SparseRuntime.request(kernels, counts.sparse());
        NativeThreads.set(counts.dense());
        return BenchRun.now(Machine.provenance(CommandText.of(spec)), counts, warmUp, seed, networks);
    }

    void report(CommandSpec spec, BenchRun run, TextTable table, String text) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(table);
        out.println("JDK " + run.jdk() + ", " + run.kernels() + " kernels; threads: dense "
                + run.threads().dense() + ", sparse " + run.threads().sparse() + "; sparse: " + run.networks());
        if (json != null) {
            ResultJson.write(text, json);
            out.println("Wrote " + json);
        }
    }
}
