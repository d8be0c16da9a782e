package io.github.dl4jsparse.layers.reparam;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** The face of a reparameterised layer with a loss. */
final class ReparameterizedOutput extends ReparameterizedRuntime implements IOutputLayer {

    ReparameterizedOutput(Layer inner, NeuralNetConfiguration conf) {
        super(inner, conf);
    }

    private IOutputLayer output() {
        return (IOutputLayer) underlying;
    }

    @Override
    public boolean needsLabels() {
        return output().needsLabels();
    }

    @Override
    public void setLabels(INDArray labels) {
        output().setLabels(labels);
    }

    @Override
    public INDArray getLabels() {
        return output().getLabels();
    }

    @Override
    public double computeScore(double fullNetworkRegScore, boolean training, LayerWorkspaceMgr workspaceMgr) {
        ensureFresh(training);
        return output().computeScore(fullNetworkRegScore, training, workspaceMgr);
    }

    @Override
    public INDArray computeScoreForExamples(double fullNetworkRegScore, LayerWorkspaceMgr workspaceMgr) {
        ensureFresh(false);
        return output().computeScoreForExamples(fullNetworkRegScore, workspaceMgr);
    }

    @Override
    public double f1Score(DataSet data) {
        ensureFresh(false);
        return output().f1Score(data);
    }

    @Override
    public double f1Score(INDArray examples, INDArray labels) {
        ensureFresh(false);
        return output().f1Score(examples, labels);
    }

    @Override
    @SuppressWarnings("deprecation") // part of the interface
    public int numLabels() {
        return output().numLabels();
    }

    @Override
    public void fit(DataSetIterator iter) {
        throw unsupported();
    }

    @Override
    public int[] predict(INDArray examples) {
        refresh(false);
        return output().predict(examples);
    }

    @Override
    public List<String> predict(DataSet dataSet) {
        refresh(false);
        return output().predict(dataSet);
    }

    @Override
    public void fit(INDArray examples, INDArray labels) {
        throw unsupported();
    }

    @Override
    public void fit(DataSet data) {
        throw unsupported();
    }

    @Override
    public void fit(INDArray examples, int[] labels) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("Fit the network, not its output layer.");
    }
}
