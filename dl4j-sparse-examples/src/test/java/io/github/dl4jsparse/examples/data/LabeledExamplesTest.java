package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

class LabeledExamplesTest {

    private final LabeledExamples examples =
            LabeledExamples.of(new float[] {1, 2, 3, 4, 5, 6}, new int[] {0, 2, 1}, 2, 3);

    @Test
    void givesBackRowsAndLabels() {
        assertThat(examples.size()).isEqualTo(3);
        assertThat(examples.width()).isEqualTo(2);
        assertThat(examples.classes()).isEqualTo(3);
        assertThat(examples.features(1)).containsExactly(3, 4);
        assertThat(examples.label(1)).isEqualTo(2);
    }

    @Test
    void doesNotChangeWithTheArraysItWasMadeFrom() {
        float[] features = {1, 2};
        int[] labels = {1};
        LabeledExamples made = LabeledExamples.of(features, labels, 2, 2);

        features[0] = 9;
        labels[0] = 0;
        made.features(0)[1] = 9;

        assertThat(made.features(0)).containsExactly(1, 2);
        assertThat(made.label(0)).isEqualTo(1);
    }

    @Test
    void aSubsetOfASubsetKeepsTheOrderAskedFor() {
        LabeledExamples twice = examples.subset(2, 0).subset(1, 0, 0);

        assertThat(twice.size()).isEqualTo(3);
        assertThat(twice.features(0)).containsExactly(1, 2);
        assertThat(twice.features(1)).containsExactly(5, 6);
        assertThat(twice.features(2)).containsExactly(5, 6);
        assertThat(twice.label(1)).isEqualTo(1);
    }

    @Test
    void aDataSetHoldsRowsAndOneHotLabels() {
        DataSet all = examples.toDataSet();

        assertThat(all.getFeatures().shape()).containsExactly(3, 2);
        assertThat(all.getFeatures().dataType()).isEqualTo(DataType.FLOAT);
        assertThat(all.getFeatures().ordering()).isEqualTo('c');
        assertThat(all.getFeatures().dup('c').data().asFloat()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(all.getLabels().shape()).containsExactly(3, 3);
        assertThat(all.getLabels().dup('c').data().asFloat()).containsExactly(1, 0, 0, 0, 0, 1, 0, 1, 0);
    }

    @Test
    void theFirstExamplesStandInOrder() {
        assertThat(examples.first(2).size()).isEqualTo(2);
        assertThat(examples.first(2).features(1)).containsExactly(3, 4);
        assertThatThrownBy(() -> examples.first(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> examples.first(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void aLabelThatIsNoClassIsRefused(int label) {
        assertThatThrownBy(() -> LabeledExamples.of(new float[2], new int[] {0, label}, 1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label (" + label + ") of example (1)");
    }

    @Test
    void aMatrixOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> LabeledExamples.of(new float[5], new int[2], 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(5)")
                .hasMessageContaining("(2)")
                .hasMessageContaining("(3)");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void aSubsetOfWhatIsNotThereIsRefused(int example) {
        assertThatThrownBy(() -> examples.subset(0, example))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(" + example + ")");
    }
}
