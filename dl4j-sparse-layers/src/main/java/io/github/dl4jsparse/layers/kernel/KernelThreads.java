package io.github.dl4jsparse.layers.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The threads that share a product of the truly sparse layers: one bounded pool for all networks of a process.
 *
 * <p>Their number is the system property {@value #PROPERTY}, read once, by default the number of processors. They are
 * other threads than those of ND4J, whose operations run before and after the products, never at the same time within one
 * network. The thread that trains takes part in the work and does whatever no other thread has begun: it never waits for
 * a thread that is busy with another network. No result depends on the number of threads.
 */
public final class KernelThreads {

    /** The system property that holds the number of threads, at least 1. */
    public static final String PROPERTY = "dl4jsparse.threads";

    private static final int COUNT = read();
    private static final Helper[] HELPERS =
            IntStream.range(1, COUNT).mapToObj(Helper::new).toArray(Helper[]::new);

    private KernelThreads() {}

    /**
     * The number of threads that share a product.
     *
     * @return at least 1
     */
    public static int count() {
        return COUNT;
    }

    private static int read() {
        String text = System.getProperty(PROPERTY);
        if (text == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int count = Integer.parseInt(text.strip());
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("The system property " + PROPERTY + " (" + text
                + ") must be a whole number of threads, at least 1. For example -D" + PROPERTY + "=2.");
    }

    /** Does the parts {@code 0 .. parts - 1}, each once, and returns when all are done. */
    static void run(int parts, IntConsumer work) {
        if (parts == 1) {
            work.accept(0);
        } else {
            new Shared(parts, work).run();
        }
    }

    /** Work of which each thread takes the next part until there is none. */
    private static final class Shared {

        private final int parts;
        private final IntConsumer work;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final Thread owner = Thread.currentThread();
        private volatile Throwable failure;

        Shared(int parts, IntConsumer work) {
            this.parts = parts;
            this.work = work;
        }

        void run() {
            int wanted = parts - 1;
            for (int k = 0; k < HELPERS.length && wanted > 0; k++) {
                wanted -= HELPERS[k].offer(this) ? 1 : 0;
            }
            take();
            await();
            if (failure != null) {
                throw new IllegalStateException("A product of a sparse layer failed.", failure);
            }
        }

        private void take() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    work.accept(part);
                } catch (Throwable t) { // whatever it is, the owner must hear of it
                    failure = t;
                }
                if (done.incrementAndGet() == parts) {
                    LockSupport.unpark(owner);
                }
            }
        }

        private void await() {
            boolean interrupted = false;
            for (int spin = 0; done.get() < parts; spin++) {
                if (spin < 2000) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(this, 100_000);
                    interrupted |= Thread.interrupted();
                }
            }
            if (interrupted) {
                owner.interrupt();
            }
        }
    }

    /**
     * A thread of the pool, begun when it is first wanted. It looks out for further work for a moment, since the products of a
     * training step follow each other closely and waking a thread takes as long as a small product; then it sleeps.
     */
    private static final class Helper implements Runnable {

        private static final long LOOK_OUT = 200_000;

        private final int number;
        private final AtomicReference<Shared> task = new AtomicReference<>();
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile Thread thread;
        private volatile boolean asleep;

        Helper(int number) {
            this.number = number;
        }

        /** Takes work on if there is none yet. */
        boolean offer(Shared work) {
            if (!task.compareAndSet(null, work)) {
                return false;
            }
            if (begun.compareAndSet(false, true)) {
                Thread started = new Thread(this, "dl4j-sparse-" + number);
                started.setDaemon(true);
                thread = started;
                started.start();
            } else if (asleep) {
                LockSupport.unpark(thread);
            }
            return true;
        }

        @Override
        public void run() {
            for (; ; ) {
                Shared work = next();
                work.take();
                task.set(null);
            }
        }

        private Shared next() {
            long end = System.nanoTime() + LOOK_OUT;
            Shared work = task.get();
            while (work == null && System.nanoTime() < end) {
                Thread.onSpinWait();
                work = task.get();
            }
            while (work == null) {
                asleep = true;
                if (task.get() == null) {
                    LockSupport.park(this);
                }
                asleep = false;
                work = task.get();
            }
            return work;
        }
    }
}
