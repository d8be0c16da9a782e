package io.github.dl4jsparse.continual.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class BlobStreamBuilderTest {

    private static List<Task> tasks(BlobStreamBuilder builder) {
        List<Task> tasks = new ArrayList<>();
        builder.build().forEach(tasks::add);
        return tasks;
    }

    private static INDArray features(DataSetIterator examples) {
        List<INDArray> parts = new ArrayList<>();
        examples.forEachRemaining(batch -> parts.add(batch.getFeatures()));
        return Nd4j.vstack(parts);
    }

    @Test
    void eachTaskHasClassesOfItsOwn() {
        List<Task> tasks =
                tasks(TaskStreams.blobs().tasks(3).classesPerTask(2, 10).features(4));

        assertThat(tasks).hasSize(3);
        assertThat(tasks.get(2).classes()).containsExactly(4, 5);
        assertThat(tasks.get(2).train().totalOutcomes()).isEqualTo(6);
        assertThat(features(tasks.get(2).train()).shape()).containsExactly(20, 4);
        assertThat(features(tasks.get(2).test()).shape()).containsExactly(20, 4);
    }

    @Test
    void labelsMayBeShared() {
        List<Task> tasks = tasks(TaskStreams.blobs().tasks(2).localLabels());

        assertThat(tasks.get(1).classes()).containsExactly(0, 1);
        assertThat(tasks.get(1).train().totalOutcomes()).isEqualTo(2);
    }

    @Test
    void trainingAndTestExamplesLieAroundTheSameCentres() {
        Task task = tasks(TaskStreams.blobs()
                        .tasks(1)
                        .classesPerTask(1, 400)
                        .features(3)
                        .spread(10))
                .get(0);

        INDArray train = features(task.train());
        INDArray test = features(task.test());

        assertThat(train.mean(0).squaredDistance(test.mean(0))).isLessThan(0.2);
        assertThat(train.std(0).maxNumber().doubleValue()).isBetween(0.8, 1.2);
        assertThat(train).isNotEqualTo(test);
    }

    @Test
    void theSeedDecides() {
        float[] one = features(tasks(TaskStreams.blobs().seed(1)).get(0).test())
                .data()
                .asFloat();
        float[] again = features(tasks(TaskStreams.blobs().seed(1)).get(0).test())
                .data()
                .asFloat();
        float[] other = features(tasks(TaskStreams.blobs().seed(2)).get(0).test())
                .data()
                .asFloat();

        assertThat(again).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> TaskStreams.blobs().tasks(0)).hasMessageContaining("tasks (0)");
        assertThatThrownBy(() -> TaskStreams.blobs().classesPerTask(2, -1)).hasMessageContaining("(-1)");
        assertThatThrownBy(() -> TaskStreams.blobs().spread(Double.NaN)).hasMessageContaining("(NaN)");
    }
}
