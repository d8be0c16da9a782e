package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The sizes of a network's model file.
 *
 * @param plain bytes without the updater's state
 * @param plainMillis the time to write them
 * @param resumable bytes with the updater's state
 * @param resumableMillis the time to write them
 */
public record ModelFileSizes(long plain, double plainMillis, long resumable, double resumableMillis) {

    /** Writes both, one after the other, to a file; the one with the updater's state stays. */
    static ModelFileSizes of(MultiLayerNetwork network, Path file) throws IOException {
        double plainMillis = write(network, file, false);
        long plain = Files.size(file);
        double resumableMillis = write(network, file, true);
        return new ModelFileSizes(plain, plainMillis, Files.size(file), resumableMillis);
    }

    private static double write(MultiLayerNetwork network, Path file, boolean updater) throws IOException {
        long start = System.nanoTime();
        SparseModels.save(network, file, updater);
        return (System.nanoTime() - start) / 1e6;
    }
}
