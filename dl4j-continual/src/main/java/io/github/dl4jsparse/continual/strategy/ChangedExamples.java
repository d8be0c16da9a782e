package io.github.dl4jsparse.continual.strategy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Minibatches that are changed as they are handed out, in order and on the thread that trains. */
final class ChangedExamples implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final DataSetIterator source;
    private final transient UnaryOperator<DataSet> change;

    ChangedExamples(DataSetIterator source, UnaryOperator<DataSet> change) {
        this.source = source;
        this.change = change;
    }

    @Override
    public DataSet next() {
        return change.apply(source.next());
    }

    @Override
    public DataSet next(int num) {
        return change.apply(source.next(num));
    }

    @Override
    public boolean hasNext() {
        return source.hasNext();
    }

    @Override
    public void reset() {
        source.reset();
    }

    @Override
    public int inputColumns() {
        return source.inputColumns();
    }

    @Override
    public int totalOutcomes() {
        return source.totalOutcomes();
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int batch() {
        return source.batch();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        source.setPreProcessor(preProcessor);
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return source.getPreProcessor();
    }

    @Override
    public List<String> getLabels() {
        return source.getLabels();
    }
}
