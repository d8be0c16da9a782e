package io.github.dl4jsparse.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.Piggyback;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Masks over a network that comes from Keras; {@code tiny_cnn.py} beside the model file tells how it was written. */
class KerasPiggybackTest {

    private MultiLayerNetwork backbone;
    private DataSet data;

    @BeforeEach
    void importTheBackbone() throws Exception {
        try (InputStream file = KerasPiggybackTest.class.getResourceAsStream("/keras/tiny_cnn.h5")) {
            backbone = KerasModelImport.importKerasSequentialModelAndWeights(file);
        }
        INDArray images = Nd4j.getRandomFactory().getNewRandomInstance(3).nextDouble(new long[] {9, 6, 6, 1});
        INDArray labels = Nd4j.zeros(9, 3);
        for (int example = 0; example < 9; example++) {
            labels.putScalar(example, example % 3, 1);
        }
        data = new DataSet(images.castTo(Nd4j.defaultFloatingPointType()), labels);
    }

    private static Map<String, int[]> bits(MultiLayerNetwork network) {
        Map<String, int[]> bits = new LinkedHashMap<>();
        network.paramTable().forEach((name, array) -> {
            float[] numbers = array.dup('c').data().asFloat();
            int[] all = new int[numbers.length];
            for (int k = 0; k < all.length; k++) {
                all[k] = Float.floatToRawIntBits(numbers[k]);
            }
            bits.put(name, all);
        });
        return bits;
    }

    @Test
    void beginsWithTheImportedNetworksOutput() {
        MultiLayerNetwork masked = Piggyback.on(backbone).build();

        assertThat(masked.output(data.getFeatures()).data().asFloat())
                .isEqualTo(backbone.output(data.getFeatures()).data().asFloat());
        assertThat(masked.getLayer(0).conf().getLayer()).isInstanceOf(ReparameterizedLayer.class);
    }

    @Test
    void learnsMasksAndLeavesTheImportedNumbersAsTheyAre() {
        Piggyback fast = Piggyback.binary().scoreUpdater(new Adam(0.01));
        MultiLayerNetwork masked =
                Piggyback.on(backbone).mask(fast).maskOutput(true).build();
        double before = masked.score(data);

        for (int step = 0; step < 30; step++) {
            masked.fit(data);
        }

        assertThat(masked.score(data)).isLessThan(before);
        assertThat(EffectiveWeights.masks(masked).count()).isBetween(1L, 3L * 9 + 12 * 8 + 8 * 3 - 1);
        Map<String, int[]> now = bits(masked);
        bits(backbone).forEach((name, imported) -> assertThat(now.get(name)).isEqualTo(imported));
    }
}
