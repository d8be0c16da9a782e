package io.github.dl4jsparse.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Accuracies over sparsities, one line for each method, as a picture that needs nothing else. */
public final class SparsityChart {

    private static final double FAR = 3;

    private SparsityChart() {}

    /**
     * The picture. Sparsities stand side by side at equal distances. Accuracies far below all others, by more than three times the
     * distance between the quartiles below the lower one, stand on the lower edge with their number beside them.
     *
     * @param title of the picture
     * @param sparsities each in [0, 1)
     * @param accuracies of each method one for each sparsity, in [0, 1]; NaN where there is none, but not everywhere
     * @return SVG
     */
    public static String svg(String title, List<Double> sparsities, Map<String, List<Double>> accuracies) {
        List<LineChart.Line> lines = new ArrayList<>();
        accuracies.forEach(
                (method, values) -> lines.add(new LineChart.Line(method, new Look(lines.size()), 0, values)));
        LineChart.Axis axis = new LineChart.Axis("sparsity", i -> label(sparsities, i));
        String svg = new LineChart(title, "accuracy", axis, floor(accuracies.values()), lines).svg();
        int content = svg.indexOf('\n') + 1;
        return svg.substring(0, content) + "<style>\n" + StyleSheet.text() + "</style>\n" + svg.substring(content);
    }

    private static double floor(Collection<List<Double>> accuracies) {
        double[] sorted = accuracies.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double lower = sorted[sorted.length / 4];
        double upper = sorted[Math.min(sorted.length - 1, 3 * sorted.length / 4)];
        double fence = lower - FAR * (upper - lower);
        return Arrays.stream(sorted).filter(value -> value >= fence).findFirst().orElse(0);
    }

    private static String label(List<Double> sparsities, int i) {
        // of one sparsity alone the axis has a second tick
        return i < sparsities.size()
                ? String.format(Locale.ROOT, "%.1f %%", 100 * sparsities.get(i)).replace(".0 %", " %")
                : "";
    }
}
