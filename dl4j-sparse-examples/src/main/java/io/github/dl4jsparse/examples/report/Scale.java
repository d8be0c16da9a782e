package io.github.dl4jsparse.examples.report;

import java.util.ArrayList;
import java.util.List;

/** A linear axis: values between two ends, drawn between two coordinates, with ticks at round numbers. */
record Scale(double low, double high, double from, double to, List<Double> ticks) {

    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /** An axis whose ends are round numbers around the values. */
    static Scale around(double least, double greatest, int intervals, double from, double to) {
        double span = Math.max(greatest - least, 1e-3);
        double step = step(span / intervals);
        double low = Math.floor(least / step + 1e-9) * step;
        double high = Math.ceil(Math.max(greatest, low + step) / step - 1e-9) * step;
        return new Scale(low, high, from, to, ticks(low, high, step));
    }

    /** An axis of whole numbers, whose ends are the values themselves. */
    static Scale ofWholeNumbers(int least, int greatest, int intervals, double from, double to) {
        int high = Math.max(greatest, least + 1);
        int step = Math.max(1, (int) Math.ceil((double) (high - least) / intervals));
        return new Scale(least, high, from, to, ticks(least, high, step));
    }

    private static double step(double least) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(least)));
        for (double round : ROUND) {
            if (round * magnitude >= least * (1 - 1e-9)) {
                return round * magnitude;
            }
        }
        return ROUND[ROUND.length - 1] * magnitude;
    }

    private static List<Double> ticks(double low, double high, double step) {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; low + i * step <= high + step * 1e-9; i++) {
            ticks.add(low + i * step);
        }
        return List.copyOf(ticks);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }
}
