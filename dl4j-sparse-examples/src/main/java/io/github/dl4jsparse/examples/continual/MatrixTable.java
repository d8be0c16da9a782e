package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.ContinualResult;
import io.github.dl4jsparse.continual.metrics.AccuracyMatrix;
import io.github.dl4jsparse.examples.report.TextTable;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An accuracy matrix for people. */
public final class MatrixTable {

    private static final int WIDEST = 12;

    private MatrixTable() {}

    /**
     * The accuracies under the scenario: a row after each task, a column for each task.
     *
     * @param result of a run
     * @return in per cent; of more than 12 tasks the last row only, down
     */
    public static TextTable of(ContinualResult result) {
        AccuracyMatrix matrix = result.accuracies();
        int tasks = matrix.tasks();
        if (tasks > WIDEST) {
            TextTable table = TextTable.of("task", "accuracy in the end");
            for (int j = 0; j < tasks; j++) {
                table = table.row(String.valueOf(j), percent(matrix.get(tasks - 1, j)));
            }
            return table;
        }
        TextTable table = TextTable.of(Stream.concat(
                        Stream.of("accuracy, %"), IntStream.range(0, tasks).mapToObj(j -> "task " + j))
                .toArray(String[]::new));
        for (int i = 0; i < tasks; i++) {
            int after = i;
            table = table.row(Stream.concat(
                            Stream.of("after task " + i),
                            IntStream.range(0, tasks).mapToObj(j -> percent(matrix.get(after, j))))
                    .toArray(String[]::new));
        }
        return table;
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f", 100 * share);
    }
}
