package io.github.dl4jsparse.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class BenchJsonTest {

    private static final List<Double> DENSE = List.of(8.0, 8.0);

    private static JsonNode steps() throws IOException {
        return new ObjectMapper()
                .readTree(BenchJson.ofSteps(
                        List.of(
                                SampleComparisons.of(0.9, DENSE, List.of(2.0, 6.0)),
                                SampleComparisons.of(0.95, DENSE, List.of(1.0, 1.0))),
                        SampleComparisons.RUN));
    }

    @Test
    void aStepIsTenFields() throws IOException {
        JsonNode results = steps().get("results");

        assertThat(results).hasSize(2);
        assertThat(results.get(0))
                .hasToString(
                        "{\"arch\":\"4-3-2\",\"batch\":16,\"sparsity\":0.9,\"jdk\":\"17.0.1\",\"kernels\":\"scalar\","
                                + "\"threads\":1,\"denseMsPerStep\":8.0,\"sparseMsPerStep\":4.0,\"ratio\":2.0,\"rounds\":2}");
    }

    @Test
    void theProvenanceNamesBothThreadSettings() throws IOException {
        JsonNode provenance = steps().get("provenance");

        assertThat(provenance.get("denseThreads").asInt()).isEqualTo(2);
        assertThat(provenance.get("sparseThreads").asInt()).isEqualTo(1);
        assertThat(provenance.get("date").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(provenance.get("cpu").asText()).isEqualTo("a CPU");
        assertThat(provenance.get("command").asText()).isEqualTo("dl4j-sparse bench step");
    }

    @Test
    void everyTimeIsThereOnce() throws IOException {
        JsonNode raw = steps().get("provenance").get("raw");

        assertThat(raw.findValuesAsText("name")).containsExactly("dense", "sparse 0.9", "sparse 0.95");
        assertThat(raw.findValues("ms"))
                .extracting(JsonNode::toString)
                .containsExactly("[8.0,8.0]", "[2.0,6.0]", "[1.0,1.0]");
    }

    @Test
    void anOutputTellsWhatComputedIt() throws IOException {
        JsonNode result = new ObjectMapper()
                .readTree(BenchJson.ofOutputs(List.of(SampleComparisons.of(0.9, DENSE, DENSE)), SampleComparisons.RUN))
                .get("results")
                .get(0);

        assertThat(result.get("by").asText()).isEqualTo("sparse 0.9");
        assertThat(result.get("denseMsPerCall").asDouble()).isEqualTo(8);
    }
}
