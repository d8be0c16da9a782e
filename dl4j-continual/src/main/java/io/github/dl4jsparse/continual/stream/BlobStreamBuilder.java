package io.github.dl4jsparse.continual.stream;

import io.github.dl4jsparse.continual.TaskStream;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Settings of a stream of made-up examples. The centre of class c is drawn from {@code N(0, spread^2)}, an example from
 * {@code N(centre, 1)}, in each dimension; all by the seed. The wider the spread, the easier the tasks.
 */
public final class BlobStreamBuilder {

    private int tasks = 5;
    private int classesPerTask = 2;
    private int width = 8;
    private int examples = 100;
    private double spread = 3;
    private boolean localLabels;
    private int batchSize = 16;
    private long seed = 42;

    BlobStreamBuilder() {}

    /**
     * How many tasks there are.
     *
     * @param count at least 1; 5 by default
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public BlobStreamBuilder tasks(int count) {
        tasks = positive("tasks", count);
        return this;
    }

    /**
     * How many classes a task has, and how many training examples and as many test examples each of them.
     *
     * @param classes at least 1; 2 by default
     * @param each at least 1; 100 by default
     * @return this
     * @throws IllegalArgumentException if one is not positive
     */
    public BlobStreamBuilder classesPerTask(int classes, int each) {
        classesPerTask = positive("classes of a task", classes);
        examples = positive("examples of a class", each);
        return this;
    }

    /**
     * How many features an example has.
     *
     * @param numbers at least 1; 8 by default
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public BlobStreamBuilder features(int numbers) {
        width = positive("features", numbers);
        return this;
    }

    /**
     * How far the centres are apart.
     *
     * @param deviation of each coordinate, at least 0; 3 by default
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public BlobStreamBuilder spread(double deviation) {
        if (!(deviation >= 0)) {
            throw new IllegalArgumentException("The spread (" + deviation + ") of the centres must not be negative.");
        }
        spread = deviation;
        return this;
    }

    /**
     * Counts the classes of each task from 0, for the domain-incremental scenario.
     *
     * @return this
     */
    public BlobStreamBuilder localLabels() {
        localLabels = true;
        return this;
    }

    /**
     * How many examples a minibatch has.
     *
     * @param size 16 by default
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public BlobStreamBuilder batchSize(int size) {
        batchSize = positive("examples of a minibatch", size);
        return this;
    }

    /**
     * The seed of centres and examples.
     *
     * @param value 42 by default
     * @return this
     */
    public BlobStreamBuilder seed(long value) {
        seed = value;
        return this;
    }

    private static int positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("The number of " + what + " (" + number + ") must be positive.");
        }
        return number;
    }

    /**
     * Makes the tasks: task t has the classes {@code t * k} to {@code t * k + k - 1} of {@code tasks * k} outputs.
     *
     * @return the stream
     */
    public TaskStream build() {
        SplitStreamBuilder split = new SplitStreamBuilder(examples(1), examples(2))
                .name("blobs")
                .classesPerTask(classesPerTask)
                .batchSize(batchSize)
                .seed(seed);
        return (localLabels ? split.localLabels() : split).build();
    }

    private LabeledRows examples(int part) {
        int classes = tasks * classesPerTask;
        List<float[]> rows = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            RandomStream centres = RandomStream.of(seed, "centre of blob", c);
            double[] centre = DoubleStream.generate(() -> spread * centres.nextGaussian())
                    .limit(width)
                    .toArray();
            RandomStream noise = RandomStream.of(seed, "examples of blob", c, part);
            for (int i = 0; i < examples; i++) {
                float[] row = new float[width];
                for (int k = 0; k < width; k++) {
                    row[k] = (float) (centre[k] + noise.nextGaussian());
                }
                rows.add(row);
            }
        }
        int[] labels = IntStream.range(0, rows.size())
                .map(row -> Math.floorDiv(row, examples))
                .toArray();
        return LabeledRows.of(rows, labels);
    }
}
