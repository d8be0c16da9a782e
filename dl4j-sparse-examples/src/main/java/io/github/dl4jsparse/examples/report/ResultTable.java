package io.github.dl4jsparse.examples.report;

import io.github.dl4jsparse.examples.run.RunResult;
import java.util.List;

/** Results side by side. */
public final class ResultTable {

    private ResultTable() {}

    /**
     * A row for each run: accuracy, connections, size of the model file, training time of an epoch.
     *
     * @param results of the runs
     * @return the table
     */
    public static TextTable of(List<RunResult> results) {
        TextTable table = TextTable.of("run", "accuracy", "connections", "of dense", "model on disk", "time per epoch");
        for (RunResult result : results) {
            table = table.row(
                    Figures.name(result),
                    Figures.percent(result.accuracy()),
                    Figures.count(result.connections()),
                    Figures.percent(1 - result.sparsityReached()),
                    Figures.bytes(result.modelBytes()),
                    Figures.seconds(result.secondsPerEpoch()));
        }
        return table;
    }
}
