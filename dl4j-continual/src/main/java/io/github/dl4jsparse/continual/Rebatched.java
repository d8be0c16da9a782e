package io.github.dl4jsparse.continual;

import org.deeplearning4j.datasets.iterator.AsyncShieldDataSetIterator;
import org.deeplearning4j.datasets.iterator.IteratorDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** The same examples in minibatches of another size. */
final class Rebatched extends AsyncShieldDataSetIterator {

    private static final long serialVersionUID = 1L;

    private final DataSetIterator source;
    private final int size;
    private DataSetIterator cut;

    Rebatched(DataSetIterator source, int size) {
        super(source);
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
    public int batch() {
        return size;
    }
}
