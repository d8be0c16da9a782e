package io.github.dl4jsparse.listeners.checkpoint;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Saves a network with its topology every n epochs, iterations or minutes, and keeps the last k files. Files are named
 * {@code checkpoint_00007_epoch3_iteration1407.zip} and written as a whole or not at all; numbering goes on where a folder
 * has checkpoints already.
 *
 * <p>To be added after the topology listener has been attached: listeners are called in their order. The counts of finished
 * iterations and epochs in the file include the one at whose end it was saved, which DL4J's own listener leaves out. What
 * constraints (max-norm, ...) would do after an iteration is not yet done in a file that is saved between two iterations.
 */
public final class SparseCheckpointListener extends BaseTrainingListener {

    private static final Pattern NAME = Pattern.compile("checkpoint_(\\d+)_epoch\\d+_iteration\\d+\\.zip");

    private final Path directory;
    private final int everyEpochs;
    private final int everyIterations;
    private final Duration every;
    private final int keepLast;
    private long lastSaved = System.nanoTime();

    private SparseCheckpointListener(Builder builder) {
        this.directory = builder.directory;
        this.everyEpochs = builder.everyEpochs;
        this.everyIterations = builder.everyIterations;
        this.every = builder.every;
        this.keepLast = builder.keepLast;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        NetworkView network = NetworkView.of(model);
        boolean due = everyIterations > 0 && (iteration + 1) % everyIterations == 0
                || every != null && System.nanoTime() - lastSaved >= every.toNanos();
        if (due) {
            int before = network.iterationCount();
            network.setIterationCount(iteration + 1);
            try {
                save(network);
            } finally {
                network.setIterationCount(before);
            }
        }
    }

    @Override
    public void onEpochEnd(Model model) {
        NetworkView network = NetworkView.of(model);
        int before = network.epochCount();
        if (everyEpochs > 0 && (before + 1) % everyEpochs == 0) {
            network.setEpochCount(before + 1);
            try {
                save(network);
            } finally {
                network.setEpochCount(before);
            }
        }
    }

    private void save(NetworkView network) {
        try {
            int number = last(directory).map(SparseCheckpointListener::numberOf).orElse(0) + 1;
            String name = String.format(
                    Locale.ROOT,
                    "checkpoint_%05d_epoch%d_iteration%d.zip",
                    number,
                    network.epochCount(),
                    network.iterationCount());
            SparseModels.save(network.model(), directory.resolve(name));
            lastSaved = System.nanoTime();
            List<Path> all = checkpoints(directory);
            for (Path old : all.subList(0, Math.max(0, all.size() - keepLast))) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint in (" + directory + ") could not be saved.", e);
        }
    }

    /**
     * The checkpoints in a folder, oldest first.
     *
     * @param directory a folder; it need not exist
     * @return the files
     * @throws IOException if the folder cannot be read
     */
    public static List<Path> checkpoints(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> NAME.matcher(f.getFileName().toString()).matches())
                    .sorted(Comparator.comparingInt(SparseCheckpointListener::numberOf))
                    .toList();
        }
    }

    /**
     * The newest checkpoint in a folder.
     *
     * @param directory a folder; it need not exist
     * @return the file to give to {@link SparseModels#load}, if there is one
     * @throws IOException if the folder cannot be read
     */
    public static Optional<Path> last(Path directory) throws IOException {
        List<Path> all = checkpoints(directory);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private static int numberOf(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }

    /** Builds a {@link SparseCheckpointListener}. */
    public static final class Builder {

        private final Path directory;
        private int everyEpochs;
        private int everyIterations;
        private Duration every;
        private int keepLast = Integer.MAX_VALUE;

        /**
         * Starts a configuration.
         *
         * @param directory where files go; made when the first one is saved
         */
        public Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * Saves at the end of every n-th epoch.
         *
         * @param n positive
         * @return this
         */
        public Builder everyEpochs(int n) {
            everyEpochs = positive(n, "epochs");
            return this;
        }

        /**
         * Saves after every n-th iteration.
         *
         * @param n positive
         * @return this
         */
        public Builder everyIterations(int n) {
            everyIterations = positive(n, "iterations");
            return this;
        }

        /**
         * Saves after the first iteration that ends n minutes after the last file, or after the start.
         *
         * @param n positive
         * @return this
         */
        public Builder everyMinutes(int n) {
            every = Duration.ofMinutes(positive(n, "minutes"));
            return this;
        }

        /**
         * Keeps the newest files only.
         *
         * @param k how many, positive; all by default
         * @return this
         */
        public Builder keepLast(int k) {
            keepLast = positive(k, "files");
            return this;
        }

        private static int positive(int n, String what) {
            if (n <= 0) {
                throw new DL4JInvalidConfigException("The number of " + what + " (" + n + ") must be positive.");
            }
            return n;
        }

        /**
         * Builds the listener.
         *
         * @return a listener for {@code net.addListeners}
         * @throws DL4JInvalidConfigException if nothing says when to save
         */
        public SparseCheckpointListener build() {
            if (everyEpochs == 0 && everyIterations == 0 && every == null) {
                throw new DL4JInvalidConfigException("Nothing says when to save into (" + directory
                        + "). Use everyEpochs, everyIterations or everyMinutes.");
            }
            return new SparseCheckpointListener(this);
        }
    }
}
