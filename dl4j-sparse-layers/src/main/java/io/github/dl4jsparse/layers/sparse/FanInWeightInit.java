package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * First values of compressed weights: units that receive the same number of connections are initialised together, as a
 * dense {@code [fanIn, units]} matrix of DL4J's scheme.
 *
 * <p>Evci et al., <i>Gradient flow in sparse neural networks and how lottery tickets win</i>, AAAI 2022, section 3: the
 * variance of a unit's weights follows from the unit's own fan-in. At density 1 there is one group, and the values are
 * those of a dense layer.
 */
final class FanInWeightInit {

    private final IWeightInit scheme;

    FanInWeightInit(SparseDenseLayer layer) {
        this.scheme = layer.getWeightInitFn();
        if (scheme instanceof WeightInitIdentity) {
            throw new DL4JInvalidConfigException("The weight initialisation (WeightInitIdentity) of layer ("
                    + SparseDenseLayer.nameOf(layer) + ") needs a dense square matrix. Maybe RELU or XAVIER?");
        }
    }

    /** Writes the first values of all connections. */
    void initialize(CompressedPattern pattern, INDArray values) {
        double fanOut = meanFanOut(pattern);
        boolean single = values.dataType() == DataType.FLOAT;
        Object all = single ? new float[pattern.connections()] : new double[pattern.connections()];
        unitsByFanIn(pattern).forEach((fanIn, units) -> {
            Object drawn = draw(fanIn, units.size(), fanOut, values.dataType());
            for (int u = 0; u < units.size(); u++) {
                System.arraycopy(drawn, u * fanIn, all, pattern.start(units.get(u)), fanIn);
            }
        });
        if (single) {
            HostMemory.write((float[]) all, values);
        } else {
            HostMemory.write((double[]) all, values);
        }
    }

    private static Map<Integer, List<Integer>> unitsByFanIn(CompressedPattern pattern) {
        Map<Integer, List<Integer>> units = IntStream.range(0, pattern.nOut())
                .boxed()
                .collect(Collectors.groupingBy(pattern::fanIn, TreeMap::new, Collectors.toList()));
        units.remove(0);
        return units;
    }

    private Object draw(int fanIn, int units, double fanOut, DataType type) {
        INDArray block = DetachedMemory.within(() -> Nd4j.create(type, (long) fanIn * units));
        long[] shape = {fanIn, units};
        scheme.init(fanIn, fanOut, shape, IWeightInit.DEFAULT_WEIGHT_INIT_ORDER, block);
        if (type == DataType.FLOAT) {
            float[] drawn = new float[fanIn * units];
            HostMemory.read(block, drawn);
            return drawn;
        }
        double[] drawn = new double[fanIn * units];
        HostMemory.read(block, drawn);
        return drawn;
    }

    private static double meanFanOut(CompressedPattern pattern) {
        int[] fanOut = pattern.fanOut();
        long active = IntStream.of(fanOut).filter(degree -> degree > 0).count();
        return active == 0 ? 0 : pattern.connections() / (double) active;
    }
}
