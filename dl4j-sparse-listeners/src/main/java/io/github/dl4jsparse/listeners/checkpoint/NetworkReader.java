package io.github.dl4jsparse.listeners.checkpoint;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes a network of DL4J's entries of a model file, number after number. DL4J's own {@code ModelSerializer} has all entries in
 * the heap first, and refuses one of 2 GiB: 268 million connections.
 */
final class NetworkReader {

    private NetworkReader() {}

    static Model read(Path path, boolean isGraph) throws IOException {
        File file = path.toFile();
        try (ZipFile zip = new ZipFile(file)) {
            ZipEntry parameters = zip.getEntry(ModelSerializer.COEFFICIENTS_BIN);
            if (parameters == null || parameters.getSize() == 0) {
                return isGraph
                        ? ModelSerializer.restoreComputationGraph(file)
                        : ModelSerializer.restoreMultiLayerNetwork(file);
            }
            INDArray params = array(zip, parameters);
            ZipEntry updater = zip.getEntry(ModelSerializer.UPDATER_BIN);
            INDArray state = updater == null ? null : array(zip, updater);
            String json = configuration(zip);
            return isGraph ? graph(json, params, state) : layered(json, params, state);
        }
    }

    /** In the character set of this JVM, as DL4J writes it. */
    private static String configuration(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
        return new String(zip.getInputStream(entry).readAllBytes(), Charset.defaultCharset());
    }

    private static INDArray array(ZipFile zip, ZipEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(zip.getInputStream(entry)))) {
            return Nd4j.read(in);
        }
    }

    private static Model layered(String json, INDArray params, INDArray state) {
        MultiLayerConfiguration conf = MultiLayerConfiguration.fromJson(json);
        conf.setDataType(params.dataType());
        MultiLayerNetwork network = new MultiLayerNetwork(conf);
        network.init(params, false);
        if (state != null) {
            network.getUpdater().setStateViewArray(network, state, false);
        }
        return network;
    }

    private static Model graph(String json, INDArray params, INDArray state) {
        ComputationGraphConfiguration conf = ComputationGraphConfiguration.fromJson(json);
        conf.setDataType(params.dataType());
        ComputationGraph network = new ComputationGraph(conf);
        network.init(params, false);
        if (state != null) {
            network.getUpdater().setStateViewArray(state);
        }
        return network;
    }
}
