package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A learner that is saved, loaded in a new JVM, asked and taught there equals the one that stays: every bit. */
class NewJvmTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void learnersGoOnInNewJvm() throws IOException, InterruptedException {
        List<StrategyKitTest.Case> cases = StrategyKitTest.cases().toList();
        for (int number = 0; number < cases.size(); number++) {
            ContinualLearner learner = cases.get(number)
                    .builder()
                    .network(cases.get(number).network())
                    .build();
            learner.learn(Blobs.split(LearnInNewJvm.TASKS).get(0));
            learner.learn(Blobs.split(LearnInNewJvm.TASKS).get(1));
            learner.save(folder.resolve(number + ".zip"));
            Files.write(folder.resolve(number + "-saved"), LearnInNewJvm.answers(learner));
            learner.learn(Blobs.split(LearnInNewJvm.TASKS).get(2));
            Files.write(folder.resolve(number + "-stayed"), LearnInNewJvm.answers(learner));
            Files.write(
                    folder.resolve(number + "-stayed-parameters"),
                    StrategyKitTest.bits(learner.network().params()));
        }
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LearnInNewJvm.class.getName(),
                        folder.toString(),
                        String.valueOf(cases.size()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    static List<Integer> numbers() {
        return IntStream.range(0, Math.toIntExact(StrategyKitTest.cases().count()))
                .boxed()
                .toList();
    }

    private static byte[] file(int number, String name) throws IOException {
        return Files.readAllBytes(folder.resolve(number + "-" + name));
    }

    private static String strategy(int number) {
        return StrategyKitTest.cases().toList().get(number).toString();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aLoadedLearnerAnswersEveryTaskAsItWasSaved(int number) throws IOException {
        assertThat(file(number, "loaded")).as(strategy(number)).isNotEmpty().isEqualTo(file(number, "saved"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aLoadedLearnerLearnsOnAsTheOneThatStayed(int number) throws IOException {
        assertThat(file(number, "learnt")).as(strategy(number)).isNotEmpty().isEqualTo(file(number, "stayed"));
        assertThat(file(number, "parameters")).as(strategy(number)).isEqualTo(file(number, "stayed-parameters"));
    }
}
