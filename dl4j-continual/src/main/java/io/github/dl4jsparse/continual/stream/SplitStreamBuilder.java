package io.github.dl4jsparse.continual.stream;

import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.continual.TaskStream;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Settings of a stream whose tasks have some of the classes each. */
public final class SplitStreamBuilder {

    private final LabeledRows train;
    private final LabeledRows test;
    private String name = "split";
    private int classesPerTask = 2;
    private List<List<Integer>> partition;
    private Long classOrder;
    private boolean localLabels;
    private int batchSize = 128;
    private int testBatchSize;
    private long seed = 42;

    SplitStreamBuilder(LabeledRows train, LabeledRows test) {
        test.checkLike(train);
        this.train = train;
        this.test = test;
    }

    /**
     * What tables and files call the stream.
     *
     * @param given {@code split} by default
     * @return this
     */
    public SplitStreamBuilder name(String given) {
        name = given;
        return this;
    }

    /**
     * How many classes a task has.
     *
     * @param count at least 1; 2 by default. The last task has what is left
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public SplitStreamBuilder classesPerTask(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("The number of classes (" + count + ") of a task must be positive.");
        }
        classesPerTask = count;
        partition = null;
        return this;
    }

    /**
     * Which classes each task has.
     *
     * @param ofEachTask each class in at most one of them
     * @return this
     * @throws IllegalArgumentException if a task has none, or a class stands twice
     */
    public SplitStreamBuilder classes(List<List<Integer>> ofEachTask) {
        Set<Integer> all = new HashSet<>();
        for (List<Integer> classes : ofEachTask) {
            if (classes.isEmpty() || !classes.stream().allMatch(all::add)) {
                throw new IllegalArgumentException(
                        "The classes " + ofEachTask + " must be at least one for each task, and none twice.");
            }
        }
        partition = ofEachTask.stream().map(List::copyOf).toList();
        return this;
    }

    /**
     * Puts the classes in a random order before they are parted.
     *
     * @param orderSeed of the order
     * @return this
     */
    public SplitStreamBuilder shuffleClasses(long orderSeed) {
        classOrder = orderSeed;
        return this;
    }

    /**
     * Counts the classes of each task from 0, for the domain-incremental scenario.
     *
     * @return this
     */
    public SplitStreamBuilder localLabels() {
        localLabels = true;
        return this;
    }

    /**
     * How many examples a minibatch has.
     *
     * @param size at least 1; 128 by default
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public SplitStreamBuilder batchSize(int size) {
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
    public SplitStreamBuilder testBatchSize(int size) {
        testBatchSize = RowIterator.checkedBatch(size);
        return this;
    }

    /**
     * The seed of the order of training examples.
     *
     * @param value 42 by default
     * @return this
     */
    public SplitStreamBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Makes the tasks.
     *
     * @return a stream with as many tasks as there are parts
     * @throws IllegalArgumentException if a class has no example
     */
    public TaskStream build() {
        List<Task> tasks = new ArrayList<>();
        int atATime = testBatchSize == 0 ? batchSize : testBatchSize;
        int outputs = localLabels ? parts().stream().mapToInt(List::size).max().orElse(1) : train.classes();
        for (List<Integer> part : parts()) {
            int id = tasks.size();
            Set<Integer> classes = Set.copyOf(part);
            LabeledRows own = train.ofClasses(classes);
            if (own.size() == 0) {
                throw new IllegalArgumentException("There is no training example of the classes " + part + ".");
            }
            IntUnaryOperator label = localLabels ? part::indexOf : IntUnaryOperator.identity();
            List<Integer> shown = part.stream().map(label::applyAsInt).toList();
            tasks.add(Task.of(
                    id,
                    shown,
                    new RowIterator(own, batchSize, outputs, UnaryOperator.identity(), label, seed + id),
                    new RowIterator(test.ofClasses(classes), atATime, outputs, UnaryOperator.identity(), label, null)));
        }
        return TaskStream.of(name, tasks);
    }

    private List<List<Integer>> parts() {
        if (partition != null) {
            return partition;
        }
        List<Integer> order = new ArrayList<>(train.present());
        if (classOrder != null) {
            RandomStream random = RandomStream.of(classOrder, "order of classes");
            for (int i = order.size() - 1; i > 0; i--) {
                Collections.swap(order, i, random.nextInt(i + 1));
            }
        }
        List<List<Integer>> parts = new ArrayList<>();
        for (int from = 0; from < order.size(); from += classesPerTask) {
            parts.add(List.copyOf(order.subList(from, Math.min(order.size(), from + classesPerTask))));
        }
        return parts;
    }
}
