package io.github.dl4jsparse.continual;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loads the learners that another JVM has saved in a folder, asks them, lets them learn another task and asks them again. */
final class LearnInNewJvm {

    static final int TASKS = 3;

    private LearnInNewJvm() {}

    /** The answers to all learnt tasks, one after the other. */
    static byte[] answers(ContinualLearner learner) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Task> learned = Blobs.split(TASKS).subList(0, learner.learned().size());
        StrategyKitTest.answers(learner, learned).forEach(all::writeBytes);
        return all.toByteArray();
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (int number = 0; number < Integer.parseInt(arguments[1]); number++) {
            ContinualLearner learner = ContinualLearner.load(folder.resolve(number + ".zip"));
            Files.write(folder.resolve(number + "-loaded"), answers(learner));
            learner.learn(Blobs.split(TASKS).get(2));
            Files.write(folder.resolve(number + "-learnt"), answers(learner));
            Files.write(
                    folder.resolve(number + "-parameters"),
                    StrategyKitTest.bits(learner.network().params()));
        }
    }
}
