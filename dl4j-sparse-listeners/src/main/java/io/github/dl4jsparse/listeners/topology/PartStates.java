package io.github.dl4jsparse.listeners.topology;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the parts of a method remember, as bytes beside the name of the class that wrote them. */
record PartStates(List<Entry> entries) {

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Entry(String type, byte[] state) {}

    static PartStates none() {
        return new PartStates(List.of());
    }

    /** Parts without memory are left out. */
    static PartStates of(List<MethodPart> parts) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (MethodPart part : parts) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            part.writeState(new DataOutputStream(bytes));
            if (bytes.size() > 0) {
                entries.add(new Entry(part.getClass().getName(), bytes.toByteArray()));
            }
        }
        return new PartStates(entries);
    }

    /** Gives each part what one of its class has written, several of a class in their order; others begin anew. */
    void giveTo(List<MethodPart> parts) {
        List<Entry> left = new ArrayList<>(entries);
        for (MethodPart part : parts) {
            Optional<Entry> own = left.stream()
                    .filter(entry -> entry.type().equals(part.getClass().getName()))
                    .findFirst();
            own.ifPresent(left::remove);
            own.ifPresent(entry -> read(part, entry));
        }
    }

    private static void read(MethodPart part, Entry entry) {
        try {
            part.readState(new DataInputStream(new ByteArrayInputStream(entry.state())));
        } catch (IOException e) {
            throw new UncheckedIOException("The saved state of the part (" + part + ") cannot be read.", e);
        }
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(entries.size());
        for (Entry entry : entries) {
            out.writeUTF(entry.type());
            out.writeInt(entry.state().length);
            out.write(entry.state());
        }
    }

    static PartStates readFrom(DataInput in) throws IOException {
        int count = in.readInt();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String type = in.readUTF();
            byte[] state = new byte[in.readInt()];
            in.readFully(state);
            entries.add(new Entry(type, state));
        }
        return new PartStates(entries);
    }
}
