package io.github.dl4jsparse.layers.gate;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The run-time layer of {@link SqueezeExcitation}. What is of the size of [batch, channels] is computed again when needed. */
final class ExcitedChannels extends BaseLayer<SqueezeExcitation> {

    private static final long serialVersionUID = 1L;

    ExcitedChannels(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    private int[] space() {
        return layerConf().channelsLast() ? new int[] {1, 2} : new int[] {2, 3};
    }

    private int[] channels() {
        return layerConf().channelsLast() ? new int[] {0, 3} : new int[] {0, 1};
    }

    private void check() {
        long channels = getParam("W1").size(0);
        if (input.rank() != 4 || input.size(channels()[1]) != channels) {
            throw new DL4JInvalidInputException("The input of shape (" + Arrays.toString(input.shape())
                    + ") does not fit the (" + channels + ") channels of layer ("
                    + layerConf().getLayerName()
                    + "). Maybe its data format is another one?");
        }
    }

    private INDArray dense(INDArray x, String number, boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray y = x.mmul(getParamWithNoise("W" + number, training, workspaceMgr));
        return layerConf().hasBias() ? y.addiRowVector(getParamWithNoise("b" + number, training, workspaceMgr)) : y;
    }

    private static INDArray rows(INDArray matrix) {
        return matrix.ordering() == 'c' ? matrix : matrix.dup('c');
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        check();
        applyDropOutIfNecessary(training, workspaceMgr);
        INDArray hidden = Transforms.relu(dense(input.mean(space()), "1", training, workspaceMgr), false);
        INDArray weights = Transforms.sigmoid(dense(hidden, "2", training, workspaceMgr), false);
        INDArray out = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), input.shape(), 'c');
        return Broadcast.mul(input, rows(weights), out, channels());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        INDArray squeezed = input.mean(space());
        INDArray hidden = Transforms.relu(dense(squeezed, "1", true, workspaceMgr), false);
        INDArray weights = Transforms.sigmoid(dense(hidden, "2", true, workspaceMgr), false);

        INDArray second = epsilon.mul(input).sum(space()); // dL/de, then by what goes into the sigmoid
        second.muli(weights).muli(weights.rsub(1));
        INDArray first = second.mmul(getParamWithNoise("W2", true, workspaceMgr).transpose())
                .muli(hidden.gt(0).castTo(hidden.dataType()));
        INDArray atSqueezed =
                first.mmul(getParamWithNoise("W1", true, workspaceMgr).transpose());

        Gradient gradient = new DefaultGradient(gradientsFlattened);
        write(gradient, "W1", squeezed.transpose().mmul(first));
        write(gradient, "W2", hidden.transpose().mmul(second));
        if (layerConf().hasBias()) {
            write(gradient, "b1", first.sum(true, 0));
            write(gradient, "b2", second.sum(true, 0));
        }
        weightNoiseParams.clear();

        INDArray back =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
        Broadcast.mul(epsilon, rows(weights), back, channels());
        double area = (double) input.size(space()[0]) * input.size(space()[1]);
        Broadcast.add(back, rows(atSqueezed.divi(area)), back, channels());
        return new Pair<>(gradient, backpropDropOutIfPresent(back));
    }

    private void write(Gradient gradient, String key, INDArray value) {
        INDArray view = gradientViews.get(key);
        view.assign(value);
        gradient.setGradientFor(key, view);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
