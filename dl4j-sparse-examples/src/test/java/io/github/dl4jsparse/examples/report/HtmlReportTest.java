package io.github.dl4jsparse.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlReportTest {

    private static final String PAGE =
            HtmlReport.of(List.of(SampleResults.dense(), SampleResults.rigl()), SampleResults.PROVENANCE);

    private static List<Element> elements(String name) throws Exception {
        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(PAGE.getBytes(StandardCharsets.UTF_8)));
        NodeList found = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    @Test
    void thePageIsWellFormedAndHasThreeCharts() throws Exception {
        assertThat(elements("svg").stream().map(svg -> svg.getAttribute("aria-label")))
                .containsExactly("Accuracy per epoch", "Density of each layer", "Connections ever tried per epoch");
    }

    @Test
    void theTableHasARowForEachRun() throws Exception {
        assertThat(elements("td").stream().map(Element::getTextContent))
                .containsExactly(
                        "dense",
                        "97.00 %",
                        "1,000",
                        "100.00 %",
                        "4.0 KiB",
                        "2.00 s",
                        "rigl 90 % compressed",
                        "97.00 %",
                        "100",
                        "10.00 %",
                        "4.0 KiB",
                        "2.00 s");
    }

    @Test
    void eachAccuracyIsAMarkThatTellsItsValue() throws Exception {
        assertThat(elements("title").stream().map(Element::getTextContent))
                .contains("dense, epoch 2: 95.00 %", "rigl 90 % compressed, epoch 1: 90.00 %");
    }

    @Test
    void onlyDynamicRunsShowWhatTheyHaveTried() throws Exception {
        Element chart = elements("svg").get(2);

        assertThat(chart.getTextContent()).contains("rigl 90 % compressed, epoch 3: 15.00 %");
        assertThat(chart.getTextContent()).doesNotContain("dense");
    }

    @Test
    void textOfWhateverOriginStandsForItself() throws Exception {
        assertThat(elements("dd").stream().map(Element::getTextContent))
                .contains("dl4j-sparse train --out 'a <b>'", "a CPU & more");
    }

    @Test
    void thePageNeedsNeitherScriptsNorOtherFiles() {
        assertThat(PAGE).doesNotContain("<script", "src=", "href=", "url(", "@import");
    }
}
