package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ContentHashTest {

    private final LabeledExamples examples =
            LabeledExamples.of(new float[] {0.5f, 1, 0, 0.25f}, new int[] {1, 0}, 2, 2);

    @Test
    void hashesShapeThenClassAndFeaturesOfEachExample() throws Exception {
        ByteBuffer content = ByteBuffer.allocate(4 * 9);
        content.putInt(2).putInt(2).putInt(2);
        content.putInt(1).putFloat(0.5f).putFloat(1);
        content.putInt(0).putFloat(0).putFloat(0.25f);
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(content.array());

        assertThat(ContentHash.of(examples)).isEqualTo(HexFormat.of().formatHex(expected));
    }

    @Test
    void tellsApartWhereOneSetEndsAndTheNextBegins() {
        LabeledExamples one = examples.subset(0);
        LabeledExamples other = examples.subset(1);

        assertThat(ContentHash.of(one, other)).isNotEqualTo(ContentHash.of(examples));
        assertThat(ContentHash.of(one, other)).isNotEqualTo(ContentHash.of(other, one));
    }
}
