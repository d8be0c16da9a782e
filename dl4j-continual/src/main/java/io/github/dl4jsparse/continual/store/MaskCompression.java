package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The masks of several tasks in few bytes. Up to seven tasks' bits of one position are one symbol, since masks of related tasks
 * overlap; symbols have a canonical Huffman code. A single task's bits cannot be shortened by such a code, so that each group of
 * tasks is written in the form of {@link Mask#writeTo} where that is shorter. What is read equals what was written.
 *
 * <p>Kang et al., <i>Forget-free Continual Learning with Winning Subnetworks</i>, ICML 2022, section 3.3.
 */
final class MaskCompression {

    private static final int TOGETHER = 7;
    private static final int PLAIN = 0;
    private static final int HUFFMAN = 1;

    private MaskCompression() {}

    static byte[] compress(Map<Integer, MaskSet> masks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            List<Integer> tasks = List.copyOf(masks.keySet());
            out.writeInt(tasks.size());
            for (int task : tasks) {
                out.writeInt(task);
            }
            if (!tasks.isEmpty()) {
                List<String> arrays = List.copyOf(masks.get(tasks.get(0)).names());
                out.writeInt(arrays.size());
                for (String array : arrays) {
                    out.writeUTF(array);
                    for (int from = 0; from < tasks.size(); from += TOGETHER) {
                        writeGroup(
                                tasks.subList(from, Math.min(from + TOGETHER, tasks.size())).stream()
                                        .map(task -> masks.get(task).get(array))
                                        .toList(),
                                out);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void writeGroup(List<Mask> group, DataOutputStream out) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        DataOutputStream plainOut = new DataOutputStream(plain);
        for (Mask mask : group) {
            mask.writeTo(plainOut);
        }
        byte[] coded = group.size() == 1 ? null : huffman(group);
        if (coded != null && coded.length < plain.size()) {
            out.writeByte(HUFFMAN);
            out.write(coded);
        } else {
            out.writeByte(PLAIN);
            plain.writeTo(out);
        }
    }

    private static byte[] huffman(List<Mask> group) throws IOException {
        byte[] symbols = symbols(group);
        long[] counts = new long[1 << group.size()];
        for (byte symbol : symbols) {
            counts[symbol]++;
        }
        HuffmanCode code = HuffmanCode.of(counts);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        long[] shape = group.get(0).shape();
        out.writeByte(shape.length);
        for (long dim : shape) {
            out.writeLong(dim);
        }
        code.writeTo(out);
        code.encode(symbols, out);
        return bytes.toByteArray();
    }

    private static byte[] symbols(List<Mask> group) {
        byte[] symbols = new byte[Math.toIntExact(group.get(0).universe())];
        for (int bit = 0; bit < group.size(); bit++) {
            int flag = 1 << bit;
            group.get(bit).forEach(position -> symbols[(int) position] |= (byte) flag);
        }
        return symbols;
    }

    static Map<Integer, MaskSet> expand(byte[] bytes) throws IOException {
        Map<Integer, Map<String, Mask>> masks = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int count = in.readInt();
            List<Integer> tasks = new ArrayList<>();
            for (int t = 0; t < count; t++) {
                tasks.add(in.readInt());
                masks.put(tasks.get(t), new LinkedHashMap<>());
            }
            int arrays = count == 0 ? 0 : in.readInt();
            for (int a = 0; a < arrays; a++) {
                String array = in.readUTF();
                for (int from = 0; from < count; from += TOGETHER) {
                    List<Integer> group = tasks.subList(from, Math.min(from + TOGETHER, count));
                    List<Mask> read = readGroup(group.size(), in);
                    for (int t = 0; t < group.size(); t++) {
                        masks.get(group.get(t)).put(array, read.get(t));
                    }
                }
            }
        }
        Map<Integer, MaskSet> sets = new LinkedHashMap<>();
        masks.forEach((task, byArray) -> sets.put(task, new MaskSet(byArray)));
        return sets;
    }

    private static List<Mask> readGroup(int tasks, DataInputStream in) throws IOException {
        List<Mask> group = new ArrayList<>();
        int form = in.readByte();
        if (form == PLAIN) {
            for (int t = 0; t < tasks; t++) {
                group.add(Mask.readFrom(in));
            }
            return group;
        }
        if (form != HUFFMAN) {
            throw new IOException("The masks are damaged: their form is (" + form + ").");
        }
        long[] shape = new long[in.readByte()];
        long size = 1;
        for (int d = 0; d < shape.length; d++) {
            shape[d] = in.readLong();
            size *= shape[d];
        }
        byte[] symbols = HuffmanCode.readFrom(1 << tasks, in).decode(Math.toIntExact(size), in);
        for (int t = 0; t < tasks; t++) {
            group.add(Mask.ofActive(shape, positions(symbols, 1 << t)));
        }
        return group;
    }

    private static long[] positions(byte[] symbols, int flag) {
        int count = 0;
        for (byte symbol : symbols) {
            count += (symbol & flag) != 0 ? 1 : 0;
        }
        long[] positions = new long[count];
        int next = 0;
        for (int p = 0; p < symbols.length; p++) {
            if ((symbols[p] & flag) != 0) {
                positions[next++] = p;
            }
        }
        return positions;
    }
}
