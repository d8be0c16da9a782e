package io.github.dl4jsparse.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the running JDK, with the class path of the tests. */
final class JavaProgram {

    private JavaProgram() {}

    /** A process whose ND4J computes with one thread: on a busy machine, threads that wait for each other take for ever. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder;
    }

    static String path(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    static String classPath() {
        // surefire's own class path is a jar that names the others
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** What JavaCPP wants of the running JDK, as the launcher does it. */
    static List<String> flags(String prefix) {
        List<String> flags = new ArrayList<>();
        if (Runtime.version().feature() >= 24) {
            flags.add(prefix + "--enable-native-access=ALL-UNNAMED");
            flags.add(prefix + "--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }
}
