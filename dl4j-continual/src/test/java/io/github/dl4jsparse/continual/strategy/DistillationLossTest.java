package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class DistillationLossTest {

    /** Outputs 4 and 5 are the present task's, 0 and 1 those of a first and 2 and 3 those of a second one. */
    private static final double[] HARD = {0, 0, 0, 0, 1, 0};

    private static final double[] SCOPE = {0, 0, 0, 0, 1, 1};
    private static final double[] TEACHER = {0.3, -1.2, 2, 0.1, 5, 5};
    private static final double[] GROUPS = {1, 1, 2, 2, 0, 0};
    private static final double[] STUDENT = {-0.4, 0.7, 0.2, 1.5, -0.3, 0.9};

    private static double[] labels(double[] teacher) {
        double[] all = new double[4 * 6];
        System.arraycopy(HARD, 0, all, 0, 6);
        System.arraycopy(SCOPE, 0, all, 6, 6);
        System.arraycopy(teacher, 0, all, 12, 6);
        System.arraycopy(GROUPS, 0, all, 18, 6);
        return all;
    }

    private static double[] gradient(DistillationLoss loss, double[] teacher, double[] student) {
        double[] gradient = new double[6];
        loss.example(labels(teacher), student, gradient);
        return gradient;
    }

    @Test
    void aStudentThatAnswersAsItsTeacherHasNoGradientOfDistillation() {
        double[] gradient = gradient(new DistillationLoss(2, 1), STUDENT, STUDENT);

        assertThat(gradient).startsWith(0, 0, 0, 0);
        assertThat(gradient[4]).isNegative();
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        DistillationLoss loss = new DistillationLoss(2, 0.7);
        double[] gradient = gradient(loss, TEACHER, STUDENT);

        for (int c = 0; c < 6; c++) {
            double[] up = STUDENT.clone();
            double[] down = STUDENT.clone();
            up[c] += 1e-5;
            down[c] -= 1e-5;
            double difference = (loss.example(labels(TEACHER), up, new double[6])
                            - loss.example(labels(TEACHER), down, new double[6]))
                    / 2e-5;
            assertThat(gradient[c]).isCloseTo(difference, within(1e-8));
        }
    }

    /** {@code (e^0.75 / (1 + e^0.75) - e^-0.55 / (1 + e^-0.55)) / 2} is the slope against the first output. */
    @Test
    void eachEarlierTaskHasASoftmaxOfItsOwn() {
        double[] gradient = gradient(new DistillationLoss(2, 1), TEACHER, STUDENT);

        double teacher = 1 / (1 + Math.exp(-(0.3 + 1.2) / 2));
        double student = 1 / (1 + Math.exp(-(-0.4 - 0.7) / 2));
        assertThat(gradient[0]).isCloseTo((student - teacher) / 2, within(1e-15));
        assertThat(gradient[1]).isCloseTo(-gradient[0], within(1e-15));
    }

    /** {@code lambda / (N T^2)} times the difference of centred logits. */
    @Test
    void atHighTemperatureCentredLogitsAreCompared() {
        double t = 1e3;
        double[] gradient = gradient(new DistillationLoss(t, 1), TEACHER, STUDENT);

        double student = -0.4 - (-0.4 + 0.7) / 2;
        double teacher = 0.3 - (0.3 - 1.2) / 2;
        assertThat(gradient[0] * 2 * t * t).isCloseTo(student - teacher, within(1e-4));
    }

    @Test
    void withoutWeightOnlyTheLabelsCount() {
        assertThat(gradient(new DistillationLoss(2, 0), TEACHER, STUDENT)).startsWith(0, 0, 0, 0);
    }

    @Test
    void plainLabelsAreLearntByCrossEntropy() {
        INDArray z = Nd4j.createFromArray(new double[][] {STUDENT, TEACHER});
        INDArray y = Nd4j.createFromArray(new double[][] {HARD, HARD});
        ILossFunction loss = new DistillationLoss(2, 1);
        ILossFunction plain = new LossMCXENT();

        var own = loss.computeGradientAndScore(y, z, new ActivationSoftmax(), null, true);
        var expected = plain.computeGradientAndScore(y, z.dup(), new ActivationSoftmax(), null, true);

        assertThat(own.getFirst()).isCloseTo(expected.getFirst(), within(1e-9));
        assertThat(own.getSecond().sub(expected.getSecond()).amaxNumber().doubleValue())
                .isLessThan(1e-9);
        assertThat(loss.computeScoreArray(y, z, null, null).sumNumber().doubleValue() / 2)
                .isCloseTo(own.getFirst(), within(1e-12));
    }

    @Test
    void maskedExamplesDoNotCount() {
        INDArray z = Nd4j.createFromArray(new double[][] {STUDENT, TEACHER});
        INDArray y = Nd4j.createFromArray(new double[][] {HARD, HARD});
        INDArray mask = Nd4j.createFromArray(new double[][] {{0}, {1}});

        INDArray gradient = new DistillationLoss(2, 1).computeGradient(y, z, null, mask);

        assertThat(gradient.getRow(0).toDoubleVector()).containsOnly(0);
        assertThat(gradient.getRow(1).toDoubleVector()).doesNotContain(0);
    }

    @Test
    void itComesBackFromJson() throws Exception {
        ILossFunction loss = new DistillationLoss(2, 0.5);

        String json = NeuralNetConfiguration.mapper().writeValueAsString(loss);

        assertThat(NeuralNetConfiguration.mapper().readValue(json, ILossFunction.class))
                .isEqualTo(loss);
    }

    @Test
    void labelsOfAnotherWidthAreRefused() {
        assertThatThrownBy(() -> new DistillationLoss(2, 1).example(new double[3], STUDENT, new double[6]))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContaining("(24)");
    }

    @Test
    void temperaturesMustBePositive() {
        assertThatThrownBy(() -> LearningWithoutForgetting.of(0, 1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(0.0)");
    }
}
