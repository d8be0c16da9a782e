package io.github.dl4jsparse.continual;

import java.util.List;
import org.deeplearning4j.datasets.iterator.IteratorDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** The same examples in minibatches of another size. */
final class Rebatched implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final DataSetIterator source;
    private final int size;
    private DataSetIterator cut;

    Rebatched(DataSetIterator source, int size) {
        this.source = source;
        this.size = size;
        reset();
    }

    @Override
    public void reset() {
        source.reset();
        cut = new IteratorDataSetIterator(source, size);
    }

    @Override
    public boolean hasNext() {
        return cut.hasNext();
    }

    @Override
    public DataSet next() {
        return cut.next();
    }

    @Override
    public DataSet next(int num) {
        return cut.next(num);
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

    /** Which examples come in which order must not depend on a thread that reads ahead. */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int batch() {
        return size;
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
