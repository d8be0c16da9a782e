package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskSerialFormTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.05, 0.5, 0.999, 1})
    void aMaskComesBackEqualWhateverItsDensity(double density) throws IOException {
        for (long size : new long[] {1, 7, 8, 63, 64, 65, 1000, 100_003}) {
            Mask mask = Mask.bernoulli(new long[] {1, size}, density, RandomStream.of(1, "serial", size));

            assertThat(read(write(mask))).isEqualTo(mask);
        }
    }

    @Test
    void clusteredMasksComeBackEqualToo() throws IOException {
        long[] shape = {300, 300};
        long[] cluster = LongStream.range(0, 90_000)
                .filter(p -> p > 89_000 && p % 3 == 0 || p == 0)
                .toArray();
        Mask mask = Mask.ofActive(shape, cluster);

        assertThat(read(write(mask))).isEqualTo(mask);
    }

    @Test
    void severalMasksStandOneAfterAnother() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Mask sparse = Mask.random(new long[] {4, 500}, 20, RandomStream.of(1, "a"));
        Mask dense = Mask.full(3, 3);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            sparse.writeTo(out);
            dense.writeTo(out);
            out.writeInt(77);
        }

        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(Mask.readFrom(in)).isEqualTo(sparse);
            assertThat(Mask.readFrom(in)).isEqualTo(dense);
            assertThat(in.readInt()).isEqualTo(77);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.001", "0.01", "0.05", "0.1", "0.5"})
    void theCodeIsNearTheEntropyOfTheMask(double density) throws IOException {
        long size = 1_000_000;
        Mask mask = Mask.random(new long[] {size}, Math.round(density * size), RandomStream.of(2, "entropy"));

        double entropyBytes =
                -size * (density * Math.log(density) + (1 - density) * Math.log(1 - density)) / Math.log(2) / 8;
        assertThat((double) write(mask).length).isBetween(entropyBytes - 100, 1.06 * entropyBytes + 100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.6})
    void everyTruncationIsNoticed(double density) throws IOException {
        byte[] whole = write(Mask.bernoulli(new long[] {40, 50}, density, RandomStream.of(3, "cut")));

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).as("first " + length + " bytes").isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.6})
    void everyDamagedBitIsNoticed(double density) throws IOException {
        byte[] whole = write(Mask.bernoulli(new long[] {40, 50}, density, RandomStream.of(4, "flip")));

        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit >>> 3] ^= (byte) (1 << (bit & 7));
            assertThatThrownBy(() -> read(damaged)).as("bit " + bit).isInstanceOf(IOException.class);
        }
    }

    @Test
    void randomBytesAreNoMask() {
        for (int seed = 0; seed < 2000; seed++) {
            byte[] bytes = new byte[200];
            RandomStream.of(seed, "noise").nextBytes(bytes);
            bytes[0] = (byte) (seed % 9);
            assertThatThrownBy(() -> read(bytes)).as("seed " + seed).isInstanceOf(IOException.class);
        }
    }

    @Test
    void setsOfMasksKeepNamesAndOrder() throws IOException {
        Map<String, Mask> masks = new LinkedHashMap<>();
        masks.put("b_W", Mask.full(2, 3));
        masks.put("a_RW", Mask.random(new long[] {50, 60}, 9, RandomStream.of(1, "s")));
        MaskSet set = new MaskSet(masks);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            set.writeTo(out);
        }

        MaskSet back;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            back = MaskSet.readFrom(in);
        }

        assertThat(back).isEqualTo(set);
        assertThat(back.names()).containsExactly("b_W", "a_RW");
    }

    private static byte[] write(Mask mask) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            mask.writeTo(out);
        }
        return bytes.toByteArray();
    }

    private static Mask read(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return Mask.readFrom(in);
        }
    }
}
