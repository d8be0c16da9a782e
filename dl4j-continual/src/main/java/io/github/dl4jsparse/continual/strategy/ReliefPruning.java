package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.store.SharedWeights;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.continual.strategy.NeuronRelief.Axis;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Prunes the edges that matter least to each neuron: single weights of dense layers, kernels of convolutions. */
final class ReliefPruning {

    private final NetworkView network;
    private final SharedWeights weights;
    private final double denseShare;
    private final double convolutionShare;
    private final Map<String, Mask> left = new LinkedHashMap<>();
    private final BitSet biases = new BitSet();

    ReliefPruning(NetworkView network, SharedWeights weights, double denseShare, double convolutionShare) {
        this.network = network;
        this.weights = weights;
        this.denseShare = denseShare;
        this.convolutionShare = convolutionShare;
    }

    /** What is left of masks. Weights outside of the masks are 0. */
    MaskSet prune(MaskSet before, LayerActivity activity) {
        FlatArray numbers = weights.numbers();
        weights.sites().forEach((name, site) -> {
            BitSet active = new BitSet();
            before.get(name).forEach(position -> active.set((int) position));
            String layer = site.shape().layer();
            if (network.layers().get(layer).conf().getLayer() instanceof ConvolutionLayer convolution) {
                pruneKernels(site, convolution, activity, numbers, active);
            } else {
                pruneEdges(site, activity.input(layer), numbers, active);
            }
            left.put(name, mask(name, active));
        });
        sweep();
        return new MaskSet(left);
    }

    /** The flat indices of biases that were pruned. */
    BitSet biases() {
        return biases;
    }

    private Mask mask(String name, BitSet active) {
        return Mask.ofActive(weights.dims(name), active.stream().asLongStream().toArray());
    }

    private void pruneEdges(ArraySite site, INDArray activity, FlatArray numbers, BitSet active) {
        int inputs = Math.toIntExact(site.shape().inputs());
        int outputs = Math.toIntExact(site.shape().outputs());
        INDArray bias = TaskParameters.arrays(network).get(site.shape().layer() + "_b");
        double[] mean = activity.dup('c').data().asDouble();
        for (int neuron = 0; neuron < outputs; neuron++) {
            double[] importance = new double[inputs + 1];
            for (int input = 0; input < inputs; input++) {
                importance[input] = mean[input] * Math.abs(numbers.get(site.index((long) input * outputs + neuron)));
            }
            importance[inputs] = bias == null ? 0 : Math.abs(bias.getDouble(neuron));
            boolean[] kept = NeuronRelief.kept(importance, denseShare);
            for (int input = 0; input < inputs; input++) {
                if (!kept[input]) {
                    active.clear(input * outputs + neuron);
                }
            }
            if (bias != null && !kept[inputs]) {
                biases.set(Math.toIntExact(bias.offset() - network.params().offset() + neuron));
            }
        }
    }

    private void pruneKernels(
            ArraySite site, ConvolutionLayer layer, LayerActivity activity, FlatArray numbers, BitSet active) {
        INDArray in = activity.input(site.shape().layer());
        INDArray out = activity.output(site.shape().layer());
        int channels = Math.toIntExact(site.shape().inputs());
        int filters = Math.toIntExact(site.shape().outputs());
        int each = layer.getKernelSize()[0] * layer.getKernelSize()[1];
        Axis rows = axis(layer, in, out, 0);
        Axis columns = axis(layer, in, out, 1);
        double[][] mean = new double[channels][];
        for (int channel = 0; channel < channels; channel++) {
            mean[channel] = in.get(NDArrayIndex.point(channel)).dup('c').data().asDouble();
        }
        for (int filter = 0; filter < filters; filter++) {
            double[] importance = new double[channels];
            boolean silent = out.get(NDArrayIndex.point(filter)).sumNumber().doubleValue() == 0;
            for (int channel = 0; channel < channels && !silent; channel++) {
                double[] kernel = new double[each];
                for (int k = 0; k < each; k++) {
                    kernel[k] = numbers.get(site.index(((long) filter * channels + channel) * each + k));
                }
                importance[channel] = NeuronRelief.kernelImportance(mean[channel], kernel, rows, columns);
            }
            boolean[] kept = NeuronRelief.kept(importance, convolutionShare);
            for (int channel = 0; channel < channels; channel++) {
                if (!kept[channel]) {
                    int first = (filter * channels + channel) * each;
                    active.clear(first, first + each);
                }
            }
        }
    }

    private static Axis axis(ConvolutionLayer layer, INDArray in, INDArray out, int axis) {
        int[] inSize = {(int) in.size(1), (int) in.size(2)};
        int[] outSize = {(int) out.size(1), (int) out.size(2)};
        int[] padding = layer.getConvolutionMode() == ConvolutionMode.Same
                ? ConvolutionUtils.getSameModeTopLeftPadding(
                        outSize, inSize, layer.getKernelSize(), layer.getStride(), layer.getDilation())
                : layer.getPadding();
        return new Axis(
                inSize[axis],
                outSize[axis],
                layer.getKernelSize()[axis],
                layer.getStride()[axis],
                padding[axis],
                layer.getDilation()[axis]);
    }

    /** From the end: units that nothing reads lose what they read themselves. Chains of layers only. */
    private void sweep() {
        if (!isChain()) {
            return;
        }
        List<UnitPairs> layers = UnitPairs.chain(network, weights.sites().values());
        for (int l = layers.size() - 1; l > 0; l--) {
            UnitPairs next = layers.get(l);
            UnitPairs here = layers.get(l - 1);
            if (next.inputs() == here.outputs()) {
                BitSet read = new BitSet();
                left.get(next.site().shape().name()).forEach(p -> read.set(next.inputOf(p)));
                String name = here.site().shape().name();
                left.put(
                        name,
                        mask(
                                name,
                                of(
                                        left.get(name),
                                        p -> read.get(here.site().shape().outputUnit(p)))));
            }
        }
    }

    private static BitSet of(Mask mask, LongPredicate which) {
        BitSet active = new BitSet();
        LongStream.of(mask.toArray()).filter(which).forEach(p -> active.set((int) p));
        return active;
    }

    private boolean isChain() {
        if (!(network.model() instanceof ComputationGraph graph)) {
            return true;
        }
        List<String> read = new ArrayList<>();
        graph.getConfiguration().getVertexInputs().values().forEach(read::addAll);
        return read.stream().distinct().count() == read.size();
    }
}
