package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.examples.report.TextTable;
import java.util.List;
import java.util.Locale;

/** Conversions as a text table: medians in milliseconds. */
public final class ConvertTable {

    private ConvertTable() {}

    /**
     * Pruned networks beside converted ones.
     *
     * @param results what was measured
     * @return two lines for each, of outputs and of steps
     */
    public static TextTable of(List<ConvertResult> results) {
        TextTable table = TextTable.of(
                "converted", "timed", "batch", "sparsity", "dense ms", "sparse ms", "ratio", "layers", "toSparse ms");
        for (ConvertResult result : results) {
            table = row(table, "net.output", result.output(), result);
            table = row(table, "net.fit", result.fit(), result);
        }
        return table;
    }

    private static TextTable row(TextTable table, String timed, Comparison one, ConvertResult result) {
        return table.row(
                one.arch(),
                timed,
                String.valueOf(one.batch()),
                String.format(Locale.ROOT, "%.2f %%", 100 * one.sparsity()),
                millis(one.dense().median()),
                millis(one.sparse().median()),
                String.format(Locale.ROOT, "%.2f", one.ratio()),
                result.converted() + " of " + result.layers().size(),
                millis(result.conversion().median()));
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
