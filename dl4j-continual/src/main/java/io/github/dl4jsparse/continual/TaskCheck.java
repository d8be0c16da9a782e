package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.store.OutputHead;
import java.util.Arrays;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Looks at a task before anything changes. */
final class TaskCheck {

    private TaskCheck() {}

    static void check(Task task, OutputHead head) {
        if (task.classes().last() >= head.outputs()) {
            throw new IllegalArgumentException("The class (" + task.classes().last() + ") of task (" + task.id()
                    + ") must be below the number of outputs (" + head.outputs() + ") of layer (" + head.name()
                    + "). Give the output layer as many outputs as there will be classes.");
        }
        if (examples(task.id(), "training", task.train(), task.classes(), head) == 0) {
            throw new IllegalArgumentException("Task (" + task.id() + ") has no training examples.");
        }
        examples(task.id(), "test", task.test(), task.classes(), head);
    }

    private static long examples(int id, String part, DataSetIterator iterator, Set<Integer> classes, OutputHead head) {
        long count = 0;
        iterator.reset();
        while (iterator.hasNext()) {
            DataSet batch = iterator.next();
            INDArray labels = batch.getLabels();
            checkNumbers(id, part, "features", batch.getFeatures(), count);
            if (labels == null || labels.size(1) != head.outputs()) {
                throw new IllegalArgumentException("The " + part + " labels of task (" + id + ") have ("
                        + (labels == null ? 0 : labels.size(1)) + ") columns, the layer (" + head.name() + ") has ("
                        + head.outputs() + ") outputs. Labels are one-hot over all outputs of the network.");
            }
            if (labels.rank() != 2) {
                throw new IllegalArgumentException("The " + part + " labels of task (" + id + ") have the shape "
                        + Arrays.toString(labels.shape())
                        + ". A learner needs one class for each example: let a recurrent network end in LastTimeStep or"
                        + " global pooling.");
            }
            if (batch.hasMaskArrays()) {
                throw new IllegalArgumentException("The " + part + " examples of task (" + id + ") have mask arrays,"
                        + " which would be left out wherever a learner asks its network. Give examples of one length.");
            }
            checkNumbers(id, part, "labels", labels, count);
            checkOneHot(id, part, labels, count);
            INDArray sums = labels.sum(0);
            for (int output = 0; output < head.outputs(); output++) {
                if (sums.getDouble(output) != 0 && !classes.contains(output)) {
                    throw new IllegalArgumentException("A " + part + " label of task (" + id + ") is the class ("
                            + output + "), which is not among its classes " + classes + ".");
                }
            }
            count += batch.numExamples();
        }
        iterator.reset();
        return count;
    }

    private static void checkOneHot(int id, String part, INDArray labels, long before) {
        INDArray largest = labels.max(1);
        INDArray sums = labels.sum(1);
        INDArray least = labels.min(1);
        for (int row = 0; row < labels.size(0); row++) {
            if (largest.getDouble(row) != 1 || sums.getDouble(row) != 1 || least.getDouble(row) < 0) {
                throw new IllegalArgumentException("The " + part + " label " + labels.getRow(row) + " of example ("
                        + (before + row) + ") of task (" + id + ") must be one-hot: a single 1 among zeros.");
            }
        }
    }

    /** A sum is finite only if all its terms are; terms are looked at one by one where it is not. */
    private static void checkNumbers(int id, String part, String what, INDArray numbers, long before) {
        if (numbers == null) {
            throw new IllegalArgumentException("The " + part + " examples of task (" + id + ") have no " + what
                    + " (null). Maybe a pre-processor has removed them?");
        }
        if (Double.isFinite(numbers.sumNumber().doubleValue())) {
            return;
        }
        INDArray rows = numbers.dup('c').reshape('c', numbers.size(0), -1);
        for (int row = 0; row < rows.rows(); row++) {
            for (int column = 0; column < rows.columns(); column++) {
                double number = rows.getDouble(row, column);
                if (!Double.isFinite(number)) {
                    throw new IllegalArgumentException("The " + part + " " + what + " of task (" + id
                            + ") have the number (" + number + ") at place (" + column + ") of example ("
                            + (before + row) + "). Maybe a value is missing in the data?");
                }
            }
        }
    }
}
