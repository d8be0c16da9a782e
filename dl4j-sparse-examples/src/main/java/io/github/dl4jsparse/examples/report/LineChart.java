package io.github.dl4jsparse.examples.report;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Shares over epochs, or over other things that are counted by whole numbers, one line for each run. Values below the floor stand on
 * the lower edge with their number beside them, so that all others can be told from each other.
 */
record LineChart(String title, String yTitle, Axis axis, double floor, List<Line> lines) {

    private static final double WIDTH = 520;
    private static final double HEIGHT = 320;
    private static final double LEFT = 58;
    private static final double RIGHT = 14;
    private static final double TOP = 26;
    private static final double BOTTOM = 46;
    private static final int LEGEND_LINE = 20;
    private static final int X_INTERVALS = 10;
    private static final int Y_INTERVALS = 6;

    /** What the numbers along the bottom mean. */
    record Axis(String title, IntFunction<String> label) {

        static final Axis EPOCHS = new Axis("epoch", String::valueOf);
    }

    LineChart(String title, String yTitle, List<Line> lines) {
        this(title, yTitle, Axis.EPOCHS, 0, lines);
    }

    /** The values of one run, in [0, 1], from its first epoch on; NaN where there is none. */
    record Line(String name, Look look, int firstEpoch, List<Double> values) {}

    String svg() {
        Scale x = Scale.ofWholeNumbers(
                lines.stream().mapToInt(Line::firstEpoch).min().orElse(0),
                lines.stream()
                        .mapToInt(line -> line.firstEpoch() + line.values().size() - 1)
                        .max()
                        .orElse(1),
                X_INTERVALS,
                LEFT,
                WIDTH - RIGHT);
        double[] all = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(value -> 100 * value)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double least = Math.min(Math.max(all[0], 100 * floor), all[all.length - 1]);
        Scale y = Scale.around(least, all[all.length - 1], Y_INTERVALS, HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder(axes(x, y));
        lines.forEach(line -> svg.append(curve(line, x, y)));
        for (int i = 0; i < lines.size(); i++) {
            svg.append(legend(lines.get(i), i));
        }
        int legendLines = (lines.size() + 1) / 2;
        return Markup.svg(WIDTH, HEIGHT + legendLines * LEGEND_LINE, title, svg.toString());
    }

    private String axes(Scale x, Scale y) {
        StringBuilder axes = new StringBuilder();
        for (double tick : y.ticks()) {
            axes.append(Markup.line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), "grid"));
            axes.append(Markup.text(LEFT - 8, y.at(tick) + 4, "end", number(tick, y)));
        }
        for (double tick : x.ticks()) {
            axes.append(Markup.line(x.at(tick), HEIGHT - BOTTOM, x.at(tick), HEIGHT - BOTTOM + 5, "axis"));
            axes.append(Markup.text(
                    x.at(tick), HEIGHT - BOTTOM + 19, "middle", axis.label().apply((int) tick)));
        }
        axes.append(Markup.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis"));
        axes.append(Markup.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle title", axis.title()));
        axes.append(Markup.text(LEFT - 44, TOP - 11, "title", yTitle + " (%)"));
        return axes.toString();
    }

    private static String number(double tick, Scale y) {
        boolean whole = y.ticks().stream().allMatch(t -> Math.abs(t - Math.rint(t)) < 1e-6);
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", tick);
    }

    private String curve(Line line, Scale x, Scale y) {
        StringBuilder points = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        int[] known = IntStream.range(0, line.values().size())
                .filter(i -> Double.isFinite(line.values().get(i)))
                .toArray();
        IntStream.of(known).forEach(i -> {
            int epoch = line.firstEpoch() + i;
            double value = line.values().get(i);
            double height = y.at(Math.max(100 * value, y.low()));
            points.append(points.isEmpty() ? "M" : "L")
                    .append(Markup.at(x.at(epoch)))
                    .append(',')
                    .append(Markup.at(height));
            String note =
                    line.name() + ", " + axis.title() + " " + axis.label().apply(epoch) + ": " + Figures.percent(value);
            marks.append(line.look().mark(x.at(epoch), height, note));
            if (100 * value < y.low()) {
                marks.append(Markup.text(x.at(epoch) - 8, height - 6, "end", Figures.percent(value)));
            }
        });
        return "<path d=\"" + points + "\" class=\"line " + line.look().style() + "\"/>\n" + marks;
    }

    private static String legend(Line line, int index) {
        double left = index % 2 == 0 ? LEFT : (LEFT + WIDTH) / 2;
        double top = HEIGHT + 14 + index / 2 * LEGEND_LINE;
        return "<path d=\"M" + Markup.at(left) + "," + Markup.at(top - 4) + "h28\" class=\"line "
                + line.look().style() + "\"/>\n" + line.look().mark(left + 14, top - 4, line.name())
                + Markup.text(left + 36, top, "start", line.name());
    }
}
