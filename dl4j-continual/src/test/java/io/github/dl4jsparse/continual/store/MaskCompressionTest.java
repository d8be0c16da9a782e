package io.github.dl4jsparse.continual.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskCompressionTest {

    private static final long[] SHAPE = {40, 25};

    private static Map<Integer, MaskSet> expanded(Map<Integer, MaskSet> masks) throws IOException {
        return MaskCompression.expand(MaskCompression.compress(masks));
    }

    private static MaskSet set(Mask mask) {
        return new MaskSet(Map.of("0_W", mask));
    }

    @Test
    void noMasksComeBackAsNone() throws IOException {
        assertThat(expanded(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 15})
    void emptyFullAndRandomMasksComeBackAsTheyWere(int tasks) throws IOException {
        Map<Integer, MaskSet> masks = new LinkedHashMap<>();
        for (int t = 0; t < tasks; t++) {
            RandomStream random = RandomStream.of(3, "mask", t);
            masks.put(
                    10 * t,
                    set(
                            switch (t % 4) {
                                case 0 -> Mask.empty(SHAPE);
                                case 1 -> Mask.full(SHAPE);
                                case 2 -> Mask.bernoulli(SHAPE, 0.5, random);
                                default -> Mask.bernoulli(SHAPE, 0.02, random);
                            }));
        }

        assertThat(expanded(masks)).isEqualTo(masks);
        assertThat(expanded(masks).keySet()).containsExactlyElementsOf(masks.keySet());
    }

    @Test
    void tasksThatShareTheirMaskCostAsMuchAsOne() {
        Mask mask = Mask.bernoulli(SHAPE, 0.5, RandomStream.of(3, "mask"));
        Map<Integer, MaskSet> seven = new LinkedHashMap<>();
        for (int t = 0; t < 7; t++) {
            seven.put(t, set(mask));
        }

        assertThat(MaskCompression.compress(seven)).hasSizeLessThan(1000 / 8 + 250); // 128 lengths and the names
    }

    @Test
    void aCodeIsCanonicalAndOfLeastLength() {
        HuffmanCode code = HuffmanCode.of(new long[] {5, 2, 1, 0, 1});

        assertThat(new int[] {code.length(0), code.length(1), code.length(2), code.length(3), code.length(4)})
                .containsExactly(1, 2, 3, -1, 3);
    }

    @Test
    void oneSymbolNeedsNoBits() throws IOException {
        HuffmanCode code = HuffmanCode.of(new long[] {0, 9});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        code.encode(new byte[] {1, 1, 1}, new DataOutputStream(bytes));

        assertThat(bytes.size()).isZero();
        assertThat(code.decode(3, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .containsExactly(1, 1, 1);
    }

    @Test
    void theMeanLengthIsBetweenTheEntropyAndOneBitMore() throws IOException {
        long[] counts = {700, 90, 80, 60, 40, 20, 9, 1};
        byte[] symbols = new byte[1000];
        int next = 0;
        double entropy = 0;
        for (int s = 0; s < counts.length; s++) {
            entropy -= counts[s] / 1000.0 * Math.log(counts[s] / 1000.0) / Math.log(2);
            for (int i = 0; i < counts[s]; i++) {
                symbols[next++] = (byte) s;
            }
        }
        HuffmanCode code = HuffmanCode.of(counts);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        code.encode(symbols, new DataOutputStream(bytes));

        assertThat(bytes.size() * 8 / 1000.0).isBetween(entropy, entropy + 1);
        assertThat(code.decode(1000, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .containsExactly(symbols);
    }
}
