package io.github.dl4jsparse.examples.data;

import java.util.regex.Pattern;

/**
 * One movement of the pen: the points it passes, x to the right and y downwards. In a shape x lies within about ±0.6
 * and y within ±1; on the sheet both are in pixels. The pen runs through the points in a curve (Catmull and Rom's) or
 * straight from each to the next.
 */
final class GlyphStroke {

    private final boolean smooth;
    private final double[] points;

    /** Keeps the array: x and y of each point in turn, at least two points. */
    GlyphStroke(boolean smooth, double... points) {
        this.smooth = smooth;
        this.points = points;
    }

    /** A curve through points, written as {@code "x,y x,y ..."}. */
    static GlyphStroke curve(String points) {
        return new GlyphStroke(true, parse(points));
    }

    /** Straight lines between points, written as {@code "x,y x,y ..."}. */
    static GlyphStroke line(String points) {
        return new GlyphStroke(false, parse(points));
    }

    private static double[] parse(String points) {
        return Pattern.compile("[ ,]")
                .splitAsStream(points)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    boolean smooth() {
        return smooth;
    }

    int size() {
        return points.length / 2;
    }

    double x(int i) {
        return points[2 * i];
    }

    double y(int i) {
        return points[2 * i + 1];
    }

    /** The horizontal position at time t in [0, 1] between point {@code span} and the next. */
    double xAt(int span, double t) {
        return at(0, span, t);
    }

    /** The vertical position at time t in [0, 1] between point {@code span} and the next. */
    double yAt(int span, double t) {
        return at(1, span, t);
    }

    private double at(int axis, int span, double t) {
        double from = points[2 * span + axis];
        double to = points[2 * span + 2 + axis];
        if (!smooth) {
            return from + t * (to - from);
        }
        double before = span == 0 ? from : points[2 * span - 2 + axis];
        double after = span + 2 == size() ? to : points[2 * span + 4 + axis];
        double quadratic = 2 * before - 5 * from + 4 * to - after;
        double cubic = 3 * (from - to) + after - before;
        return from + t / 2 * (to - before + t * (quadratic + t * cubic));
    }
}
