package io.github.dl4jsparse.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SparsityChartTest {

    private static final Pattern MARK = Pattern.compile("translate\\(([0-9.]+),([0-9.]+)\\)[^>]*><title>([^<]+)");

    /** Methods of nearly the same accuracy, and one whose second one is given. */
    private static String chart(double other) {
        Map<String, List<Double>> accuracies = new LinkedHashMap<>();
        for (int method = 0; method < 7; method++) {
            accuracies.put("method" + method, List.of(0.98 - 0.001 * method, 0.96 - 0.001 * method));
        }
        accuracies.put("other", List.of(0.97, other));
        return SparsityChart.svg("title", List.of(0.9, 0.99), accuracies);
    }

    private static double height(String svg, String note) {
        return MARK.matcher(svg)
                .results()
                .filter(mark -> mark.group(3).startsWith(note))
                .map((MatchResult mark) -> Double.parseDouble(mark.group(2)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMethodThatFailedDoesNotPressTheOthersTogether() {
        String svg = chart(0.1);

        double apart = height(svg, "method6, sparsity 99 %") - height(svg, "method0, sparsity 90 %");
        assertThat(apart).isGreaterThan(150);
        assertThat(height(svg, "other, sparsity 99 %: 10.00 %"))
                .isGreaterThanOrEqualTo(height(svg, "method6, sparsity 99 %"));
        assertThat(svg).contains(">10.00 %</text>");
    }

    @Test
    void valuesThatAreNotFarBelowAreDrawnWhereTheyAre() {
        String svg = chart(0.94);

        assertThat(height(svg, "other, sparsity 99 %")).isGreaterThan(height(svg, "method6, sparsity 99 %") + 20);
        assertThat(svg).doesNotContain(">94.00 %</text>");
    }
}
