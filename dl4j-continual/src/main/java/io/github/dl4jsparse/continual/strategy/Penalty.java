package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A pull towards earlier parameters: {@code strength / 2 * sum_i w_i (theta_i - theta*_i)^2}. */
final class Penalty {

    private final INDArray importance;
    private final INDArray center;

    Penalty(INDArray importance, INDArray center) {
        this.importance = importance;
        this.center = center;
    }

    INDArray importance() {
        return importance;
    }

    INDArray center() {
        return center;
    }

    /** Adds {@code strength w (theta - theta*)}, in the scale of the network's gradients. */
    void addGradient(Learning learning, double strength) {
        NetworkView network = learning.network();
        try (INDArray pull = network.params().sub(center)) {
            pull.muli(importance).muli(strength * network.gradientScale());
            network.gradients().addi(pull.reshape(network.gradients().shape()));
        }
    }

    /** Statistics of batch normalisation are no parameters of the loss. */
    static void leaveStatisticsOut(NetworkView network, INDArray importance) {
        Map<String, INDArray> arrays = TaskParameters.arrays(network);
        network.layers().forEach((name, layer) -> {
            if (layer.conf().getLayer() instanceof BatchNormalization) {
                for (String key : new String[] {"mean", "var", "log10stdev"}) {
                    INDArray array = arrays.get(name + "_" + key);
                    if (array != null) {
                        long start = array.offset() - network.params().offset();
                        for (long i = start; i < start + array.length(); i++) {
                            importance.putScalar(i, 0);
                        }
                    }
                }
            }
        });
    }

    static void write(INDArray array, DataOutputStream out) throws IOException {
        out.writeBoolean(array != null);
        if (array != null) {
            Nd4j.write(array, out);
        }
    }

    static INDArray read(DataInputStream in) throws IOException {
        return in.readBoolean() ? Nd4j.read(in) : null;
    }
}
