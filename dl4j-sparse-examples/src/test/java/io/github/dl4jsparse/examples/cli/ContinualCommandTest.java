package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class ContinualCommandTest {

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeDigits() throws IOException {
        data = DigitFolder.write(Files.createDirectory(folder.resolve("digits")));
    }

    private CommandLineRun continual(String options) {
        return CommandLineRun.of(Stream.concat(
                        Stream.of("continual", "--data", data),
                        options.isBlank() ? Stream.empty() : Stream.of((Object[]) options.split(" +")))
                .toArray());
    }

    private JsonNode json(String options) throws IOException {
        Path file = folder.resolve("result.json");
        CommandLineRun run = continual(options + " --json " + file);
        assertThat(run.status()).as(run.err()).isZero();
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "naive",
                "joint",
                "cumulative",
                "rehearsal --strategy-option buffer=20,policy=reservoir",
                "ewc --strategy-option fisher=batch-empirical",
                "online-ewc --strategy-option fisher=empirical,gamma=0.9",
                "si --strategy-option c=1",
                "packnet --strategy-option retrain-epochs=1,prune=0.5",
                "piggyback --strategy-option backbone-epochs=1",
                "supsup --strategy-option rule=top-k,k=0.3",
                "wsn --strategy-option kept=0.3",
                "lwf --strategy-option warm-up=1",
                "cps --strategy-option kept=0.9,retrain-epochs=1",
                "cl-dst --strategy-option density=0.3,growth=gradient,drop=per-sign,interval=2",
                "sam",
                "dgr --strategy-option hidden=20,latent=4,generator-epochs=1",
                "serena --strategy-option sparsity=0.5,window=3,drop=0.6",
                "supsup-nns --scenario class --strategy-option check-every=2,max-tasks=2,group=8",
                "spacenet --strategy-option connections=200:50:10,used=10,reserved=4,sums=plain",
                "static-sparse --strategy-option connections=200:50:10,used=10,reserved=4",
                "spacenet-rehearsal --strategy-option connections=200:50:10,used=10,reserved=4,buffer=20",
                "afaf --strategy-option connections=200:50:10,used=10,reserved=4,reuse-from=1,candidates=4,added=6",
                "den --strategy-option units=3,loss=0,drift=0.01,most-splits=2"
            })
    void everyStrategyLearns(String strategy) {
        CommandLineRun run = continual("--tasks 2 --epochs 1 --batch 32 --arch 784-30-30-10 --strategy " + strategy);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("task 1/2  classes 0-1", "task 2/2  classes 2-3")
                .containsPattern("task 2/2  accuracy of the tasks so far [0-9.]+ %");
        assertThat(run.out()).contains("after task 1", "accuracy, task given").containsPattern("split-mnist, 2 tasks");
    }

    @Test
    void theJsonHasTheMatrixAndBothAccuraciesOfEachSeed() throws IOException {
        JsonNode json = json("--strategy naive --tasks 2 --epochs 2 --batch 16 --arch 784-30-10 --seeds 3,4"
                + " --updater adam --lr 0.01");

        assertThat(json.get("strategy").asText()).isEqualTo("naive");
        assertThat(json.get("stream").asText()).isEqualTo("split-mnist");
        assertThat(json.get("scenario").asText()).isEqualTo("class");
        assertThat(json.get("seeds").toString()).isEqualTo("[3,4]");
        JsonNode first = json.at("/perSeed/0");
        double[][] matrix = new ObjectMapper().convertValue(first.get("matrix"), double[][].class);
        assertThat(first.get("averageAccuracy").asDouble()).isEqualTo((matrix[1][0] + matrix[1][1]) / 2);
        assertThat(first.get("backwardTransfer").asDouble()).isEqualTo(matrix[1][0] - matrix[0][0]);
        assertThat(first.at("/taskIncremental/averageAccuracy").asDouble())
                .isGreaterThanOrEqualTo(first.get("averageAccuracy").asDouble());
        assertThat(first.get("taskInferenceAccuracy").isNull()).isTrue();
        assertThat(first.get("bytesPerTask")).hasSize(2);
        double mean = (first.get("averageAccuracy").asDouble()
                        + json.at("/perSeed/1/averageAccuracy").asDouble())
                / 2;
        assertThat(json.at("/averageAccuracy/mean").asDouble()).isCloseTo(mean, within(1e-12));
        assertThat(json.at("/averageAccuracy/n").asInt()).isEqualTo(2);
        assertThat(json.at("/settings/epochs").asInt()).isEqualTo(2);
        assertThat(json.at("/provenance/command").asText()).startsWith("dl4j-sparse continual --data ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"packnet", "supsup", "wsn", "piggyback", "cps", "cl-dst"})
    void strategiesWithAMaskForEachTaskForgetNothing(String strategy) throws IOException {
        JsonNode json = json("--tasks 3 --epochs 1 --batch 32 --arch 784-30-30-10 --strategy " + strategy);

        assertThat(json.get("scenario").asText()).isEqualTo("task");
        assertThat(json.at("/perSeed/0/backwardTransfer").asDouble()).isZero();
        assertThat(json.at("/perSeed/0/bytesPerTask/0").asLong()).isPositive();
    }

    @Test
    void aTaskIsInferredFromOneExampleOfPermutedDigits() throws IOException {
        JsonNode json = json("--stream permuted --strategy supsup --task-inference one-shot --tasks 2 --epochs 4"
                + " --batch 16 --lr 0.003 --arch 784-60-30 --permute-first --test 20");

        assertThat(json.get("scenario").asText()).isEqualTo("domain");
        assertThat(json.at("/perSeed/0/taskInferenceAccuracy").asDouble()).isGreaterThan(0.5);
        assertThat(json.at("/settings/outputs").asInt()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"packnet", "supsup", "wsn", "piggyback", "cps", "cl-dst"})
    void aTaskIsInferredByTheNearestMeanUnderEachStrategyThatSeparatesTasks(String strategy) throws IOException {
        JsonNode json = json("--task-inference nearest-mean --inference-group 5 --tasks 2 --epochs 3 --batch 16"
                + " --arch 784-30-30-10 --strategy " + strategy);

        assertThat(json.get("scenario").asText()).isEqualTo("class");
        assertThat(json.at("/perSeed/0/taskInferenceAccuracy").asDouble()).isGreaterThan(0.5);
        assertThat(json.at("/settings/taskInference").asText()).isEqualTo("nearest-mean");
        JsonNode memory = json.at("/perSeed/0/memoryPerTask/1");
        assertThat(memory.get("masksCompressed").asLong()
                        + memory.get("heads").asLong()
                        + memory.get("otherParameters").asLong())
                .isEqualTo(json.at("/perSeed/0/bytesPerTask/1").asLong())
                .isPositive();
        assertThat(memory.get("masks").asLong())
                .isEqualTo(json.at("/perSeed/0/masksPerTask/1").asLong());
        assertThat(json.at("/perSeed/0/capacityPerLayer/1/hidden1_W").asDouble())
                .isBetween(0.2, 1.0);
        assertThat(json.at("/perSeed/0/taskConfusion"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).hasSize(2));
    }

    @Test
    void theLossCanBeOverAllOutputs() throws IOException {
        String options = "--strategy packnet --tasks 2 --epochs 2 --batch 16 --arch 784-30-30-10";

        JsonNode own = json(options + " --loss task");
        JsonNode all = json(options + " --loss all");

        assertThat(own.at("/settings/loss").asText()).isEqualTo("task");
        assertThat(json(options).at("/perSeed/0/matrix")).isEqualTo(own.at("/perSeed/0/matrix"));
        assertThat(all.at("/perSeed/0/matrix")).isNotEqualTo(own.at("/perSeed/0/matrix"));
    }

    @Test
    void branchesOnAFrozenTrunkForgetNothingWhenTheTaskIsGiven() throws IOException {
        JsonNode json = json("--strategy sam --scenario task --tasks 3 --epochs 1 --batch 32 --arch 784-30-30-10");

        assertThat(json.at("/perSeed/0/backwardTransfer").asDouble()).isZero();
        assertThat(json.at("/perSeed/0/bytesPerTask/0").asLong()).isEqualTo(2 * (30 + 1) * 4);
    }

    @Test
    void rotatedTasksMayHaveClassesOfTheirOwn() throws IOException {
        JsonNode json =
                json("--stream rotated --scenario class --strategy naive --tasks 2 --epochs 1 --arch 784-20-20");

        assertThat(json.get("stream").asText()).isEqualTo("rotated-mnist");
        assertThat(json.at("/perSeed/0/matrix")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"steps, nearest", "steps, bilinear", "random, nearest", "random, bilinear"})
    void rotationsFollowTheConventionsOfEitherProgram(String angles, String interpolation) throws IOException {
        JsonNode json = json("--stream rotated --strategy naive --tasks 3 --epochs 1 --arch 784-20-10 --angles "
                + angles + " --interpolation " + interpolation);

        assertThat(json.at("/settings/angles").asText()).isEqualTo(angles);
        assertThat(json.at("/settings/interpolation").asText()).isEqualTo(interpolation);
        assertThat(json.at("/perSeed/0/matrix")).hasSize(3);
    }

    @Test
    void jointTrainingIsTheMeasureOfIntransigence() throws IOException {
        JsonNode json = json("--strategy ewc --tasks 3 --epochs 2 --batch 16 --arch 784-30-10 --intransigence"
                + " --updater sgd --lr 0.001");

        JsonNode run = json.at("/perSeed/0");
        double sum = 0;
        for (int task = 0; task < 3; task++) {
            sum += run.at("/jointAccuracies/" + task).asDouble()
                    - run.at("/matrix/" + task + "/" + task).asDouble();
        }
        assertThat(run.get("intransigence").asDouble())
                .isCloseTo(sum / 3, within(1e-12))
                .isNotZero();
        assertThat(json.at("/intransigence/mean").asDouble())
                .isEqualTo(run.get("intransigence").asDouble());
    }

    @Test
    void intransigenceIsNotToldWithoutJointTraining() throws IOException {
        JsonNode json = json("--strategy naive --tasks 2 --epochs 1 --batch 16 --arch 784-30-10");

        assertThat(json.at("/perSeed/0/intransigence").isNull()).isTrue();
        assertThat(json.at("/perSeed/0/jointAccuracies").isNull()).isTrue();
        assertThat(json.has("intransigence")).isFalse();
    }

    @Test
    void settingsAreChosenOnHeldOutTrainingExamples() throws IOException {
        JsonNode json = json("--strategy naive --tasks 1 --epochs 1 --arch 784-20-10 --validation --normalise mnist");

        assertThat(json.get("accuracyOf").asText()).isEqualTo("validation");
        assertThat(json.at("/settings/normalise").asText()).isEqualTo("mnist");
        assertThat(json.at("/perSeed/0/backwardTransfer").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--strategy nonsense                      | There is no strategy (nonsense). The strategies are [naive",
                "--strategy ewc --strategy-option x=1     | The strategy (ewc) has no option (x). Its options",
                "--strategy wsn --strategy-option kept=x  | The value (x) of the option (kept) of the strategy (wsn)",
                "--strategy wsn --scenario class          | cannot work in the scenario",
                "--stream nonsense                        | There is no stream (nonsense). The streams are split",
                "--tasks 6                                | must be at most (5)",
                "--tasks 0                                | must be positive",
                "--angles random                          | are of rotated tasks, not of (split) ones",
                "--stream permuted --interpolation bilinear | the interpolation (bilinear) are of rotated tasks",
                "--angles nonsense                        | must be one of [steps, random]",
                "--loss nonsense                          | must be one of [all, seen, task]",
                "--strategy naive --task-inference least-entropy | [naive] all tasks share their parameters",
                "--strategy wsn --task-inference one-shot | needs SupSup",
                "--permute-first                          | of permuted tasks only, not of (split) ones",
                "--arch 784-10                            | have a hidden layer",
                "--arch 784-10-11                         | must be (10) for tasks of two classes",
                "--stream permuted --arch 784-10-9        | must be at least the classes (10)",
                "--scenario nonsense                      | must be one of [task, domain, class]",
                "--task-inference nonsense                | [oracle, one-shot, binary, least-entropy, maximum-output, nearest-mean]",
                "--strategy sam --arch 784-20-30-10       | must be two of the same size",
                "--strategy serena --strategy-option sparsity=95 | The sparsity (95.0) of a cell"
            })
    void aBadValueIsBadUsage(String options, String message) {
        CommandLineRun run = continual(options);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }
}
