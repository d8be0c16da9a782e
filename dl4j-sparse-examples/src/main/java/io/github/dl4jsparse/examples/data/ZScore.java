package io.github.dl4jsparse.examples.data;

import java.util.Arrays;

/**
 * Standardisation by the mean and the standard deviation (divisor n) of the examples it was made from: {@code z = (x - mean) /
 * deviation}, and 0 for what is constant there. Of each feature, or of all together.
 */
final class ZScore {

    private final double[] mean;
    private final double[] deviation;

    private ZScore(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    static ZScore of(LabeledExamples examples) {
        int width = examples.width();
        double[] mean = new double[width];
        double[] deviation = new double[width];
        for (int i = 0; i < examples.size(); i++) {
            float[] row = examples.features(i);
            for (int j = 0; j < width; j++) {
                mean[j] += (double) row[j] / examples.size();
            }
        }
        for (int i = 0; i < examples.size(); i++) {
            float[] row = examples.features(i);
            for (int j = 0; j < width; j++) {
                deviation[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / examples.size();
            }
        }
        for (int j = 0; j < width; j++) {
            deviation[j] = Math.sqrt(deviation[j]);
        }
        return new ZScore(mean, deviation);
    }

    static ZScore by(double mean, double deviation, int width) {
        double[] means = new double[width];
        double[] deviations = new double[width];
        Arrays.fill(means, mean);
        Arrays.fill(deviations, deviation);
        return new ZScore(means, deviations);
    }

    static ZScore overall(LabeledExamples examples) {
        int width = examples.width();
        double count = (double) width * examples.size();
        double sum = 0;
        for (int i = 0; i < examples.size(); i++) {
            for (float x : examples.features(i)) {
                sum += x;
            }
        }
        double squares = 0;
        for (int i = 0; i < examples.size(); i++) {
            for (float x : examples.features(i)) {
                squares += (x - sum / count) * (x - sum / count);
            }
        }
        return by(sum / count, Math.sqrt(squares / count), width);
    }

    LabeledExamples apply(LabeledExamples examples) {
        int width = examples.width();
        float[] scaled = new float[Math.multiplyExact(examples.size(), width)];
        int[] labels = new int[examples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = examples.label(i);
            float[] row = examples.features(i);
            for (int j = 0; j < width; j++) {
                scaled[i * width + j] = deviation[j] > 0 ? (float) ((row[j] - mean[j]) / deviation[j]) : 0;
            }
        }
        return LabeledExamples.owning(scaled, labels, width, examples.classes());
    }
}
