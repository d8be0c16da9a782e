package io.github.dl4jsparse.examples.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of what examples say, whatever file or generator they come from: for each set its size, width and number
 * of classes, then for each example its class and its features, all as big-endian 32-bit words.
 */
final class ContentHash {

    private ContentHash() {}

    /** The hash of several sets in turn, as 64 lower-case hexadecimal digits. */
    static String of(LabeledExamples... sets) {
        MessageDigest digest = sha256();
        for (LabeledExamples set : sets) {
            digest.update(ByteBuffer.allocate(12)
                    .putInt(set.size())
                    .putInt(set.width())
                    .putInt(set.classes())
                    .flip());
            float[] row = new float[set.width()];
            ByteBuffer words = ByteBuffer.allocate(Math.multiplyExact(4, set.width() + 1));
            for (int i = 0; i < set.size(); i++) {
                set.copyFeatures(i, row, 0);
                words.clear().putInt(set.label(i));
                words.asFloatBuffer().put(row);
                digest.update(words.array());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
