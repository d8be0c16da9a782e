package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.TaskStream;
import io.github.dl4jsparse.continual.stream.ChangedStreamBuilder;
import io.github.dl4jsparse.continual.stream.SplitStreamBuilder;
import io.github.dl4jsparse.continual.stream.TaskStreams;
import io.github.dl4jsparse.examples.data.LabeledExamples;
import io.github.dl4jsparse.examples.data.SequentialIterator;
import io.github.dl4jsparse.examples.data.Split;
import io.github.dl4jsparse.examples.data.TrainTestData;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Makes tasks of a data set. */
final class StreamMaker {

    private static final int CLASSES_PER_TASK = 2;
    private static final double VALIDATION_SHARE = 0.1;
    private static final int READ_AT_ONCE = 1000;
    private static final int LEAST_TEST_BATCH = 128;
    private static final double MOST_DEGREES = 180;

    private StreamMaker() {}

    static TaskStream make(ContinualSettings settings, long seed, TrainTestData data) {
        TrainTestData scaled = settings.training().normalisation().apply(parts(settings, data));
        SequentialIterator train = new SequentialIterator(scaled.train(), READ_AT_ONCE);
        SequentialIterator test = new SequentialIterator(scaled.test(), READ_AT_ONCE);
        if (settings.stream().kind() == StreamKind.SPLIT) {
            SplitStreamBuilder split = TaskStreams.split(train, test)
                    .classes(parts(settings.stream().tasks(), scaled.train()));
            if (sharesClasses(settings)) {
                split.localLabels();
            }
            return split.name(name(settings, data))
                    .batchSize(settings.training().batch())
                    .testBatchSize(
                            Math.max(LEAST_TEST_BATCH, settings.training().batch()))
                    .seed(seed)
                    .build();
        }
        ChangedStreamBuilder changed = settings.stream().kind() == StreamKind.PERMUTED
                ? TaskStreams.permuted(train, test)
                        .firstIdentity(!settings.stream().permuteFirst())
                : rotated(settings.stream(), TaskStreams.rotated(train, test));
        if (settings.scenario() == Scenario.CLASS_INCREMENTAL) {
            changed.separateClasses();
        }
        return changed.name(name(settings, data))
                .tasks(settings.stream().tasks())
                .outputs(outputs(settings, data))
                .batchSize(settings.training().batch())
                .testBatchSize(Math.max(LEAST_TEST_BATCH, settings.training().batch()))
                .seed(seed)
                .build();
    }

    private static ChangedStreamBuilder rotated(StreamSettings settings, ChangedStreamBuilder builder) {
        if (settings.angles() == Angles.RANDOM) {
            builder.randomAngles(MOST_DEGREES).firstIdentity(false);
        }
        return settings.interpolation() == Interpolation.BILINEAR ? builder.bilinear() : builder;
    }

    /** Such as {@code split-mnist}. */
    static String name(ContinualSettings settings, TrainTestData data) {
        String name = data.provenance().name();
        return ContinualSettings.word(settings.stream().kind()) + "-" + (name.equals("glyph-digits") ? "glyphs" : name);
    }

    static int outputs(ContinualSettings settings, TrainTestData data) {
        int classes = data.train().classes();
        if (settings.stream().kind() == StreamKind.SPLIT) {
            int least = sharesClasses(settings) ? CLASSES_PER_TASK : classes;
            if (settings.outputs() != 0 && settings.outputs() != least) {
                throw new DL4JInvalidConfigException("The outputs (" + settings.outputs() + ") must be (" + least
                        + ") for tasks of two classes each.");
            }
            return least;
        }
        int least = settings.scenario() == Scenario.CLASS_INCREMENTAL
                ? classes * settings.stream().tasks()
                : classes;
        if (settings.outputs() != 0 && settings.outputs() < least) {
            throw new DL4JInvalidConfigException(
                    "The outputs (" + settings.outputs() + ") must be at least the classes (" + least + ").");
        }
        return Math.max(least, settings.outputs());
    }

    private static boolean sharesClasses(ContinualSettings settings) {
        return settings.scenario() == Scenario.DOMAIN_INCREMENTAL;
    }

    private static List<List<Integer>> parts(int tasks, LabeledExamples train) {
        int most = train.classes() / CLASSES_PER_TASK;
        if (tasks > most) {
            throw new DL4JInvalidConfigException("The tasks (" + tasks + ") of two classes each must be at most ("
                    + most + "). Maybe you meant permuted tasks?");
        }
        return IntStream.range(0, tasks)
                .mapToObj(task -> List.of(CLASSES_PER_TASK * task, CLASSES_PER_TASK * task + 1))
                .toList();
    }

    private static TrainTestData parts(ContinualSettings settings, TrainTestData data) {
        LabeledExamples train = data.train();
        LabeledExamples test = data.test();
        if (settings.validation()) {
            Split split = Split.of(data, VALIDATION_SHARE, 0);
            train = split.train();
            test = split.validation();
        }
        if (settings.testExamples() > 0) {
            test = test.first(Math.min(test.size(), settings.testExamples()));
        }
        return new TrainTestData(train, test, data.provenance());
    }
}
