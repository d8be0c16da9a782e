package io.github.dl4jsparse.examples.report;

import io.github.dl4jsparse.examples.run.PrunedResult;
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

    /**
     * A row for each sparsity to which a run's trained network was pruned.
     *
     * @param results of the runs, pruned ones or not
     * @return the table
     */
    public static TextTable ofPruned(List<RunResult> results) {
        TextTable table = TextTable.of("run", "pruned by", "accuracy", "connections", "of dense");
        for (RunResult result : results) {
            for (PrunedResult pruned : result.pruned()) {
                table = table.row(
                        Figures.name(result),
                        Figures.percent(pruned.sparsity()),
                        Figures.percent(pruned.accuracy()),
                        Figures.count(pruned.connections()),
                        Figures.percent((double) pruned.connections() / pruned.totalWeights()));
            }
        }
        return table;
    }
}
