package io.github.dl4jsparse.continual.stream;

import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.continual.TaskStream;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Settings of a stream whose tasks show the same examples, each in a way of its own. */
public final class ChangedStreamBuilder {

    private final LabeledRows train;
    private final LabeledRows test;
    private final boolean rotated;
    private String name;
    private int tasks;
    private boolean firstIdentity = true;
    private boolean separateClasses;
    private double degrees = Double.NaN;
    private double randomBelow = Double.NaN;
    private boolean bilinear;
    private int outputs;
    private int batchSize = 128;
    private int testBatchSize;
    private long seed = 42;

    private ChangedStreamBuilder(LabeledRows train, LabeledRows test, boolean rotated, String name, int tasks) {
        test.checkLike(train);
        this.train = train;
        this.test = test;
        this.rotated = rotated;
        this.name = name;
        this.tasks = tasks;
        this.outputs = train.classes();
    }

    static ChangedStreamBuilder permuted(LabeledRows train, LabeledRows test) {
        return new ChangedStreamBuilder(train, test, false, "permuted", 10);
    }

    static ChangedStreamBuilder rotated(LabeledRows train, LabeledRows test) {
        Rotation.side(train.width());
        return new ChangedStreamBuilder(train, test, true, "rotated", 36);
    }

    /**
     * What tables and files call the stream.
     *
     * @param given {@code permuted} or {@code rotated} by default
     * @return this
     */
    public ChangedStreamBuilder name(String given) {
        name = given;
        return this;
    }

    /**
     * How many tasks there are.
     *
     * @param count at least 1; 10 permutations or 36 rotations by default
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public ChangedStreamBuilder tasks(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("The number of tasks (" + count + ") must be positive.");
        }
        tasks = count;
        return this;
    }

    /**
     * Whether the first task shows the examples as they are.
     *
     * @param unchanged true by default; SupSup's program permutes the first task too
     * @return this
     */
    public ChangedStreamBuilder firstIdentity(boolean unchanged) {
        firstIdentity = unchanged;
        return this;
    }

    /**
     * The angle between a rotation and the next.
     *
     * @param step in degrees; {@code floor(360 / tasks)} by default
     * @return this
     */
    public ChangedStreamBuilder degrees(double step) {
        degrees = step;
        randomBelow = Double.NaN;
        return this;
    }

    /**
     * Draws the angle of each task, uniformly; that of the first one is 0 unless {@link #firstIdentity} is false. The authors of
     * Mammoth rotate 20 tasks, the first one too, by angles below 180.
     *
     * @param below in degrees, positive
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public ChangedStreamBuilder randomAngles(double below) {
        if (!(below > 0)) {
            throw new IllegalArgumentException("The bound (" + below + ") of random angles must be positive.");
        }
        randomBelow = below;
        return this;
    }

    /**
     * Mixes each pixel of a rotated image of the four around the place that it comes from, rather than to take the nearest one.
     *
     * @return this
     */
    public ChangedStreamBuilder bilinear() {
        bilinear = true;
        return this;
    }

    /**
     * Gives each task classes of its own, for the class-incremental scenario: class c of task t is output {@code t * classes + c}.
     *
     * @return this
     */
    public ChangedStreamBuilder separateClasses() {
        separateClasses = true;
        return this;
    }

    /**
     * How many outputs the network has, if more than there are classes.
     *
     * @param count at least the number of classes
     * @return this
     * @throws IllegalArgumentException if there are fewer outputs than classes
     */
    public ChangedStreamBuilder outputs(int count) {
        if (count < train.classes()) {
            throw new IllegalArgumentException(
                    "There must be at least as many outputs (" + count + ") as classes (" + train.classes() + ").");
        }
        outputs = count;
        return this;
    }

    /**
     * How many examples a minibatch has.
     *
     * @param size at least 1; 128 by default
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public ChangedStreamBuilder batchSize(int size) {
        batchSize = RowIterator.checkedBatch(size);
        return this;
    }

    /**
     * How many examples are answered at a time.
     *
     * @param size at least 1; by default as many as a minibatch has
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public ChangedStreamBuilder testBatchSize(int size) {
        testBatchSize = RowIterator.checkedBatch(size);
        return this;
    }

    /**
     * The seed of permutations and of the order of training examples.
     *
     * @param value 42 by default
     * @return this
     */
    public ChangedStreamBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Makes the tasks; examples are changed as they are handed out.
     *
     * @return the stream
     */
    public TaskStream build() {
        IntFunction<UnaryOperator<float[]>> change = rotated ? this::rotation : this::permutation;
        int classes = train.classes();
        int atATime = testBatchSize == 0 ? batchSize : testBatchSize;
        int all = separateClasses ? Math.max(outputs, classes * tasks) : outputs;
        List<Task> made = new ArrayList<>();
        for (int t = 0; t < tasks; t++) {
            int offset = separateClasses ? t * classes : 0;
            IntUnaryOperator label = c -> offset + c;
            UnaryOperator<float[]> own = change.apply(t);
            List<Integer> shown =
                    IntStream.range(offset, offset + classes).boxed().toList();
            made.add(Task.of(
                    t,
                    shown,
                    new RowIterator(train, batchSize, all, own, label, seed + t),
                    new RowIterator(test, atATime, all, own, label, null)));
        }
        return TaskStream.of(name, made);
    }

    private UnaryOperator<float[]> permutation(int task) {
        if (task == 0 && firstIdentity) {
            return UnaryOperator.identity();
        }
        RandomStream random = RandomStream.of(seed, "permutation", task);
        int[] from = IntStream.range(0, train.width()).toArray();
        for (int i = from.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = from[i];
            from[i] = from[j];
            from[j] = kept;
        }
        return Rotation.picking(from);
    }

    private UnaryOperator<float[]> rotation(int task) {
        double angle = angle(task);
        int side = Rotation.side(train.width());
        return bilinear ? Rotation.mixing(side, angle) : Rotation.picking(Rotation.sources(side, angle));
    }

    private double angle(int task) {
        if (!Double.isNaN(randomBelow)) {
            boolean unchanged = task == 0 && firstIdentity;
            return unchanged
                    ? 0
                    : randomBelow * RandomStream.of(seed, "angle", task).nextDouble();
        }
        return task * (Double.isNaN(degrees) ? Math.floor(360.0 / tasks) : degrees);
    }
}
