package io.github.dl4jsparse.continual.strategy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;

/** Sets of bits in a stream: the number of words of 64 bits, and the words. */
final class BitSets {

    private BitSets() {}

    static void write(BitSet bits, DataOutputStream out) throws IOException {
        long[] words = bits.toLongArray();
        out.writeInt(words.length);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    /** What was there before is gone. */
    static void read(BitSet bits, DataInputStream in) throws IOException {
        long[] words = new long[in.readInt()];
        for (int i = 0; i < words.length; i++) {
            words[i] = in.readLong();
        }
        bits.clear();
        bits.or(BitSet.valueOf(words));
    }
}
