package io.github.dl4jsparse.layers.kernel;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Watches how fast the Vector API's loops are, and tells once if they are far too slow: where the JIT compiler does not turn
 * them into vector instructions, they are slower than plain Java a hundredfold, although their results are right. What a
 * short start-up timing would measure is the compiler at work; this looks at the first seconds of work instead. It never
 * chooses, since a run has to repeat its bits.
 */
final class SlowVectors {

    /** Work to look at, in nanoseconds: long after all loops are compiled. */
    private static final long ENOUGH = 5_000_000_000L;

    /** Multiplications a nanosecond, a tenth of what plain Java does on a slow CPU. */
    private static final double SLOW = 0.1;

    private final Consumer<String> warning;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong products = new AtomicLong();
    private volatile boolean done;

    SlowVectors(Consumer<String> warning) {
        this.warning = warning;
    }

    /** Whether the first seconds are over. */
    boolean done() {
        return done;
    }

    /** Counts some work that a thread has done. */
    void add(long multiplications, long nanoseconds) {
        long all = products.addAndGet(multiplications);
        long time = nanos.addAndGet(nanoseconds);
        if (time >= ENOUGH) {
            judge((double) all / time);
        }
    }

    private synchronized void judge(double speed) {
        if (!done && speed < SLOW) {
            warning.accept(String.format(
                    Locale.ROOT,
                    "The Vector API's kernels have done only (%.3f) multiplications a nanosecond in their first seconds. "
                            + "Maybe this JVM does not compile the Vector API: -D%s=scalar uses plain Java.",
                    speed,
                    KernelBackend.PROPERTY));
        }
        done = true;
    }
}
