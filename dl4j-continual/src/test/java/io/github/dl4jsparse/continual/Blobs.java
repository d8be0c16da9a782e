package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Tasks of two Gaussian blobs each, in eight dimensions. */
public final class Blobs {

    public static final int WIDTH = 8;
    public static final int PER_CLASS = 24;

    private Blobs() {}

    /** Split tasks: classes {0, 1}, {2, 3}, ... of {@code 2 * tasks} outputs. */
    public static List<Task> split(int tasks) {
        List<Task> all = new ArrayList<>();
        for (int t = 0; t < tasks; t++) {
            all.add(Task.of(t, List.of(2 * t, 2 * t + 1), examples(t, 2 * tasks, 1), examples(t, 2 * tasks, 2)));
        }
        return all;
    }

    public static DataSetIterator examples(int task, int outputs, long part) {
        RandomStream centers = RandomStream.of(11, "centers", task);
        double[][] center = new double[2][WIDTH];
        for (double[] one : center) {
            for (int d = 0; d < WIDTH; d++) {
                one[d] = 3 * centers.nextGaussian();
            }
        }
        RandomStream noise = RandomStream.of(12, "noise", task, part);
        float[] features = new float[2 * PER_CLASS * WIDTH];
        float[] labels = new float[2 * PER_CLASS * outputs];
        for (int row = 0; row < 2 * PER_CLASS; row++) {
            int side = row % 2;
            for (int d = 0; d < WIDTH; d++) {
                features[row * WIDTH + d] = (float) (center[side][d] + noise.nextGaussian());
            }
            labels[row * outputs + 2 * task + side] = 1;
        }
        DataSet all = new DataSet(array(features, WIDTH), array(labels, outputs));
        return new ListDataSetIterator<>(all.asList(), 16);
    }

    private static INDArray array(float[] numbers, int width) {
        return Nd4j.create(
                numbers, new long[] {numbers.length / width, width}, new long[] {width, 1}, 'c', DataType.FLOAT);
    }

    /** All test examples of a task, as one batch. */
    public static INDArray features(Task task) {
        List<INDArray> parts = new ArrayList<>();
        task.test().reset();
        task.test().forEachRemaining(batch -> parts.add(batch.getFeatures()));
        return Nd4j.vstack(parts);
    }
}
