package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class LayerMethodTest {

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeDigits() throws IOException {
        data = DigitFolder.write(Files.createDirectory(folder.resolve("digits")));
    }

    private CommandLineRun train(String options, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--arch", "784-20-10", "--batch", "32"));
        words.addAll(Pattern.compile(" +").splitAsStream(options).toList());
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray());
    }

    private JsonNode trained(String options) throws IOException {
        Path file = folder.resolve("result.json");
        CommandLineRun run = train(options, "--json", file);
        assertThat(run.status()).as(run.err()).isZero();
        return json(file);
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dst", "powerprop", "supermask", "edge-popup", "l0", "vd", "wsn", "hashed", "sss"})
    void everyLayerMethodTrainsFromADenseNetwork(String name) throws IOException {
        JsonNode json = trained("--epochs 1 --layer-method " + name);

        assertThat(json.get("method").asText()).isEqualTo("dense");
        assertThat(json.get("totalWeights").asLong()).isEqualTo(784 * 20 + 20 * 10);
        assertThat(json.get("perEpoch")).hasSize(1);
    }

    @Test
    void connectionsAreTheEffectiveWeightsThatAreNotZero() throws IOException {
        JsonNode json = trained("--epochs 1 --layer-method edge-popup --layer-option k=0.25");

        assertThat(json.get("layerMethod").asText()).isEqualTo("edge-popup");
        assertThat(json.get("connections").asLong()).isEqualTo(784 * 20 / 4 + 20 * 10 / 4);
        assertThat(json.get("layers").get(1).get("density").asDouble()).isEqualTo(0.25);
        assertThat(json.get("perEpoch").get(0).get("densities").get("hidden1").asDouble())
                .isEqualTo(0.25);
    }

    @Test
    void theOutputLayerOfWinningSubnetworksStaysDense() throws IOException {
        JsonNode layers = trained("--epochs 1 --layer-method wsn").get("layers");

        assertThat(layers.get(0).get("density").asDouble()).isCloseTo(0.5, within(1e-3));
        assertThat(layers.get(1).get("density").asDouble()).isEqualTo(1);
    }

    @Test
    void theSettingsTellDefaultsAndWhatWasNamed() throws IOException {
        JsonNode options = trained("--epochs 1 --layer-method DST --layer-option alpha=0.01,lr=0.02")
                .get("settings")
                .get("layerOptions");

        assertThat(options.get("alpha").asText()).isEqualTo("0.01");
        assertThat(options.get("lr").asText()).isEqualTo("0.02");
        assertThat(options.get("scope").asText()).isEqualTo("unit");
        assertThat(options.get("updater").asText()).isEqualTo("run");
    }

    @Test
    void theOptionsArePrintedAsTheyCouldBeTyped() {
        CommandLineRun run = train("--epochs 1 --layer-method dst --layer-option alpha=0.01");

        assertThat(run.err()).contains("layer options: alpha=0.01,scope=unit,updater=run,lr=run");
    }

    @Test
    void aTopologyMethodRewiresTheMasksThatLayersCarry() throws IOException {
        JsonNode json = trained("--epochs 1 --method rigl --sparsity 0.8 --interval 3 --layer-method fixed-mask");

        assertThat(json.get("method").asText()).isEqualTo("rigl");
        assertThat(json.get("connections").asLong()).isEqualTo(3176);
        assertThat(json.get("perEpoch").get(0).get("explored").asDouble()).isGreaterThan(0.2);
    }

    @Test
    void aTopologyMethodThinsWeightsThatAreTrainedAsRoots() throws IOException {
        JsonNode json = trained(
                "--epochs 1 --method set --sparsity 0.8 --interval 3 --grow-init normal" + " --layer-method powerprop");

        assertThat(json.get("connections").asLong()).isEqualTo(3176);
    }

    @Test
    void aSavedRunKeepsItsLayerMethod() throws IOException {
        Path model = folder.resolve("model.zip");
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");
        train("--epochs 2 --layer-method vd --layer-option lr=0.01 --prune-after 0.9", "--out", model, "--json", first);

        CommandLineRun run = CommandLineRun.of("train", "--data", data, "--resume", model, "--json", second);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(json(second).get("perEpoch")).isEqualTo(json(first).get("perEpoch"));
        assertThat(json(second).get("pruned")).isEqualTo(json(first).get("pruned"));
        assertThat(json(second).get("settings")).isEqualTo(json(first).get("settings"));
    }

    @Test
    void layerOptionsAreOfTheRunThatIsResumed() {
        CommandLineRun run = CommandLineRun.of("train", "--resume", "x.zip", "--layer-method", "dst");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("leave out --layer-method");
    }

    @Test
    void inspectTellsEffectiveDensities() {
        Path model = folder.resolve("model.zip");
        train("--epochs 1 --layer-method edge-popup --layer-option k=0.25", "--out", model);

        CommandLineRun run = CommandLineRun.of("inspect", "--time", model);

        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("hidden1_W +computed +784 x 20 +3,920 +25\\.00 % .*"))
                .anyMatch(line -> line.matches("output_W +computed +20 x 10 +50 +25\\.00 % .*"))
                .anyMatch(line -> line.matches("1 example .*"));
    }

    @Test
    void aTrainedNetworkIsPrunedWithoutTrainingAfterwards() throws IOException {
        JsonNode json = trained("--epochs 1 --layer-method powerprop --layer-option alpha=2 --prune-after 0.5,0.9");

        JsonNode pruned = json.get("pruned");
        assertThat(pruned).hasSize(2);
        assertThat(pruned.get(1).get("sparsity").asDouble()).isEqualTo(0.9);
        // a tenth of the hidden layer, and the output layer half as hard
        assertThat(pruned.get(1).get("connections").asLong()).isEqualTo(1568 + 110);
        assertThat(pruned.get(0).get("densities").get("output").asDouble()).isEqualTo(0.75);
        assertThat(json.get("connections").asLong()).isEqualTo(784 * 20 + 20 * 10);
    }

    @Test
    void theTableTellsWhatPruningLeaves() {
        CommandLineRun run = train("--epochs 1 --method dense --prune-after 0.9 --prune-scope global");

        assertThat(run.out().lines()).anyMatch(line -> line.matches("dense +90\\.00 % +[0-9.]+ % +1,678 +10\\.57 %"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--layer-method nonsense                        | There is no layer method (nonsense)",
                "--layer-method dst --layer-option alfa=1       | no option (alfa). Its options and their defaults are alpha",
                "--layer-method fixed-mask --layer-option a=1   | It has none",
                "--layer-option alpha=1                         | Maybe --layer-method is missing?",
                "--layer-method dst --layer-option alpha=much   | (much) of the option (alpha)",
                "--layer-method dst --layer-option scope=all    | one of [unit, array, weight]",
                "--layer-method powerprop --layer-option alpha=0.5 | must be a number of at least 1",
                "--layer-method edge-popup --layer-option k=50  | Maybe you passed a percentage?",
                "--layer-method supermask --method set          | are not trained",
                "--layer-method hashed --method rigl            | Maybe --method dense?",
                "--layer-method powerprop --method rigl         | Maybe --method set?",
                "--layer-method powerprop --method set          | Maybe --grow-init normal?",
                "--layer-method dst --storage compressed        | Use masked storage",
                "--storage compressed --prune-after 0.9         | Use masked storage",
                "--prune-after 90                               | Maybe you passed a percentage?",
                "--prune-after 0.9 --prune-scope some           | [layer, global]"
            })
    void whatDoesNotGoTogetherIsRefused(String options, String message) {
        CommandLineRun run = train(options.strip());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void theMethodsAreListedWithPapersAndOptions() {
        CommandLineRun run = CommandLineRun.of("methods");

        assertThat(run.out()).contains("dst (threshold-mask): ", "ICLR 2020", "alpha=0.0005", "powerprop: ", "k=0.5");
    }
}
