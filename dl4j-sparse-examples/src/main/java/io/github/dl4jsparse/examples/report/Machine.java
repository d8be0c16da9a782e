package io.github.dl4jsparse.examples.report;

import io.github.dl4jsparse.layers.kernel.KernelBackend;
import io.github.dl4jsparse.layers.kernel.KernelThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Looks at the machine and at the program itself. */
public final class Machine {

    private Machine() {}

    /**
     * What a run on this machine is made on.
     *
     * @param command the command line
     * @return the present state, ND4J's number of threads included
     */
    public static Provenance provenance(String command) {
        String jdk = System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")";
        String os = System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
        String cpu = cpuName().orElse(System.getProperty("os.arch")) + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
        return new Provenance(version(), jdk, os, cpu, backend(), command);
    }

    /**
     * The version of this library.
     *
     * @return as in its POM
     */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream in = Machine.class.getResourceAsStream("/io/github/dl4jsparse/examples/version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String backend() {
        // Nd4j first: the holder of its natives does not initialise by itself.
        String blas = Nd4j.factory().blas().getBlasVendor().toString();
        int threads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
        return Nd4j.getBackend().getClass().getSimpleName() + " of ND4J " + nd4jVersion() + ", " + blas + ", " + threads
                + " threads; sparse kernels " + KernelBackend.name() + ", " + KernelThreads.count() + " threads";
    }

    private static String nd4jVersion() {
        return Optional.ofNullable(Nd4j.class.getPackage().getImplementationVersion())
                .orElse("1.0.0-M2.1");
    }

    private static Optional<String> cpuName() {
        Path linux = Path.of("/proc/cpuinfo");
        if (Files.isReadable(linux)) {
            try (Stream<String> lines = Files.lines(linux, StandardCharsets.UTF_8)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        // set on Windows only
        return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"));
    }
}
