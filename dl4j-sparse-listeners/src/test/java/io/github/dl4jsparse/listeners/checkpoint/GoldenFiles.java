package io.github.dl4jsparse.listeners.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes the model files of a release, to be kept under {@code src/test/resources/golden/VERSION} and loaded by every later
 * version: {@code GoldenFiles FOLDER}.
 */
final class GoldenFiles {

    static final List<ResumeCase> CASES = List.of(
            new ResumeCase("rigl", "masked", "adam", false),
            new ResumeCase("set", "masked", "nesterovs", true),
            new ResumeCase("rigl", "compressed", "nesterovs", false));

    private GoldenFiles() {}

    public static void main(String[] folder) throws IOException {
        for (ResumeCase run : CASES) {
            Nd4j.getRandom().setSeed(11);
            Model net = run.network();
            run.attach(net);
            run.fit(net, 2);
            SparseModels.save(net, Path.of(folder[0], run.fileName()));
        }
    }
}
