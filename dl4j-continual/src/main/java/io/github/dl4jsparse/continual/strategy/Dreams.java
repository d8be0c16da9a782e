package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.GaussianReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.ReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A variational autoencoder that makes up examples: DL4J's own. Its optimiser starts with it. */
final class Dreams {

    private final MultiLayerNetwork generator;
    private final long width;
    private final int latent;

    Dreams(long width, int hidden, int latent, boolean binary, double learningRate, long seed) {
        ReconstructionDistribution distribution = binary
                ? new BernoulliReconstructionDistribution(Activation.SIGMOID)
                : new GaussianReconstructionDistribution(Activation.IDENTITY);
        long root = Nd4j.getRandom().rootState();
        long node = Nd4j.getRandom().nodeState();
        this.width = width;
        this.latent = latent;
        this.generator = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(learningRate))
                .list()
                .layer(new VariationalAutoencoder.Builder()
                        .nIn(width)
                        .nOut(latent)
                        .encoderLayerSizes(hidden, hidden)
                        .decoderLayerSizes(hidden, hidden)
                        .activation(Activation.RELU)
                        .pzxActivationFunction(Activation.IDENTITY)
                        .reconstructionDistribution(distribution)
                        .build())
                .build());
        generator.init();
        Nd4j.getRandom().setStates(root, node); // initialisation seeds the thread's generator
    }

    /** The same numbers with a fresh optimiser. */
    Dreams assign(Dreams other) {
        generator.params().assign(other.generator.params());
        return this;
    }

    /** Means of the reconstruction at latent numbers from N(0, 1). */
    INDArray draw(int count, RandomStream random) {
        double[] z = new double[count * latent];
        for (int i = 0; i < z.length; i++) {
            z[i] = random.nextGaussian();
        }
        INDArray numbers =
                Nd4j.createFromArray(z).castTo(generator.params().dataType()).reshape('c', count, latent);
        return autoencoder().generateAtMeanGivenZ(numbers);
    }

    private org.deeplearning4j.nn.layers.variational.VariationalAutoencoder autoencoder() {
        return (org.deeplearning4j.nn.layers.variational.VariationalAutoencoder) generator.getLayer(0);
    }

    /** One step on examples, and dreams of an earlier self, so many times as many. */
    void learn(INDArray examples, Dreams before, int times, RandomStream random) {
        int count = Math.toIntExact(examples.size(0));
        INDArray batch = examples.dup('c').reshape('c', count, width);
        if (times > 0) {
            batch = Nd4j.concat(0, batch, before.draw(times * count, random));
        }
        generator.pretrainLayer(0, batch);
    }

    long bytes() {
        return generator.numParams() * generator.params().dataType().width();
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeLong(width);
        Nd4j.write(generator.params(), out);
    }

    static Dreams readFrom(DataInputStream in, int hidden, int latent, boolean binary, double learningRate, long seed)
            throws IOException {
        Dreams read = new Dreams(in.readLong(), hidden, latent, binary, learningRate, seed);
        read.generator.params().assign(Nd4j.read(in));
        return read;
    }
}
