package io.github.dl4jsparse.listeners.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;

/** Continues the runs that another JVM has saved in a folder, and saves their ends in another folder. */
final class ResumeInNewJvm {

    private ResumeInNewJvm() {}

    public static void main(String[] folders) throws IOException {
        for (ResumeCase run : ResumeCase.all()) {
            Model net = SparseModels.load(Path.of(folders[0], run.fileName()));
            run.attach(net);
            run.fit(net, ResumeCase.EPOCHS / 2);
            SparseModels.save(net, Path.of(folders[1], run.fileName()));
        }
    }
}
