package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class BenchCommandTest {

    @TempDir
    private Path folder;

    private static CommandLineRun bench(String options, Object... more) {
        Stream<String> words = Pattern.compile(" +").splitAsStream("bench " + options);
        return CommandLineRun.of(Stream.concat(words, Stream.of(more)).toArray());
    }

    private JsonNode json(String options) throws IOException {
        Path file = folder.resolve("new").resolve("result.json");
        CommandLineRun run = bench(options, "--json", file);
        assertThat(run.status()).as(run.err()).isZero();
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @Test
    void stepsArePrintedAsATable() {
        CommandLineRun run = bench("step --arch 20-30-30-5 --batch 4 --sparsity 0.5,0.9 --rounds 3 --warm-up 1");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).anyMatch(line -> line.matches("20-30-30-5, truly sparse +4 +50\\.00 % .* 3"));
        assertThat(run.out().lines()).anyMatch(line -> line.matches("20-30-30-5, truly sparse +4 +90\\.00 % .* 3"));
        assertThat(run.out()).contains("threads: dense 1, sparse 1; sparse: SparseDenseLayer for each hidden layer");
    }

    @Test
    void theJsonOfStepsHoldsEveryTime() throws IOException {
        JsonNode json = json("step --arch 20-30-5 --batch 4 --sparsity 0.9 --rounds 3 --warm-up 1 --sparse-threads 1"
                + " --dense-threads 2");

        JsonNode result = json.get("results").get(0);
        JsonNode raw = json.get("provenance").get("raw");
        assertThat(result.get("arch").asText()).isEqualTo("20-30-5");
        assertThat(result.get("sparseMsPerStep").asDouble()).isPositive();
        assertThat(result.get("ratio").asDouble())
                .isEqualTo(result.get("denseMsPerStep").asDouble()
                        / result.get("sparseMsPerStep").asDouble());
        assertThat(json.get("provenance").get("denseThreads").asInt()).isEqualTo(2);
        assertThat(json.get("provenance").get("sparseThreads").asInt()).isEqualTo(1);
        assertThat(raw).hasSize(2).allSatisfy(one -> assertThat(one.get("ms")).hasSize(3));
    }

    @Test
    void outputsAreTimedForEachBatch() throws IOException {
        JsonNode results = json("inference --arch 20-30 --batch 1,4 --sparsity 0.9 --rounds 3 --warm-up 1"
                        + " --sparse-threads 2")
                .get("results");

        assertThat(results.findValuesAsText("batch")).containsExactly("1", "1", "4", "4");
        assertThat(results.findValuesAsText("by"))
                .containsExactly("net.output", "SparsePredictor", "net.output", "SparsePredictor");
        assertThat(results.findValuesAsText("threads")).containsExactly("2", "1", "2", "1");
    }

    @Test
    void convolutionsAreTimedBesideADenseOne() throws IOException {
        JsonNode json = json("convolution --channels 3 --filters 4 --size 6 --kernel 2 --stride 2 --batch 2"
                + " --sparsity 0.5,0.8 --rounds 3 --warm-up 1");

        JsonNode results = json.get("results");
        assertThat(results.findValuesAsText("arch")).containsOnly("2x2/2, 3-4 on 6x6");
        assertThat(results.findValuesAsText("sparsity")).containsExactly("0.5", "0.8");
        assertThat(results.get(0).get("sparseMsPerStep").asDouble()).isPositive();
        assertThat(json.get("provenance").get("sparseNetworks").asText()).contains("SparseConvolutionLayer");
        assertThat(json.get("provenance").get("raw")).hasSize(3);
    }

    @Test
    void aLargeNetworkTellsUpdatesAndMemory() throws IOException {
        JsonNode json = json("scale --arch 20-300-300-5 --connections 2000 --batch 4 --steps 5 --interval 2");

        JsonNode result = json.get("results").get(0);
        assertThat(result.get("connections").asLong()).isEqualTo(2000);
        assertThat(result.get("places").asLong()).isEqualTo(96_000);
        assertThat(result.get("steps").asInt()).isEqualTo(5);
        assertThat(result.get("updates").asInt()).isEqualTo(2);
        assertThat(result.get("msPerUpdate").asDouble()).isPositive();
        assertThat(result.get("heapPeakBytes").asLong()).isPositive();
        assertThat(result.get("offHeapPeakBytes").asLong()).isPositive();
        assertThat(json.get("provenance").get("raw").get(0).get("ms")).hasSize(5);
    }

    @Test
    void aConversionTellsTimesAndDecisions() throws IOException {
        JsonNode json = json("convert --arch 20-300-40-5 --batch 4 --sparsity 0.5,0.9 --rounds 3 --warm-up 1"
                + " --min-sparsity 0.8");

        JsonNode results = json.get("results");
        assertThat(results).hasSize(2);
        JsonNode pruned = results.get(1);
        assertThat(pruned.get("layers").findValuesAsText("name")).containsExactly("hidden1", "hidden2", "output");
        assertThat(pruned.get("layers").findValuesAsText("converted")).containsExactly("true", "true", "false");
        assertThat(results.get(0).get("layers").findValuesAsText("converted"))
                .containsExactly("false", "false", "false");
        assertThat(pruned.get("layers").get(0).get("connections").asLong()).isEqualTo(600);
        assertThat(pruned.get("maxOutputDifference").asDouble()).isLessThan(1e-6);
        assertThat(pruned.get("ratio").asDouble())
                .isEqualTo(pruned.get("denseMsPerStep").asDouble()
                        / pruned.get("sparseMsPerStep").asDouble());
        assertThat(pruned.get("toSparseMs").asDouble()).isPositive();
        assertThat(json.get("provenance").get("raw")).hasSize(12);
    }

    @Test
    void aCalibratedConversionTellsTheTimesOfEachLayer() throws IOException {
        JsonNode layers = json("convert --arch 20-300-5 --batch 4 --sparsity 0.9 --rounds 1 --warm-up 0 --calibrate")
                .get("results")
                .get(0)
                .get("layers");

        JsonNode hidden = layers.get(0);
        JsonNode output = layers.get(1);
        assertThat(hidden.get("denseMs")).hasSize(15);
        assertThat(hidden.get("sparseMs")).hasSize(15);
        assertThat(hidden.get("reason").asText()).startsWith("Measured (training, batch 4)");
        assertThat(output.has("denseMs")).as("the output layer is not pruned").isFalse();
        assertThat(output.get("converted").asBoolean()).isFalse();
    }

    @Test
    void topologyUpdatesAreTimedOnBothStorages() throws IOException {
        JsonNode json = json("topology --arch 12-9-8-3 --batch 4 --sparsity 0.5 --block 2 --rounds 3 --warm-up 1");

        assertThat(json.get("results").findValuesAsText("method"))
                .containsExactly("set", "rigl", "monitor of rigl", "set", "rigl", "monitor of rigl");
        for (JsonNode result : json.get("results")) {
            double share = result.get("msPerUpdate").asDouble()
                    / (100 * result.get("msPerStep").asDouble());
            assertThat(result.get("share").asDouble()).isCloseTo(share, within(1e-12));
            assertThat(result.get("msOfMethod").asDouble()).isPositive();
            assertThat(result.get("msOfTheRest").isNumber()).isTrue();
        }
        assertThat(json.get("results").get(3).get("storage").asText()).isEqualTo("truly sparse");
        // without updates, and with two methods and a monitor their turns and their updates, on two storages
        assertThat(json.get("provenance").get("raw"))
                .hasSize(14)
                .allSatisfy(raw -> assertThat(raw.get("ms")).hasSize(3));
    }

    @Test
    void wrappedLayersAreTimedBesideTheBareOne() throws IOException {
        JsonNode json = json("wrapped --size 12x7 --batch 4 --rounds 3 --warm-up 1 --threads 2");

        JsonNode results = json.get("results");
        assertThat(results.findValuesAsText("member"))
                .startsWith("FixedMask", "ThresholdMask")
                .contains("Piggyback", "Supermask-TOP_K", "HashedWeights", "StructureScale")
                .doesNotHaveDuplicates();
        assertThat(results).allSatisfy(result -> {
            assertThat(result.get("size").asText()).isEqualTo("12x7");
            assertThat(result.get("threads").asInt()).isEqualTo(2);
            assertThat(result.get("bareMsPerStep").asDouble()).isPositive();
            assertThat(result.get("ratio").asDouble())
                    .isEqualTo(result.get("wrappedMsPerStep").asDouble()
                            / result.get("bareMsPerStep").asDouble());
        });
        JsonNode raw = json.get("provenance").get("raw");
        assertThat(raw)
                .hasSize(results.size() + 1)
                .allSatisfy(one -> assertThat(one.get("ms")).hasSize(3));
        assertThat(raw.get(0).get("name").asText()).isEqualTo("bare");
    }

    @Test
    void someWrappedLayersArePrintedAsATable() {
        CommandLineRun run = bench("wrapped --size 6x5 --batch 4 --rounds 3 --warm-up 0 --only Powerprop-2,FixedMask");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).anyMatch(line -> line.matches("Powerprop-2 +6x5 +4 .* 3"));
        assertThat(run.out()).contains("threads: dense 1", "ReparameterizedLayer around DenseLayer");
        assertThat(run.out().indexOf("Powerprop-2")).isLessThan(run.out().indexOf("FixedMask"));
    }

    @Test
    void aNetworkThatIsNeverRewiredHasNoUpdateTime() throws IOException {
        JsonNode result = json("scale --arch 20-300-5 --connections 900 --batch 4 --steps 2 --interval 5")
                .get("results")
                .get(0);

        assertThat(result.get("updates").asInt()).isZero();
        assertThat(result.get("msPerUpdate").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step --arch 784-10           | at least (3)",
                "step --arch 784-x-10         | whole numbers",
                "step --sparsity 90           | Maybe you passed a percentage?",
                "step --sparsity much         | 'much' is not a double",
                "step --batch 0               | batch size (0)",
                "step --rounds 0              | (0) must be positive",
                "step --warm-up -1            | must not be negative",
                "step --threads 0             | dense 0, sparse 0",
                "step --sparse-threads 0      | dense 1, sparse 0",
                "step --kernels paper         | (paper) must be one of [auto, scalar, vector]",
                "convolution --kernel 0       | kernel (0)",
                "convolution --sparsity 90    | Maybe you passed a percentage?",
                "inference --arch 784         | at least (2)",
                "inference --batch 1,0        | batch size (0)",
                "scale --connections 0        | connections (0)",
                "scale --arch 20-30-5 --connections 900 | leaves every layer dense",
                "convert --arch 784-10        | at least (3)",
                "convert --min-sparsity 90    | (90.0)",
                "topology --block 1           | at least 2",
                "topology --sparsity 90       | Maybe you passed a percentage?",
                "wrapped --size 1000          | two positive numbers",
                "wrapped --size 10x0          | two positive numbers",
                "wrapped --only nonsense      | Choose among FixedMask, ThresholdMask",
                "wrapped --batch 0            | batch size (0)",
                "                             | Missing required subcommand"
            })
    void aBadValueIsBadUsage(String options, String message) {
        CommandLineRun run = options == null ? CommandLineRun.of("bench") : bench(options);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: ").contains(message).contains("--help");
        assertThat(run.err().lines()).hasSize(2);
    }
}
