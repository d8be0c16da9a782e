package io.github.dl4jsparse.examples.data;

/**
 * Standardisation of each feature by the mean and the standard deviation (divisor n) of the examples it was made from:
 * {@code z = (x - mean) / deviation}, and 0 for a feature that is constant there.
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
