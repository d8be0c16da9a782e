package io.github.dl4jsparse.layers.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Nothing is allocated here: the networks would take gigabytes. */
class NetworkLimitsTest {

    private static final long UNITS = 250_000;

    private static SparseDenseLayer layer(long connections) {
        return new SparseDenseLayer.Builder()
                .nIn(UNITS)
                .nOut(UNITS)
                .connections(connections)
                .build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder().nIn(UNITS).nOut(10).build();
    }

    /** Two sparse layers, of which each is small enough. */
    private static MultiLayerConfiguration layers(IUpdater updater, long first, long second) {
        return new NeuralNetConfiguration.Builder()
                .updater(updater)
                .list(layer(first), layer(second), output())
                .build();
    }

    private static ComputationGraphConfiguration graph(IUpdater updater, long first, long second) {
        return new NeuralNetConfiguration.Builder()
                .updater(updater)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", layer(first), "in")
                .addLayer("b", layer(second), "a")
                .addLayer("out", output(), "b")
                .setOutputs("out")
                .build();
    }

    /** Of 2^31 - 1 parameters, what biases, fan-ins and the output layer leave. */
    private static long mostConnections() {
        return (Integer.MAX_VALUE - 4 * UNITS - 10 * UNITS - 10) / 2;
    }

    @Test
    void asManyParametersAsDl4jAddressesAreAccepted() {
        long most = mostConnections();

        assertThatCode(() -> NetworkLimits.check(layers(new Nesterovs(), 500_000_000, most - 500_000_000)))
                .doesNotThrowAnyException();
        assertThatCode(() -> NetworkLimits.check(graph(new Nesterovs(), 500_000_000, most - 500_000_000)))
                .doesNotThrowAnyException();
    }

    @Test
    void oneConnectionMoreIsRefused() {
        long tooMany = mostConnections() + 1;
        long parameters = 2 * tooMany + 14 * UNITS + 10;

        assertThatThrownBy(() -> NetworkLimits.check(layers(new Sgd(), 500_000_000, tooMany - 500_000_000)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("(" + parameters + ") parameters", "(2147483647)", "Maybe a higher sparsity");
        assertThatThrownBy(() -> NetworkLimits.check(graph(new Sgd(), 500_000_000, tooMany - 500_000_000)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + parameters + ") parameters");
    }

    @Test
    void moreUpdaterStateThanDl4jAddressesIsRefused() {
        long each = 400_000_000;
        long state = 3 * (2 * each + 2 * UNITS + 10 * UNITS + 10);

        assertThatCode(() -> NetworkLimits.check(layers(new Nesterovs(), each, each)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> NetworkLimits.check(layers(new AMSGrad(), each, each)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("(" + state + ") numbers of state", "Nesterovs");
        assertThatThrownBy(() -> NetworkLimits.check(graph(new AMSGrad(), each, each)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + state + ") numbers of state");
    }

    /** A part of a vector that is one number too long, as DL4J hands it to a layer. */
    @Test
    void aLayerOfTooLargeANetworkIsNotInstantiated() {
        NeuralNetConfiguration conf = layers(new Sgd(), 1000, 1000).getConf(0);
        DataBuffer buffer = answering(DataBuffer.class, "underlyingLength", Integer.MAX_VALUE + 1L);
        INDArray view = answering(INDArray.class, "data", buffer);

        assertThatThrownBy(() -> conf.getLayer().instantiate(conf, null, 0, view, true, DataType.FLOAT))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(2147483648) parameters");
    }

    private static <T> T answering(Class<T> type, String method, Object answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    assertThat(called.getName()).isEqualTo(method);
                    return answer;
                }));
    }

    /** 800 million connections have as many values of state for each slot of the updater, and their places have none. */
    @Test
    void thePatternsOfAnLstmHaveNoState() {
        assertThatCode(() -> NetworkLimits.check(lstm(new Adam()))).doesNotThrowAnyException();
        assertThatThrownBy(() -> NetworkLimits.check(lstm(new AMSGrad())))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(2400240000)");
    }

    private static MultiLayerConfiguration lstm(IUpdater updater) {
        SparseLstm layer = new SparseLstm.Builder()
                .nIn(20_000)
                .nOut(20_000)
                .connections(400_000_000)
                .recurrentConnections(400_000_000)
                .build();
        return new NeuralNetConfiguration.Builder().updater(updater).list(layer).build();
    }
}
