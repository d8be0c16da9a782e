package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.run.EpochResult;
import io.github.dl4jsparse.examples.run.RunObserver;
import io.github.dl4jsparse.examples.run.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Saves a run after every epoch, so that a run that is interrupted (Ctrl-C) has lost no finished epoch. Without a file to
 * save to it keeps the epoch in a temporary file, which becomes {@code dl4j-sparse-interrupted.zip} when the run is
 * interrupted and goes away when it is not.
 */
final class EpochKeeper implements RunObserver, AutoCloseable {

    private static final String INTERRUPTED = "dl4j-sparse-interrupted.zip";

    private final Optional<Path> out;
    private final Path file;
    private final PrintWriter err;
    private final Thread hook = new Thread(this::interrupted, "keep the last finished epoch");
    private int saved;
    private boolean ending;

    EpochKeeper(Optional<Path> out, PrintWriter err) throws IOException {
        this.out = out;
        this.file = out.isPresent()
                ? out.get()
                : Files.createTempDirectory("dl4j-sparse").resolve("epoch.zip");
        this.err = err;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public synchronized void epochDone(TrainingRun run, EpochResult result) {
        if (ending) {
            // The JVM does not wait for this thread: a save that begins now would be torn.
            return;
        }
        try {
            run.snapshot().write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The epoch (" + result.epoch() + ") cannot be saved to (" + file + "): " + e.getMessage(), e);
        }
        saved = result.epoch();
    }

    /** Waits for a save that is under way: the JVM goes on with other threads until its hooks are done. */
    private synchronized void interrupted() {
        ending = true;
        if (saved == 0) {
            err.println("Interrupted before the end of the first epoch: nothing is saved.");
            return;
        }
        try {
            Path kept = out.orElse(Path.of(INTERRUPTED));
            if (out.isEmpty()) {
                Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
            }
            err.println();
            err.println("Interrupted. The last finished epoch (" + saved
                    + ") is saved; to go on: dl4j-sparse train --resume " + kept);
        } catch (IOException e) {
            err.println("Interrupted. The last finished epoch (" + saved + ") is left in (" + file + "): " + e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook has the file.
            return;
        }
        if (out.isEmpty()) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        }
    }
}
