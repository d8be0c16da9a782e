package io.github.dl4jsparse.continual.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.continual.TaskStream;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class TaskStreamsTest {

    /** Images of 3 x 3 pixels: example i has the pixels 9 i ... 9 i + 8 and the class i modulo 4. */
    private static DataSetIterator images(int count) {
        float[][] pixels = new float[count][9];
        float[][] labels = new float[count][4];
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < 9; p++) {
                pixels[i][p] = 9 * i + p;
            }
            labels[i][i % 4] = 1;
        }
        DataSet all = new DataSet(Nd4j.createFromArray(pixels), Nd4j.createFromArray(labels));
        return new ListDataSetIterator<>(all.asList(), 5);
    }

    private static List<Task> list(TaskStream stream) {
        List<Task> tasks = new ArrayList<>();
        stream.forEach(tasks::add);
        return tasks;
    }

    private static List<Float> firstPixels(DataSetIterator iterator) {
        List<Float> firsts = new ArrayList<>();
        iterator.forEachRemaining(batch -> {
            for (int row = 0; row < batch.numExamples(); row++) {
                firsts.add(batch.getFeatures().getFloat(row, 0));
            }
        });
        return firsts;
    }

    @Test
    void classesWithoutExamplesAreInNoTask() {
        float[][] labels = new float[4][9];
        for (int i = 0; i < 4; i++) {
            labels[i][i == 3 ? 6 : i] = 1;
        }
        DataSet some = new DataSet(Nd4j.createFromArray(new float[4][9]), Nd4j.createFromArray(labels));
        DataSetIterator examples = new ListDataSetIterator<>(some.asList(), 4);

        List<Task> tasks = list(TaskStreams.split(examples, examples).build());

        assertThat(tasks)
                .extracting(Task::classes)
                .extracting(List::copyOf)
                .containsExactly(List.of(0, 1), List.of(2, 6));
        assertThat(tasks.get(0).train().totalOutcomes()).isEqualTo(9);
    }

    @Test
    void testExamplesAreOfTheSameKind() {
        DataSet narrow = new DataSet(Nd4j.ones(2, 9), Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}}));

        assertThatThrownBy(() -> TaskStreams.split(images(8), new ListDataSetIterator<>(narrow.asList(), 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(2) classes")
                .hasMessageContaining("(4)");
    }

    @Test
    void aBatchHasAnExample() {
        assertThatThrownBy(() -> TaskStreams.split(images(8), images(4)).batchSize(0))
                .hasMessageContaining("(0) must be positive");
        assertThatThrownBy(() -> TaskStreams.permuted(images(8), images(4)).batchSize(-1))
                .hasMessageContaining("(-1) must be positive");
        assertThatThrownBy(() -> TaskStreams.split(images(8), images(4)).testBatchSize(0))
                .hasMessageContaining("(0) must be positive");
    }

    @Test
    void splitTasksHaveTheirClassesAndNoOthers() {
        List<Task> tasks =
                list(TaskStreams.split(images(8), images(4)).batchSize(3).build());

        assertThat(tasks)
                .extracting(Task::classes)
                .extracting(List::copyOf)
                .containsExactly(List.of(0, 1), List.of(2, 3));
        assertThat(firstPixels(tasks.get(1).test())).containsExactly(18f, 27f);
        assertThat(firstPixels(tasks.get(0).train())).containsExactlyInAnyOrder(0f, 9f, 36f, 45f);
        assertThat(tasks.get(1).test().totalOutcomes()).isEqualTo(4);
    }

    @Test
    void asManyTestExamplesComeAtATimeAsWasSaid() {
        Task split = list(TaskStreams.split(images(8), images(8))
                        .batchSize(1)
                        .testBatchSize(3)
                        .build())
                .get(0);
        Task permuted = list(TaskStreams.permuted(images(8), images(8))
                        .batchSize(1)
                        .testBatchSize(5)
                        .build())
                .get(0);

        assertThat(split.train().next().numExamples()).isOne();
        assertThat(split.test().next().numExamples()).isEqualTo(3);
        assertThat(permuted.train().next().numExamples()).isOne();
        assertThat(permuted.test().next().numExamples()).isEqualTo(5);
        assertThat(list(TaskStreams.split(images(8), images(8)).batchSize(2).build())
                        .get(0)
                        .test()
                        .next()
                        .numExamples())
                .isEqualTo(2);
    }

    @Test
    void localLabelsCountFromZero() {
        List<Task> tasks =
                list(TaskStreams.split(images(8), images(4)).localLabels().build());

        assertThat(tasks.get(1).classes()).containsExactly(0, 1);
        assertThat(tasks.get(1).test().next().getLabels().toFloatMatrix())
                .isDeepEqualTo(new float[][] {{1, 0}, {0, 1}});
    }

    @Test
    void theOrderIsNewInEachPassAndTheSameInEachRun() {
        DataSetIterator one =
                list(TaskStreams.split(images(40), images(4)).build()).get(0).train();
        DataSetIterator other =
                list(TaskStreams.split(images(40), images(4)).build()).get(0).train();
        List<Float> first = firstPixels(one);
        one.reset();
        List<Float> second = firstPixels(one);

        assertThat(second).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
        assertThat(firstPixels(other)).isEqualTo(first);
    }

    @Test
    void permutedTasksShowTheSamePixelsInOtherPlaces() {
        List<Task> tasks =
                list(TaskStreams.permuted(images(8), images(4)).tasks(3).build());

        float[] plain = tasks.get(0).test().next().getFeatures().getRow(0).toFloatVector();
        float[] permuted = tasks.get(1).test().next().getFeatures().getRow(0).toFloatVector();
        float[] other = tasks.get(2).test().next().getFeatures().getRow(0).toFloatVector();
        assertThat(plain).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(permuted).isNotEqualTo(plain).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(other).isNotEqualTo(permuted);
        assertThat(tasks.get(1).train().next().getFeatures().getRow(0).toFloatVector()[0] % 9)
                .isEqualTo(permuted[0]);
    }

    @Test
    void theFirstTaskMayBePermutedToo() {
        Task first = list(TaskStreams.permuted(images(8), images(4))
                        .firstIdentity(false)
                        .build())
                .get(0);

        assertThat(first.test().next().getFeatures().getRow(0).toFloatVector())
                .isNotEqualTo(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
    }

    @Test
    void aQuarterTurnMovesRowsToColumns() {
        Task turned = list(TaskStreams.rotated(images(8), images(4))
                        .tasks(2)
                        .degrees(90)
                        .build())
                .get(1);

        assertThat(turned.test().next().getFeatures().getRow(0).toFloatVector())
                .containsExactly(2, 5, 8, 1, 4, 7, 0, 3, 6);
    }

    private static float[] rotated(double degrees) {
        Task turned = list(TaskStreams.rotated(images(8), images(4))
                        .tasks(2)
                        .degrees(degrees)
                        .bilinear()
                        .build())
                .get(1);
        return turned.test().next().getFeatures().getRow(0).toFloatVector();
    }

    @Test
    void pixelsAreMixedOfFour() {
        double half = Math.sqrt(0.5);

        float[] pixels = rotated(45);

        // pixel (r, c) of the image is 3 r + c: the one above the centre comes from row 1 - half, column 1 + half
        assertThat(pixels[1]).isCloseTo((float) (3 * (1 - half) + 1 + half), within(1e-5f));
        assertThat(pixels[4]).isEqualTo(4);
        // the first corner comes from row 1 - 2 half, which is above the image, and column 1
        assertThat(pixels[0]).isCloseTo((float) (2 - 2 * half), within(1e-5f));
    }

    @Test
    void aMixedQuarterTurnMovesWholePixels() {
        assertThat(rotated(90)).containsExactly(2, 5, 8, 1, 4, 7, 0, 3, 6);
    }

    @Test
    void anglesAreDrawnBySeedAndTask() {
        List<float[]> turned = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            list(TaskStreams.rotated(images(8), images(4))
                            .tasks(3)
                            .randomAngles(180)
                            .bilinear()
                            .seed(seed)
                            .build())
                    .forEach(task -> turned.add(
                            task.test().next().getFeatures().getRow(0).toFloatVector()));
        }

        assertThat(turned.get(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(turned.get(1)).isNotEqualTo(turned.get(0)).isNotEqualTo(turned.get(2));
        assertThat(turned.get(4)).isEqualTo(turned.get(1));
        assertThat(turned.get(7)).isNotEqualTo(turned.get(1));
        assertThat(turned.get(6)).isEqualTo(turned.get(0));
    }

    @Test
    void theFirstAngleMayBeDrawnToo() {
        Task first = list(TaskStreams.rotated(images(8), images(4))
                        .randomAngles(180)
                        .firstIdentity(false)
                        .bilinear()
                        .build())
                .get(0);

        assertThat(first.test().next().getFeatures().getRow(0).toFloatVector())
                .isNotEqualTo(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
    }

    @Test
    void separateClassesHaveOutputsOfTheirOwn() {
        List<Task> tasks = list(TaskStreams.permuted(images(8), images(4))
                .tasks(2)
                .separateClasses()
                .build());

        assertThat(tasks.get(1).classes()).containsExactly(4, 5, 6, 7);
        assertThat(tasks.get(1).test().next().getLabels().size(1)).isEqualTo(8);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> TaskStreams.split(images(8), images(4)).classes(List.of(List.of(0, 1), List.of(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TaskStreams.split(images(8), images(4))
                        .classes(List.of(List.of(9)))
                        .build())
                .hasMessageContaining("[9]");
        assertThatThrownBy(() -> TaskStreams.rotated(images(8), images(4)).randomAngles(0))
                .hasMessageContaining("(0.0)");
        assertThatThrownBy(() -> TaskStreams.permuted(images(8), images(4)).outputs(3))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
