package io.github.dl4jsparse.examples.report;

import io.github.dl4jsparse.examples.run.RunResult;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.Storage;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Figures {

    private static final int KIB = 1024;

    private Figures() {}

    /**
     * A share in per cent.
     *
     * @param share in [0, 1]
     * @return such as {@code 97.31 %}
     */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /**
     * A number with its thousands apart.
     *
     * @param number any
     * @return such as {@code 266,200}
     */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * A size.
     *
     * @param bytes not negative
     * @return such as {@code 412 B}, {@code 43.1 KiB} or {@code 1.2 MiB}
     */
    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        double kib = (double) bytes / KIB;
        return kib < KIB
                ? String.format(Locale.ROOT, "%.1f KiB", kib)
                : String.format(Locale.ROOT, "%.1f MiB", kib / KIB);
    }

    /**
     * A time.
     *
     * @param seconds not negative
     * @return such as {@code 2.31 s}
     */
    public static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /**
     * A time to wait for.
     *
     * @param seconds not negative
     * @return such as {@code 42 s} or {@code 3 min 20 s}
     */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }

    /**
     * What a run is called in tables and charts.
     *
     * @param result of the run
     * @return such as {@code dst}, {@code rigl 90 %} or {@code rigl 95 % compressed}
     */
    public static String name(RunResult result) {
        return name(result.settings(), result.sparsityRequested());
    }

    /**
     * What a run is called in tables and charts.
     *
     * @param settings of the run
     * @param sparsity that was asked for
     * @return such as {@code dst}, {@code rigl 90 %} or {@code rigl 95 % compressed}
     */
    public static String name(RunSettings settings, double sparsity) {
        String layers = settings.layers().method();
        if (sparsity == 0) {
            return settings.layers().arePlain() ? settings.method() : layers;
        }
        String percent = String.format(Locale.ROOT, "%.1f", 100 * sparsity).replaceFirst("\\.0$", "");
        return settings.method() + " " + percent + " %"
                + (settings.storage() == Storage.COMPRESSED ? " compressed" : "")
                + (settings.layers().arePlain() ? "" : " over " + layers);
    }
}
