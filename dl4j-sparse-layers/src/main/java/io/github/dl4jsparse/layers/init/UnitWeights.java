package io.github.dl4jsparse.layers.init;

import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * First weights by unit: output unit i has {@code fanIn_i} of them, drawn from one of DL4J's schemes with that fan-in and
 * with {@code fanOut}, the number of units that have any. With He's scheme the variance is {@code 2 / fanIn_i}, so that a
 * unit's signal does not fade with its sparsity. Units of equal fan-in are drawn together, as a dense {@code [fanIn,
 * units]} matrix: at density 1 the weights are those of a dense layer.
 *
 * <p>Evci, Ioannou, Keskin, Dauphin, <i>Gradient Flow in Sparse Neural Networks and How Lottery Tickets Win</i>, AAAI 2022,
 * section 3. A unit without connections has no weights to draw.
 */
public final class UnitWeights {

    private UnitWeights() {}

    /**
     * Draws first weights from ND4J's generator of this thread.
     *
     * @param scheme one of DL4J's schemes
     * @param fanIn in: the number of connections of each unit
     * @param values out: FLOAT or DOUBLE, contiguous, as long as the sum of {@code fanIn}; the weights of unit after unit
     * @param layer the layer's name, for messages
     * @throws DL4JInvalidConfigException if the scheme needs a dense matrix
     */
    public static void draw(IWeightInit scheme, int[] fanIn, INDArray values, String layer) {
        draw(scheme, fanIn, 1, values, layer);
    }

    /**
     * Draws first weights from ND4J's generator of this thread.
     *
     * @param scheme one of DL4J's schemes
     * @param fanIn in: the number of connections of each unit
     * @param fanOutOfUnit what each unit that has connections adds to the scheme's fan-out; {@code kH * kW / (strideH *
     *     strideW)} for a filter
     * @param values out: FLOAT or DOUBLE, contiguous, as long as the sum of {@code fanIn}; the weights of unit after unit
     * @param layer the layer's name, for messages
     * @throws DL4JInvalidConfigException if the scheme needs a dense matrix
     */
    public static void draw(IWeightInit scheme, int[] fanIn, double fanOutOfUnit, INDArray values, String layer) {
        long connected = Arrays.stream(fanIn).filter(degree -> degree > 0).count();
        draw(scheme, fanIn, degree -> degree, fanOutOfUnit * connected, values, layer);
    }

    /**
     * Draws first weights from ND4J's generator of this thread, where a layer's kind counts fan-in and fan-out in a way of its
     * own.
     *
     * @param scheme one of DL4J's schemes
     * @param fanIn in: the number of connections of each unit
     * @param schemeFanIn the fan-in that the scheme is told for a number of connections
     * @param schemeFanOut the fan-out that the scheme is told
     * @param values out: FLOAT or DOUBLE, contiguous, as long as the sum of {@code fanIn}; the weights of unit after unit
     * @param layer the layer's name, for messages
     * @throws DL4JInvalidConfigException if the scheme needs a dense matrix
     */
    public static void draw(
            IWeightInit scheme,
            int[] fanIn,
            IntToDoubleFunction schemeFanIn,
            double schemeFanOut,
            INDArray values,
            String layer) {
        check(scheme, layer);
        int[] start = new int[fanIn.length + 1];
        for (int unit = 0; unit < fanIn.length; unit++) {
            start[unit + 1] = start[unit] + fanIn[unit];
        }
        Map<Integer, List<Integer>> groups = IntStream.range(0, fanIn.length)
                .filter(unit -> fanIn[unit] > 0)
                .boxed()
                .collect(Collectors.groupingBy(unit -> fanIn[unit], TreeMap::new, Collectors.toList()));
        Object all = heap(values.dataType(), start[fanIn.length]);
        groups.forEach((degree, units) -> {
            double told = schemeFanIn.applyAsDouble(degree);
            Object drawn = DetachedMemory.within(
                    () -> block(scheme, degree, units.size(), told, schemeFanOut, values.dataType()));
            for (int u = 0; u < units.size(); u++) {
                System.arraycopy(drawn, u * degree, all, start[units.get(u)], degree);
            }
        });
        if (all instanceof float[] floats) {
            HostMemory.write(floats, values);
        } else {
            HostMemory.write((double[]) all, values);
        }
    }

    /** Refuses a scheme that cannot draw the weights of a single unit. */
    static void check(IWeightInit scheme, String layer) {
        if (scheme instanceof WeightInitIdentity) {
            throw new DL4JInvalidConfigException("The weight initialisation (WeightInitIdentity) of layer (" + layer
                    + ") needs a dense square matrix. Maybe RELU or XAVIER?");
        }
    }

    private static Object heap(DataType type, int length) {
        return type == DataType.FLOAT ? new float[length] : new double[length];
    }

    private static Object block(
            IWeightInit scheme, int fanIn, int units, double schemeFanIn, double schemeFanOut, DataType type) {
        INDArray block = Nd4j.create(type, (long) fanIn * units);
        scheme.init(schemeFanIn, schemeFanOut, new long[] {fanIn, units}, IWeightInit.DEFAULT_WEIGHT_INIT_ORDER, block);
        Object drawn = heap(type, fanIn * units);
        if (drawn instanceof float[] floats) {
            HostMemory.read(block, floats);
        } else {
            HostMemory.read(block, (double[]) drawn);
        }
        return drawn;
    }
}
