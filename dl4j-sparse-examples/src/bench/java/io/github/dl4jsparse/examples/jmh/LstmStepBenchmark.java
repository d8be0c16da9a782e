package io.github.dl4jsparse.examples.jmh;

import io.github.dl4jsparse.layers.sparse.SparseLstm;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole training step, {@code net.fit}, of an LSTM and an output layer of 10 classes at each time step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class LstmStepBenchmark {

    private static final int CLASSES = 10;

    /** {@code dense} for DL4J's LSTM, else the share of connections that a {@code SparseLstm} leaves out. */
    @Param({"dense", "0.9", "0.95", "0.98"})
    public String sparsity;

    /** Features of the input. */
    @Param("256")
    public int inputs;

    /** Hidden units. */
    @Param("512")
    public int units;

    /** Number of sequences. */
    @Param("32")
    public int batch;

    /** Time steps of each sequence. */
    @Param("50")
    public int steps;

    private MultiLayerNetwork net;
    private DataSet data;

    /** Makes the network, and sequences and classes by chance. */
    @Setup
    public void draw() {
        net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(new Nesterovs(0.01, 0.9))
                .list()
                .layer(recurrent())
                .layer(new RnnOutputLayer.Builder()
                        .nIn(units)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        Random random = new Random(1);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES, steps);
        for (int example = 0; example < batch; example++) {
            for (int step = 0; step < steps; step++) {
                labels.putScalar(example, random.nextInt(CLASSES), step, 1);
            }
        }
        data = new DataSet(Nd4j.randn(DataType.FLOAT, batch, inputs, steps), labels);
    }

    private Layer recurrent() {
        if (sparsity.equals("dense")) {
            return new LSTM.Builder().nIn(inputs).nOut(units).build();
        }
        return new SparseLstm.Builder()
                .nIn(inputs)
                .nOut(units)
                .sparsity(Double.parseDouble(sparsity))
                .build();
    }

    /** One step. */
    @Benchmark
    public void step() {
        net.fit(data);
    }
}
