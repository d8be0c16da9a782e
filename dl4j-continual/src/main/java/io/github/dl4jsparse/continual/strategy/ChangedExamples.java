package io.github.dl4jsparse.continual.strategy;

import java.util.function.UnaryOperator;
import org.deeplearning4j.datasets.iterator.AsyncShieldDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Minibatches that are changed as they are handed out, in order and on the thread that trains. */
final class ChangedExamples extends AsyncShieldDataSetIterator {

    private static final long serialVersionUID = 1L;

    private final transient UnaryOperator<DataSet> change;

    ChangedExamples(DataSetIterator source, UnaryOperator<DataSet> change) {
        super(source);
        this.change = change;
    }

    @Override
    public DataSet next() {
        return change.apply(super.next());
    }

    @Override
    public DataSet next(int num) {
        return change.apply(super.next(num));
    }
}
