package io.github.dl4jsparse.examples.report;

import io.github.dl4jsparse.examples.run.EpochResult;
import io.github.dl4jsparse.examples.run.LayerDensity;
import io.github.dl4jsparse.examples.run.RunResult;
import io.github.dl4jsparse.examples.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs side by side on one page that needs nothing else: table, charts, provenance. Well-formed XML. */
public final class HtmlReport {

    private HtmlReport() {}

    /**
     * The page.
     *
     * @param results of the runs, at least one, on the same data and architecture
     * @param provenance of the runs
     * @return HTML
     */
    public static String of(List<RunResult> results, Provenance provenance) {
        RunSettings first = results.get(0).settings();
        String subtitle =
                "A " + first.archName() + " network on " + results.get(0).data().name() + " ("
                        + Figures.count(results.get(0).data().trainExamples()) + " training examples), "
                        + first.epochs() + " epochs, seed " + first.seed() + ".";
        return """
                <!DOCTYPE html>
                <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>dl4j-sparse: dense and sparse training</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <h1>Dense and sparse training</h1>
                <p>%s</p>
                %s%s%s%s%s</main>
                </body>
                </html>
                """.formatted(
                        StyleSheet.text(),
                        Markup.escape(subtitle),
                        table(results),
                        accuracy(results),
                        densities(results),
                        explored(results),
                        provenance(results, provenance));
    }

    /**
     * Writes the page, and the folders it lies in.
     *
     * @param results of the runs, at least one, on the same data and architecture
     * @param provenance of the runs
     * @param file where to
     * @throws IOException if writing fails
     */
    public static void write(List<RunResult> results, Provenance provenance, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, of(results, provenance));
    }

    private static String table(List<RunResult> results) {
        String rows = results.stream()
                .map(result -> row(
                        "td",
                        Figures.name(result),
                        Figures.percent(result.accuracy()),
                        Figures.count(result.connections()),
                        Figures.percent(1 - result.sparsityReached()),
                        Figures.bytes(result.modelBytes()),
                        Figures.seconds(result.secondsPerEpoch())))
                .collect(Collectors.joining());
        String examples = results.get(0).settings().validation() ? "held-out training examples" : "test examples";
        return "<div class=\"wide\"><table>\n<thead>"
                + row("th", "run", "accuracy", "connections", "of dense", "model on disk", "time per epoch")
                + "</thead>\n<tbody>" + rows + "</tbody>\n</table></div>\n"
                + "<p class=\"note\">Accuracy is of " + examples
                + " after the last epoch. Connections leave biases out. The"
                + " model file is what a program needs to use the network, without the optimiser's state. The time of an"
                + " epoch is the median, training alone. Masked storage computes with dense arrays and so gains no time;"
                + " compressed storage computes with the connections there are.</p>\n";
    }

    private static String row(String cell, String... cells) {
        return Stream.of(cells)
                .map(content -> "<" + cell + ">" + Markup.escape(content) + "</" + cell + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    private static String accuracy(List<RunResult> results) {
        List<LineChart.Line> lines = IntStream.range(0, results.size())
                .mapToObj(i -> new LineChart.Line(
                        Figures.name(results.get(i)),
                        new Look(i),
                        1,
                        results.get(i).perEpoch().stream()
                                .map(EpochResult::accuracy)
                                .toList()))
                .toList();
        return section("Accuracy", "After each epoch.", new LineChart("Accuracy per epoch", "accuracy", lines).svg());
    }

    private static String densities(List<RunResult> results) {
        Map<String, List<BarChart.Bar>> bars = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            for (LayerDensity layer : results.get(i).last().layers()) {
                String group = layer.layer() + "  " + layer.inputs() + " × " + layer.outputs();
                bars.computeIfAbsent(group, name -> new ArrayList<>())
                        .add(new BarChart.Bar(Figures.name(results.get(i)), new Look(i), layer.density()));
            }
        }
        List<BarChart.Group> groups = bars.entrySet().stream()
                .map(entry -> new BarChart.Group(entry.getKey(), entry.getValue()))
                .toList();
        return section(
                "Density of the layers",
                "The share of its possible connections that each layer has at the end.",
                new BarChart("Density of each layer", groups).svg());
    }

    private static String explored(List<RunResult> results) {
        List<LineChart.Line> lines = IntStream.range(0, results.size())
                .filter(i -> isDynamic(results.get(i)))
                .mapToObj(i -> new LineChart.Line(
                        Figures.name(results.get(i)),
                        new Look(i),
                        0,
                        Stream.concat(
                                        Stream.of(1 - results.get(i).sparsityRequested()),
                                        results.get(i).perEpoch().stream().map(EpochResult::explored))
                                .toList()))
                .toList();
        return lines.isEmpty()
                ? ""
                : section(
                        "Connections ever tried",
                        "The share of all possible connections that have existed at some time so far (R_s). It grows while a"
                                + " method changes the topology; the number of connections at one time stays the same.",
                        new LineChart("Connections ever tried per epoch", "tried so far", lines).svg());
    }

    private static boolean isDynamic(RunResult result) {
        return result.last().explored() > 1 - result.sparsityReached() + 1e-9;
    }

    private static String provenance(List<RunResult> results, Provenance provenance) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("dl4j-sparse", provenance.version());
        facts.put("command", provenance.command());
        facts.put(
                "data",
                results.get(0).data().name() + ", " + results.get(0).data().origin() + ", SHA-256 "
                        + results.get(0).data().sha256());
        facts.put("Java", provenance.jdk());
        facts.put("system", provenance.os());
        facts.put("processor", provenance.cpu());
        facts.put("backend", provenance.backend());
        return section(
                "How this was made",
                "",
                facts.entrySet().stream()
                        .map(fact -> "<dt>" + Markup.escape(fact.getKey()) + "</dt><dd>"
                                + Markup.escape(fact.getValue()) + "</dd>\n")
                        .collect(Collectors.joining("", "<dl>\n", "</dl>\n")));
    }

    private static String section(String title, String note, String content) {
        return "<section>\n<h2>" + Markup.escape(title) + "</h2>\n"
                + (note.isEmpty() ? "" : "<p class=\"note\">" + Markup.escape(note) + "</p>\n") + content
                + "</section>\n";
    }
}
