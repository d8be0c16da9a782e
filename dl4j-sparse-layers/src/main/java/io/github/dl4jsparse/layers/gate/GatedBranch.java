package io.github.dl4jsparse.layers.gate;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
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
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;

/** The run-time layer of an {@link AdaptiveGate}. */
public final class GatedBranch extends BaseLayer<AdaptiveGate> {

    private static final long serialVersionUID = 1L;

    private final transient List<Layer> gate;
    private final transient List<Layer> branch;
    private transient INDArray branchOutput;
    private transient double[] onProbabilities = new double[0];
    private transient double[] gates = new double[0];
    private transient double rate;

    GatedBranch(NeuralNetConfiguration conf, DataType dataType, List<Layer> inner) {
        super(conf, dataType);
        int gateLayers = layerConf().gateLayers();
        gate = inner.subList(0, gateLayers);
        branch = inner.subList(gateLayers, inner.size());
    }

    /**
     * How many examples of the last pass had their gate on.
     *
     * @return a share in [0, 1]
     */
    public double rate() {
        return rate;
    }

    /** 0 or 1 for each example of the last pass. */
    double[] gates() {
        return gates;
    }

    /** The relaxed gates of the last pass: softmax(logits + noise) of being on. */
    double[] onProbabilities() {
        return onProbabilities;
    }

    private static INDArray forward(List<Layer> layers, INDArray input, boolean training, LayerWorkspaceMgr mgr) {
        INDArray x = input;
        for (Layer layer : layers) {
            x = layer.activate(x, training, mgr);
        }
        return x;
    }

    private static INDArray backward(List<Layer> layers, INDArray epsilon, LayerWorkspaceMgr mgr) {
        INDArray back = epsilon;
        for (int k = layers.size() - 1; k >= 0; k--) {
            back = layers.get(k).backpropGradient(back, mgr).getSecond();
        }
        return back;
    }

    private void decide(boolean training, LayerWorkspaceMgr mgr) {
        INDArray seen = input.rank() == 4 ? input.mean(layerConf().space()) : input;
        INDArray logits = forward(gate, seen, training, mgr);
        int examples = (int) logits.size(0);
        RandomStream random = training ? RandomStream.of(Nd4j.getRandom().nextLong(), "gate noise") : null;
        onProbabilities = new double[examples];
        gates = new double[examples];
        for (int n = 0; n < examples; n++) {
            double off = logits.getDouble(n, 0);
            double on = logits.getDouble(n, 1);
            if (random != null) {
                off += gumbel(random);
                on += gumbel(random);
            }
            double lead = on - off;
            onProbabilities[n] = 1 / (1 + Math.exp(-lead));
            gates[n] = lead > 0 ? 1 : 0;
        }
        rate = Arrays.stream(gates).average().orElse(0);
    }

    private static double gumbel(RandomStream random) {
        double u = ((random.nextLong() >>> 11) + 0.5) * 0x1.0p-53; // never 0 or 1
        return -Math.log(-Math.log(u));
    }

    private INDArray gateVector(DataType type) {
        return Nd4j.createFromArray(gates).castTo(type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        decide(training, workspaceMgr);
        branchOutput = null;
        if (!training && rate < 1) {
            return ofOpenExamples(workspaceMgr);
        }
        INDArray all = forward(branch, input, training, workspaceMgr);
        if (!training) {
            return all;
        }
        branchOutput = all;
        INDArray out = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, all.dataType(), all.shape(), 'c');
        return Broadcast.mul(all, gateVector(all.dataType()), out, 0);
    }

    /** The branch sees the examples whose gate is on, and no others. */
    private INDArray ofOpenExamples(LayerWorkspaceMgr mgr) {
        AdaptiveGate conf = layerConf();
        INDArray out = mgr.create(ArrayType.ACTIVATIONS, input.dataType(), conf.outputShape(input), 'c');
        int open = (int) Math.round(rate * gates.length);
        if (open == 0) {
            return out;
        }
        long[] shape = input.shape().clone();
        shape[0] = open;
        INDArray chosen = Nd4j.createUninitialized(input.dataType(), shape, 'c');
        int next = 0;
        for (int n = 0; n < gates.length; n++) {
            if (gates[n] > 0) {
                chosen.slice(next++).assign(input.slice(n));
            }
        }
        INDArray some = forward(branch, chosen, false, mgr);
        next = 0;
        for (int n = 0; n < gates.length; n++) {
            if (gates[n] > 0) {
                out.slice(n).assign(some.slice(next++));
            }
        }
        return out;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        if (branchOutput == null) {
            throw new IllegalStateException("The layer (" + layerConf().getLayerName()
                    + ") has no training pass to go back through. Maybe the forward pass was one of inference?");
        }
        INDArray product = epsilon.mul(branchOutput);
        int[] others = new int[product.rank() - 1];
        Arrays.setAll(others, k -> k + 1);
        INDArray byGate = product.sum(others);
        INDArray atLogits =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, epsilon.dataType(), gates.length, 2);
        // the rate is a mean over examples, and gradients are sums that the updater divides
        double byRate = layerConf().lossSlope(rate) / (conf.isMiniBatch() ? 1 : gates.length);
        for (int n = 0; n < gates.length; n++) {
            double y = onProbabilities[n];
            double atLead = (byGate.getDouble(n) + byRate) * y * (1 - y);
            atLogits.putScalar(n, 0, -atLead);
            atLogits.putScalar(n, 1, atLead);
        }
        INDArray atBranch =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, epsilon.dataType(), epsilon.shape(), 'c');
        Broadcast.mul(epsilon, gateVector(epsilon.dataType()), atBranch, 0);
        INDArray back =
                sum(backward(branch, atBranch, workspaceMgr), backward(gate, atLogits, workspaceMgr), workspaceMgr);
        Gradient all = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach(all::setGradientFor);
        branchOutput = null;
        return new Pair<>(all, back);
    }

    private INDArray sum(INDArray fromBranch, INDArray fromGate, LayerWorkspaceMgr mgr) {
        INDArray back =
                mgr.createUninitialized(ArrayType.ACTIVATION_GRAD, fromBranch.dataType(), fromBranch.shape(), 'c');
        if (fromBranch.rank() != 4) {
            return back.assign(fromBranch).addi(fromGate);
        }
        int[] space = layerConf().space();
        double area = (double) fromBranch.size(space[0]) * fromBranch.size(space[1]);
        return Broadcast.add(
                fromBranch, fromGate.div(area).dup('c'), back, layerConf().channels());
    }

    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        double sum = layerConf().loss(rate);
        for (int k = 0; k < gate.size() + branch.size(); k++) {
            sum += inner(k).calcRegularizationScore(backpropParamsOnly);
        }
        for (Map.Entry<String, INDArray> entry : paramTable().entrySet()) {
            for (Regularization each : layerConf().inheritedRegularization(entry.getKey())) {
                sum += each.score(entry.getValue(), getIterationCount(), getEpochCount());
            }
        }
        return sum;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        List<INDArray> parts = InnerParamInitializer.parts(layerConf(), gradients);
        for (int k = 0; k < parts.size(); k++) {
            if (parts.get(k) != null) {
                inner(k).setBackpropGradientsViewArray(parts.get(k));
            }
        }
    }

    private Layer inner(int k) {
        return k < gate.size() ? gate.get(k) : branch.get(k - gate.size());
    }

    @Override
    public boolean updaterDivideByMinibatch(String paramName) {
        List<InnerLayer> all = layerConf().inner();
        InnerLayer owner = InnerLayer.of(all, paramName);
        return inner(all.indexOf(owner)).updaterDivideByMinibatch(owner.key(paramName));
    }

    @Override
    public void setParams(INDArray params) {
        if (params != paramsFlattened) {
            paramsFlattened.assign(params.reshape(paramsFlattened.shape()));
        }
    }

    @Override
    public void setIterationCount(int iterationCount) {
        super.setIterationCount(iterationCount);
        gate.forEach(layer -> layer.setIterationCount(iterationCount));
        branch.forEach(layer -> layer.setIterationCount(iterationCount));
    }

    @Override
    public void setEpochCount(int epochCount) {
        super.setEpochCount(epochCount);
        gate.forEach(layer -> layer.setEpochCount(epochCount));
        branch.forEach(layer -> layer.setEpochCount(epochCount));
    }

    @Override
    public void applyConstraints(int iteration, int epoch) {
        branch.forEach(layer -> layer.applyConstraints(iteration, epoch));
    }

    @Override
    public void clear() {
        super.clear();
        gate.forEach(Layer::clear);
        branch.forEach(Layer::clear);
        branchOutput = null;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
