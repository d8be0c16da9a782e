package io.github.dl4jsparse.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class ResultJsonTest {

    private static JsonNode parsed(String json) throws IOException {
        return new ObjectMapper().readTree(json);
    }

    @Test
    void theFieldsStandAtTheTop() throws IOException {
        JsonNode json = parsed(ResultJson.of(SampleResults.rigl(), SampleResults.PROVENANCE));

        assertThat(names(json))
                .containsExactly(
                        "method",
                        "layerMethod",
                        "storage",
                        "data",
                        "arch",
                        "seed",
                        "sparsityRequested",
                        "sparsityReached",
                        "explored",
                        "connections",
                        "totalWeights",
                        "accuracy",
                        "accuracyOf",
                        "perEpoch",
                        "secondsPerEpoch",
                        "modelBytes",
                        "layers",
                        "settings",
                        "provenance");
        assertThat(json.get("method").asText()).isEqualTo("rigl");
        assertThat(json.get("storage").asText()).isEqualTo("compressed");
        assertThat(json.get("data").asText()).isEqualTo("mnist");
        assertThat(json.get("arch").asText()).isEqualTo("784-300-100-10");
        assertThat(json.get("sparsityRequested").asDouble()).isEqualTo(0.9);
        assertThat(json.get("connections").asLong()).isEqualTo(100);
        assertThat(json.get("totalWeights").asLong()).isEqualTo(1000);
        assertThat(json.get("accuracy").asDouble()).isEqualTo(0.97);
        assertThat(json.get("secondsPerEpoch").asDouble()).isEqualTo(2);
        assertThat(json.get("modelBytes").asLong()).isEqualTo(4096);
    }

    @Test
    void anEpochTellsAccuracyScoreTimeAndDensities() throws IOException {
        JsonNode epochs = parsed(ResultJson.of(SampleResults.rigl(), SampleResults.PROVENANCE))
                .get("perEpoch");

        assertThat(epochs).hasSize(3);
        assertThat(names(epochs.get(0)))
                .containsExactly("epoch", "accuracy", "trainScore", "learningRate", "seconds", "explored", "densities");
        assertThat(epochs.get(0).get("epoch").asInt()).isEqualTo(1);
        assertThat(epochs.get(0).get("densities").get("output").asDouble()).isEqualTo(0.1);
    }

    @Test
    void provenanceTellsMachineCommandAndData() throws IOException {
        JsonNode provenance = parsed(ResultJson.of(SampleResults.rigl(), SampleResults.PROVENANCE))
                .get("provenance");

        assertThat(names(provenance)).containsExactly("version", "jdk", "os", "cpu", "backend", "command", "data");
        assertThat(provenance.get("command").asText()).isEqualTo("dl4j-sparse train --out 'a <b>'");
        assertThat(provenance.get("data").get("sha256").asText()).isEqualTo("abc");
    }

    @Test
    void severalRunsAreAnArray() throws IOException {
        JsonNode json =
                parsed(ResultJson.of(List.of(SampleResults.dense(), SampleResults.rigl()), SampleResults.PROVENANCE));

        assertThat(json.isArray()).isTrue();
        assertThat(json).hasSize(2);
        assertThat(json.get(1).get("method").asText()).isEqualTo("rigl");
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
