package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.layers.sparse.SparseLstmParamInitializer;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;

/**
 * {@code LSTM} and {@code SparseLstm}, with input weights and recurrent weights. What an {@code LSTM} says of helpers
 * such as cuDNN gets lost, since a {@code SparseLstm} has none.
 */
final class LstmKind implements LayerKind {

    private static final MatrixKeys INPUT = new MatrixKeys(
            LSTMParamInitializer.INPUT_WEIGHT_KEY,
            SparseLstmParamInitializer.VALUES,
            SparseLstmParamInitializer.PATTERN);

    private static final MatrixKeys RECURRENT = new MatrixKeys(
            LSTMParamInitializer.RECURRENT_WEIGHT_KEY,
            SparseLstmParamInitializer.RECURRENT_VALUES,
            SparseLstmParamInitializer.RECURRENT_PATTERN);

    @Override
    public boolean isDense(Layer layer) {
        return layer.getClass() == LSTM.class;
    }

    @Override
    public boolean isSparse(Layer layer) {
        return layer.getClass() == SparseLstm.class;
    }

    @Override
    public List<MatrixKeys> matrices() {
        return List.of(INPUT, RECURRENT);
    }

    @Override
    public WeightShape shape(String name, Layer layer, MatrixKeys matrix) {
        BaseRecurrentLayer sized = (BaseRecurrentLayer) layer;
        long rows = matrix.equals(INPUT) ? sized.getNIn() : sized.getNOut();
        return new WeightShape(name, matrix.weights(), List.of(rows, 4 * sized.getNOut()), 0, List.of(1));
    }

    @Override
    public Optional<String> obstacle(Layer dense) {
        return Optional.empty();
    }

    @Override
    public Layer toSparse(Layer dense, List<Long> connections) {
        LSTM from = (LSTM) dense;
        SparseLstm to = new SparseLstm.Builder()
                .connections(connections.get(0))
                .recurrentConnections(connections.get(1))
                .forgetGateBiasInit(from.getForgetGateBiasInit())
                .gateActivationFunction(from.getGateActivationFn())
                .build();
        return copy(from, to);
    }

    @Override
    public Layer toDense(Layer sparse) {
        SparseLstm from = (SparseLstm) sparse;
        LSTM to = new LSTM.Builder()
                .forgetGateBiasInit(from.forgetGateBiasInit())
                .gateActivationFunction(from.gateActivation())
                .build();
        return copy(from, to);
    }

    private static <L extends BaseRecurrentLayer> L copy(BaseRecurrentLayer from, L to) {
        to.setWeightInitFnRecurrent(from.getWeightInitFnRecurrent());
        to.setRnnDataFormat(from.getRnnDataFormat());
        return SharedSettings.copy(from, to);
    }

    /** Its time depends on the length of the sequences. */
    @Override
    public Optional<Layer> alone(Layer either) {
        return Optional.empty();
    }
}
