package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.report.TextTable;
import java.util.List;
import java.util.Locale;

/** Measurements as text tables: medians in milliseconds. */
public final class BenchTable {

    private BenchTable() {}

    /**
     * Sparse networks beside dense ones.
     *
     * @param comparisons what was measured
     * @param timed the title of what was timed, such as {@code net.fit}
     * @return a line for each
     */
    public static TextTable of(List<Comparison> comparisons, String timed) {
        TextTable table = TextTable.of(timed, "batch", "sparsity", "dense ms", "sparse ms", "ratio", "rounds");
        for (Comparison one : comparisons) {
            table = table.row(
                    one.arch() + ", " + one.sparse().name().replaceFirst("^sparse .*", "truly sparse"),
                    String.valueOf(one.batch()),
                    percent(one.sparsity()),
                    millis(one.dense().median()),
                    millis(one.sparse().median()),
                    String.format(Locale.ROOT, "%.2f", one.ratio()),
                    String.valueOf(one.rounds()));
        }
        return table;
    }

    /**
     * A large network.
     *
     * @param result what was measured
     * @return a line for each figure
     */
    public static TextTable of(ScaleResult result) {
        TextTable table = TextTable.of(result.arch(), "")
                .row("places of hidden weights", Figures.count(result.places()))
                .row("connections", Figures.count(result.connections()))
                .row("parameters of the network", Figures.count(result.parameters()))
                .row("time to build, ms", millis(result.buildMillis()))
                .row("step, median ms", millis(result.steps().median()))
                .row("steps", String.valueOf(result.steps().millis().size()));
        if (!result.updates().millis().isEmpty()) {
            table = table.row(
                    "topology update, median ms", millis(result.updates().median()));
        }
        table = table.row("updates", String.valueOf(result.updates().millis().size()))
                .row("heap peak", Figures.bytes(result.memory().heap()))
                .row("off-heap peak, at most", Figures.bytes(result.memory().offHeap()))
                .row("heap after training", Figures.bytes(result.inUse().heap()))
                .row(
                        "off-heap after training, at most",
                        Figures.bytes(result.inUse().offHeap()))
                .row("both, bytes per connection", each(result, result.inUse().sum()));
        ModelFileSizes files = result.files();
        return files == null
                ? table
                : table.row("model file, bytes per connection", each(result, files.plain()))
                        .row("time to write it, ms", millis(files.plainMillis()))
                        .row("with updater state, bytes per connection", each(result, files.resumable()))
                        .row("time to write it, ms", millis(files.resumableMillis()));
    }

    private static String each(ScaleResult result, long bytes) {
        return String.format(Locale.ROOT, "%.2f", result.perConnection(bytes));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
