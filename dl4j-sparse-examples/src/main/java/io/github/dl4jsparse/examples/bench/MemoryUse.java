package io.github.dl4jsparse.examples.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Pointer;

/**
 * What is in use at one moment, garbage collected and the free part of the heap given back.
 *
 * @param heap bytes of Java objects
 * @param offHeap bytes of the process in physical memory that are not Java objects: ND4J's arrays and the JVM itself
 */
public record MemoryUse(long heap, long offHeap) {

    private static final int ROUNDS = 9;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long SMALL = 1 << 20;
    private static final String MOST_FREE = "MaxHeapFreeRatio";
    private static final String LEAST_FREE = "MinHeapFreeRatio";

    /** Collects garbage and looks, until no more is given back: ND4J frees its arrays some time after the collector. */
    static MemoryUse now() {
        MemoryUse last = collected();
        for (int round = 0; round < ROUNDS; round++) {
            MemoryUse next = collected();
            boolean steady = next.sum() > last.sum() - SMALL;
            last = next;
            if (steady) {
                break;
            }
        }
        return last;
    }

    private static MemoryUse collected() {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (options == null) {
            System.gc();
        } else {
            String least = options.getVMOption(LEAST_FREE).getValue();
            String most = options.getVMOption(MOST_FREE).getValue();
            options.setVMOption(LEAST_FREE, "0");
            options.setVMOption(MOST_FREE, "1");
            System.gc();
            options.setVMOption(MOST_FREE, most);
            options.setVMOption(LEAST_FREE, least);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new MemoryUse(heap, Math.max(0, Pointer.physicalBytes() - heap));
    }

    /** What has come since an earlier moment. */
    MemoryUse since(MemoryUse earlier) {
        return new MemoryUse(Math.max(0, heap - earlier.heap), Math.max(0, offHeap - earlier.offHeap));
    }

    long sum() {
        return heap + offHeap;
    }
}
