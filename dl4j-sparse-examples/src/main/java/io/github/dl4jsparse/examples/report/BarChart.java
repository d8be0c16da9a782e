package io.github.dl4jsparse.examples.report;

import java.util.List;
import java.util.Locale;

/** Shares as bars, in groups one below the other, with the value at each bar's end. */
record BarChart(String title, List<Group> groups) {

    private static final double WIDTH = 520;
    private static final double LEFT = 150;
    private static final double RIGHT = 62;
    private static final double BAR = 15;
    private static final double STEP = 21;
    private static final double HEAD = 30;
    private static final double BOTTOM = 40;

    /** The bars of one layer. */
    record Group(String name, List<Bar> bars) {}

    /** One bar: a share in [0, 1]. */
    record Bar(String name, Look look, double share) {}

    String svg() {
        double height = groups.stream()
                        .mapToDouble(group -> HEAD + STEP * group.bars().size())
                        .sum()
                + BOTTOM;
        Scale x = Scale.around(0, 100, 5, LEFT, WIDTH - RIGHT);
        StringBuilder svg = new StringBuilder();
        for (double tick : x.ticks()) {
            svg.append(Markup.line(x.at(tick), 24, x.at(tick), height - BOTTOM, "grid"));
            svg.append(Markup.text(x.at(tick), height - BOTTOM + 17, "middle", String.valueOf((int) tick)));
        }
        double top = 0;
        for (Group group : groups) {
            svg.append(Markup.text(2, top + 19, "group", group.name()));
            for (int i = 0; i < group.bars().size(); i++) {
                svg.append(bar(group, group.bars().get(i), x, top + HEAD + i * STEP));
            }
            top += HEAD + STEP * group.bars().size();
        }
        svg.append(Markup.line(LEFT, 24, LEFT, height - BOTTOM, "axis"));
        svg.append(Markup.text((LEFT + WIDTH - RIGHT) / 2, height - 5, "middle title", "connections present (%)"));
        return Markup.svg(WIDTH, height, title, svg.toString());
    }

    private static String bar(Group group, Bar bar, Scale x, double top) {
        double end = x.at(100 * bar.share());
        String note = group.name() + ", " + bar.name() + ": " + Figures.percent(bar.share());
        return Markup.text(LEFT - 8, top + BAR - 3, "end", bar.name())
                + "<rect x=\"" + Markup.at(LEFT) + "\" y=\"" + Markup.at(top) + "\" width=\""
                + Markup.at(Math.max(1, end - LEFT)) + "\" height=\"" + Markup.at(BAR) + "\" class=\"bar "
                + bar.look().style() + "\"><title>" + Markup.escape(note) + "</title></rect>\n"
                + Markup.text(
                        end + 6, top + BAR - 3, "start", String.format(Locale.ROOT, "%.1f %%", 100 * bar.share()));
    }
}
