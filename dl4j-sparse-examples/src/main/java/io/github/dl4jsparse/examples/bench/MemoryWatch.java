package io.github.dl4jsparse.examples.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;

/** Watches the memory of this process from its creation until it is closed, in a thread of its own. */
final class MemoryWatch implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final Thread sampler = new Thread(this::sample, "memory watch");
    private long offHeap;

    MemoryWatch() {
        heapPools(MemoryPoolMXBean::resetPeakUsage);
        look();
        sampler.setDaemon(true);
        sampler.start();
    }

    private void sample() {
        try {
            while (true) {
                Thread.sleep(PAUSE_MILLIS);
                look();
            }
        } catch (InterruptedException e) {
            look();
        }
    }

    private synchronized void look() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        offHeap = Math.max(offHeap, Pointer.physicalBytes() - heap);
    }

    synchronized MemoryPeak peak() {
        long[] heap = new long[1];
        heapPools(pool -> heap[0] += pool.getPeakUsage().getUsed());
        return new MemoryPeak(heap[0], offHeap);
    }

    private static void heapPools(Consumer<MemoryPoolMXBean> action) {
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .forEach(action);
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
