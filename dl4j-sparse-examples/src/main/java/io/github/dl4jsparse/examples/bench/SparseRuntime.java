package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.kernel.KernelBackend;
import java.util.Locale;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** What the sparse kernels run with. The library looks at it once, when its kernels load: ask before any network is built. */
public final class SparseRuntime {

    /** The system property that names the kernels. */
    public static final String KERNELS = "dl4jsparse.kernels";

    /** The system property that tells the threads of the kernels. */
    public static final String THREADS = "dl4jsparse.threads";

    private SparseRuntime() {}

    /**
     * Asks for kernels and threads.
     *
     * @param kernels which kernels; null for what the JVM was started with
     * @param threads of the kernels, positive
     * @throws DL4JInvalidConfigException if other kernels are loaded than those asked for
     */
    public static void request(KernelChoice kernels, int threads) {
        System.setProperty(THREADS, String.valueOf(threads));
        if (kernels != null) {
            System.setProperty(KERNELS, word(kernels));
            check(kernels, kernelsInUse());
        }
    }

    static void check(KernelChoice asked, String used) {
        if (asked != KernelChoice.AUTO && !word(asked).equals(used)) {
            throw new DL4JInvalidConfigException("The kernels (" + word(asked) + ") are asked for and (" + used
                    + ") are in use. Maybe set DL4J_SPARSE_JAVA_OPTS to --add-modules=jdk.incubator.vector?");
        }
    }

    /**
     * The kernels that compute.
     *
     * @return {@code scalar} or {@code vector}
     */
    public static String kernelsInUse() {
        return KernelBackend.name().startsWith("vector") ? "vector" : "scalar";
    }

    private static String word(KernelChoice kernels) {
        return kernels.name().toLowerCase(Locale.ROOT);
    }
}
