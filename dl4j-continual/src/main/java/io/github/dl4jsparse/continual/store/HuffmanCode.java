package io.github.dl4jsparse.continual.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A canonical Huffman code of up to 128 symbols: known by the lengths of its words, which are given out in the order of length, then
 * symbol. An alphabet of one symbol has a word of no bits.
 */
final class HuffmanCode {

    private static final int MOST_BITS = 63;

    private final int[] lengths;
    private final long[] words;

    private HuffmanCode(int[] lengths) {
        this.lengths = lengths;
        this.words = new long[lengths.length];
        long word = 0;
        for (int length = 1; length <= MOST_BITS; length++) {
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    words[symbol] = word++;
                }
            }
            word <<= 1;
        }
    }

    private record Node(long count, int first, Node left, Node right) {}

    /** The code of least total length for symbols that occur that often; -1 is the length of those that do not. */
    static HuffmanCode of(long[] counts) {
        PriorityQueue<Node> open =
                new PriorityQueue<>(Comparator.comparingLong(Node::count).thenComparingInt(Node::first));
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                open.add(new Node(counts[symbol], symbol, null, null));
            }
        }
        while (open.size() > 1) {
            Node a = open.remove();
            Node b = open.remove();
            open.add(new Node(a.count() + b.count(), Math.min(a.first(), b.first()), a, b));
        }
        int[] lengths = new int[counts.length];
        Arrays.fill(lengths, -1);
        if (!open.isEmpty()) {
            measure(open.remove(), 0, lengths);
        }
        return new HuffmanCode(lengths);
    }

    private static void measure(Node node, int depth, int[] lengths) {
        if (node.left() == null) {
            lengths[node.first()] = depth;
        } else {
            measure(node.left(), depth + 1, lengths);
            measure(node.right(), depth + 1, lengths);
        }
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    void writeTo(DataOutputStream out) throws IOException {
        for (int length : lengths) {
            out.writeByte(length);
        }
    }

    static HuffmanCode readFrom(int symbols, DataInputStream in) throws IOException {
        int[] lengths = new int[symbols];
        for (int s = 0; s < symbols; s++) {
            lengths[s] = in.readByte();
            if (lengths[s] < -1 || lengths[s] > MOST_BITS) {
                throw new IOException("The code is damaged: a word has (" + lengths[s] + ") bits.");
            }
        }
        return new HuffmanCode(lengths);
    }

    void encode(byte[] symbols, DataOutputStream out) throws IOException {
        int pending = 0;
        int bits = 0;
        for (byte symbol : symbols) {
            for (int bit = lengths[symbol] - 1; bit >= 0; bit--) {
                pending = pending << 1 | (int) (words[symbol] >>> bit & 1);
                if (++bits == 8) {
                    out.writeByte(pending);
                    bits = 0;
                    pending = 0;
                }
            }
        }
        if (bits > 0) {
            out.writeByte(pending << 8 - bits);
        }
    }

    byte[] decode(int count, DataInputStream in) throws IOException {
        byte[] symbols = new byte[count];
        Decoder decoder = new Decoder(in);
        for (int i = 0; i < count; i++) {
            symbols[i] = (byte) decoder.next();
        }
        return symbols;
    }

    /** Reads word by word: of each length, the words are consecutive numbers. */
    private final class Decoder {

        private final DataInputStream in;
        private final int[] sorted = new int[lengths.length];
        private final int[] from = new int[MOST_BITS + 2];
        private final long[] first = new long[MOST_BITS + 2];
        private final int only;
        private int pending;
        private int bits;

        Decoder(DataInputStream in) {
            this.in = in;
            int next = 0;
            long word = 0;
            int single = -1;
            for (int length = 0; length <= MOST_BITS; length++) {
                from[length] = next;
                first[length] = word;
                for (int symbol = 0; symbol < lengths.length; symbol++) {
                    if (lengths[symbol] == length) {
                        sorted[next++] = symbol;
                        single = length == 0 ? symbol : single;
                    }
                }
                word = length == 0 ? 0 : word + next - from[length] << 1;
            }
            from[MOST_BITS + 1] = next;
            only = single;
        }

        int next() throws IOException {
            if (only >= 0) {
                return only;
            }
            long word = 0;
            for (int length = 1; length <= MOST_BITS; length++) {
                word = word << 1 | bit();
                long offset = word - first[length];
                if (offset >= 0 && offset < from[length + 1] - from[length]) {
                    return sorted[from[length] + (int) offset];
                }
            }
            throw new IOException("The code is damaged: there is no such word.");
        }

        private int bit() throws IOException {
            if (bits == 0) {
                pending = in.readUnsignedByte();
                bits = 8;
            }
            return pending >>> --bits & 1;
        }
    }
}
