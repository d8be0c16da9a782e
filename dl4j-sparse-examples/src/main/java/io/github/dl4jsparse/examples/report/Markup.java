package io.github.dl4jsparse.examples.report;

import java.util.Locale;

/** Text for HTML and SVG. */
final class Markup {

    private Markup() {}

    /** Text that stands for itself, in content and in attributes, of whatever origin. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isXml(point) ? point : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int point) {
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= ' ' && !surrogate && point < 0xFFFE
                || point > 0xFFFF;
    }

    /** A coordinate, to a tenth of a unit. */
    static String at(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    /** A line of SVG text. */
    static String text(double x, double y, String style, String content) {
        return "<text x=\"" + at(x) + "\" y=\"" + at(y) + "\" class=\"" + style + "\">" + escape(content) + "</text>\n";
    }

    /** An SVG line. */
    static String line(double x1, double y1, double x2, double y2, String style) {
        return "<line x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\"" + at(y2) + "\" class=\""
                + style + "\"/>\n";
    }

    /** An SVG picture that scales with the page. */
    static String svg(double width, double height, String description, String content) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + at(width) + " " + at(height)
                + "\" role=\"img\" aria-label=\"" + escape(description) + "\">\n" + content + "</svg>\n";
    }
}
