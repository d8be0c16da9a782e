package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.NativeThreads;
import picocli.CommandLine.Option;

/** How many threads ND4J computes with. */
final class ThreadsOption {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that ND4J and its BLAS compute with. Default: 1 for the quickstart, whose network is too"
                            + " small for more, else their own choice.")
    private Integer threads;

    void apply() {
        if (threads != null) {
            NativeThreads.set(threads);
        }
    }

    /** Sets the number of threads that was asked for, or else another one. */
    void applyOr(int usual) {
        NativeThreads.set(threads == null ? usual : threads);
    }
}
