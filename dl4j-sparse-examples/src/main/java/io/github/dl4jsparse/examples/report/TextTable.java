package io.github.dl4jsparse.examples.report;

import java.util.ArrayList;
import java.util.List;

/** A table for terminals and logs: the first column to the left, the others to the right. Immutable. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows;

    private TextTable(List<List<String>> rows) {
        this.rows = rows;
    }

    /**
     * A table without rows.
     *
     * @param titles of the columns
     * @return the table
     */
    public static TextTable of(String... titles) {
        return new TextTable(List.of(List.of(titles)));
    }

    /**
     * This table with another row.
     *
     * @param cells as many as there are titles
     * @return a new table
     * @throws IllegalArgumentException if there are fewer or more
     */
    public TextTable row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "The row " + List.of(cells) + " must have (" + rows.get(0).size() + ") cells.");
        }
        List<List<String>> more = new ArrayList<>(rows);
        more.add(List.of(cells));
        return new TextTable(more);
    }

    /**
     * The lines of the table: titles, a rule, the rows.
     *
     * @return text without a line break at its end
     */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>(rows.stream().map(this::line).toList());
        lines.add(1, "-".repeat(lines.stream().mapToInt(String::length).max().orElse(0)));
        return String.join(System.lineSeparator(), lines);
    }

    /**
     * The table in Markdown.
     *
     * @return text without a line break at its end
     */
    public String markdown() {
        List<String> lines = new ArrayList<>(
                rows.stream().map(row -> "| " + String.join(" | ", row) + " |").toList());
        lines.add(1, "|---" + "|---:".repeat(rows.get(0).size() - 1) + "|");
        return String.join(System.lineSeparator(), lines);
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String fill = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? cell + fill : GAP + fill + cell);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
