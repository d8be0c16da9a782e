package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks whose outputs, probabilities where they end in a softmax, are averaged. */
public final class Ensemble {

    private final List<Supplier<Model>> members;

    private Ensemble(List<Supplier<Model>> members) {
        if (members.isEmpty()) {
            throw new DL4JInvalidConfigException(
                    "An ensemble needs at least one network. Maybe no refinement has ended yet?");
        }
        this.members = members;
    }

    /**
     * An ensemble of networks.
     *
     * @param networks with the same inputs and outputs
     * @return their ensemble
     * @throws DL4JInvalidConfigException if there is none
     */
    public static Ensemble of(List<? extends Model> networks) {
        return new Ensemble(
                networks.stream().<Supplier<Model>>map(net -> () -> net).toList());
    }

    /**
     * An ensemble of saved networks, which are loaded one after another for each call: memory for one of them, time
     * for all.
     *
     * @param files what {@code SparseModels} has saved
     * @return their ensemble
     * @throws DL4JInvalidConfigException if there is none
     */
    public static Ensemble ofFiles(List<Path> files) {
        return new Ensemble(files.stream()
                .<Supplier<Model>>map(file -> () -> {
                    try {
                        return SparseModels.load(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException("The network (" + file + ") cannot be read.", e);
                    }
                })
                .toList());
    }

    /**
     * How many networks there are.
     *
     * @return at least 1
     */
    public int size() {
        return members.size();
    }

    /**
     * The mean output of networks with one input and one output.
     *
     * @param input a batch
     * @return a new array
     */
    public INDArray output(INDArray input) {
        return outputs(input)[0];
    }

    /**
     * The mean of each output.
     *
     * @param inputs a batch for each input
     * @return new arrays, one for each output
     */
    public INDArray[] outputs(INDArray... inputs) {
        INDArray[] sums = null;
        for (Supplier<Model> member : members) {
            INDArray[] own = outputs(member.get(), inputs);
            if (sums == null) {
                sums = own;
            } else {
                for (int i = 0; i < sums.length; i++) {
                    sums[i].addi(own[i]);
                }
            }
        }
        for (INDArray sum : sums) {
            sum.divi(members.size());
        }
        return sums;
    }

    private static INDArray[] outputs(Model network, INDArray... inputs) {
        if (network instanceof MultiLayerNetwork layered) {
            return new INDArray[] {layered.output(inputs[0]).dup()};
        }
        INDArray[] outputs = ((ComputationGraph) network).output(inputs);
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = outputs[i].dup();
        }
        return outputs;
    }
}
