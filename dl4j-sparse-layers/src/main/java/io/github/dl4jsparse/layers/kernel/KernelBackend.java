package io.github.dl4jsparse.layers.kernel;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which loops compute the products of single precision: plain Java, or the Vector API.
 *
 * <p>The choice is made once for a process, and never by a timing, so that a run repeats its bits: the system property
 * {@value #PROPERTY} says {@code scalar}, {@code vector} or {@code auto} (the default), which is {@code vector} where the
 * module {@code jdk.incubator.vector} is present ({@code --add-modules jdk.incubator.vector}) and the CPU has vectors of 256
 * bits or more. At the first use the Vector API's loops are compared with plain ones; where they differ, plain loops are
 * used and a warning tells it. Double precision is always computed in plain Java.
 *
 * <p>The two differ in the last bits: the Vector API's loops round once for a product and a sum, and sum in another order.
 */
public final class KernelBackend {

    /** The system property that chooses: {@code auto}, {@code scalar} or {@code vector}. */
    public static final String PROPERTY = "dl4jsparse.kernels";

    /** The module of the Vector API. */
    static final String MODULE = "jdk.incubator.vector";

    private static final Logger LOG = LoggerFactory.getLogger(KernelBackend.class);
    private static final String VECTOR = "io.github.dl4jsparse.layers.kernel.VectorPrecision";
    private static final Arithmetic<float[]> SINGLE = choose(System.getProperty(PROPERTY, "auto"));

    private KernelBackend() {}

    /**
     * The loops in use.
     *
     * @return {@code scalar}, or {@code vector} with the width, such as {@code vector512}
     */
    public static String name() {
        return SINGLE.toString();
    }

    static Arithmetic<float[]> singlePrecision() {
        return SINGLE;
    }

    static Arithmetic<float[]> choose(String wish) {
        return switch (wish.strip().toLowerCase(Locale.ROOT)) {
            case "scalar" -> new SinglePrecision();
            case "auto" -> present() ? vectorOrScalar() : new SinglePrecision();
            case "vector" -> demandedVector(wish);
            default ->
                throw new IllegalArgumentException(
                        "The system property " + PROPERTY + " (" + wish + ") must be auto, scalar or vector.");
        };
    }

    private static Arithmetic<float[]> demandedVector(String wish) {
        if (!present()) {
            throw new IllegalStateException("The system property " + PROPERTY + " (" + wish
                    + ") asks for the Vector API, but the module (" + MODULE
                    + ") is not there. Start Java with --add-modules " + MODULE + ".");
        }
        return vectorOrScalar();
    }

    private static boolean present() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** Not named in the code: the class cannot be loaded without its module. */
    private static Arithmetic<float[]> vectorOrScalar() {
        try {
            SinglePrecision vector = Class.forName(VECTOR)
                    .asSubclass(SinglePrecision.class)
                    .getDeclaredConstructor()
                    .newInstance();
            KernelSelfTest.check(vector);
            return vector;
        } catch (ReflectiveOperationException | LinkageError | IllegalStateException e) {
            LOG.warn("The Vector API's kernels cannot be used, plain Java computes instead: {}", reason(e));
            return new SinglePrecision();
        }
    }

    private static String reason(Throwable e) {
        return e.getCause() == null ? e.toString() : e.getCause().toString();
    }
}
