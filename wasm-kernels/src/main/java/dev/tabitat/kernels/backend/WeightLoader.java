package dev.tabitat.kernels.backend;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.SafetensorsHeader.Entry;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.model.encoder.WeightLayout.Part;
import dev.tabitat.core.model.encoder.WeightLayout.Stored;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens a session whose weights come as the pieces of a safetensors file, in their order, in kernel memory: a caller
 * asks for a {@link #target}, puts the bytes there, verifies them, says that they {@link #arrived}, and in the end
 * {@link #finish finishes}.
 *
 * <p>
 * Beside the constants, which stay, it takes a window of {@link #WINDOW} bytes. Matrices are packed from the window by
 * kernels as their rows arrive; a matrix that is kept as it is, such as a table of words, is read into its place past
 * the window. Tensors of one axis, matrices of four bits until they are expanded, and what others are computed from
 * pass through Java's heap, as do some rows of half precision at a time.
 */
public final class WeightLoader implements AutoCloseable {

    /** Bytes of a file that lie in memory beside the constants at most, unless a single piece is larger: 16 MiB. */
    public static final int WINDOW = 16 << 20;

    /** Bytes of floats that were numbers of half precision at most, unless a single row is longer: 1 MiB. */
    private static final int SCRATCH = 1 << 20;

    /**
     * Where the next pieces go, one after the other.
     *
     * @param address of their first byte
     * @param pieces how many of them, at least one
     * @param bytes of all of them
     */
    public record Target(int address, int pieces, int bytes) {
    }

    /** A weight, and at which of its bytes a tensor begins there. */
    private record Use(String weight, int offset) {
    }

    /** What makes the session when all constants are in place. */
    interface SessionMaker {
        Session over(Region constants);
    }

    private final KernelMemory memory;
    private final WeightLayout layout;
    private final List<Entry> entries;
    private final WeightPacker packer;
    private final SessionMaker maker;
    private final Map<String, List<Use>> direct = new HashMap<>();
    private final Map<String, byte[]> arriving = new HashMap<>();
    private final Map<String, Tensor> onHeap = new LinkedHashMap<>();
    private final Region region;
    private final int window;
    private final int windowBytes;
    /** Where numbers of half precision lie that have become floats, and for how many bytes of those there is room. */
    private final int scratch;
    private final int scratchBytes;
    private boolean open = true;
    /** Bytes of the file that have arrived. */
    private long at;
    /** Bytes before the window's start that have arrived and do not make a row yet. */
    private int carried;
    /** The tensor that arrives now. */
    private int next;

    WeightLoader(KernelMemory memory, WeightLayout layout, SafetensorsHeader header, WeightPacker packer,
            int mostPiece, SessionMaker maker) {
        this.memory = memory;
        this.layout = layout;
        this.entries = header.entries();
        this.packer = packer;
        this.maker = maker;
        findUses();
        int most = 0;
        for (String weight : layout.parts().keySet()) {
            most = packer.isPlaced(weight) ? Math.max(most, packer.unit(weight)) : most;
        }
        int room = (int) KernelMemory.aligned(most);
        windowBytes = (int) KernelMemory.aligned((int) Math.max(mostPiece, Math.min(WINDOW, fileBytes())));
        scratchBytes = hasHalves() ? (int) KernelMemory.aligned(Math.max(SCRATCH, most)) : 0;
        region = memory.take((long) room + windowBytes + scratchBytes, "reading a model");
        window = region.address() + room;
        scratch = window + windowBytes;
    }

    private boolean hasHalves() {
        for (Entry entry : entries) {
            if (isHalf(entry) && direct.containsKey(entry.name())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHalf(Entry entry) {
        return entry.type().dtype() == DType.F16 || entry.type().dtype() == DType.BF16;
    }

    /** A tensor that is a whole part of a weight with two axes goes from the window into the weight's place. */
    private void findUses() {
        List<String> partly = new ArrayList<>();
        for (Map.Entry<String, List<Part>> weight : layout.parts().entrySet()) {
            long offset = 0;
            int size = layout.graph().dtype(weight.getKey()).bytes();
            for (Part part : weight.getValue()) {
                if (part instanceof Stored stored && isWhole(stored) && packer.isPlaced(weight.getKey())) {
                    direct.computeIfAbsent(stored.tensor(), name -> new ArrayList<>())
                            .add(new Use(weight.getKey(), (int) offset));
                } else {
                    partly.addAll(part.tensors());
                }
                offset += (long) part.elements() * size;
            }
        }
        for (String tensor : partly) {
            direct.remove(tensor);
        }
    }

    private boolean isWhole(Stored stored) {
        Shape shape = layout.rules().get(stored.tensor()).type().shape();
        return shape.rank() == 2 && shape.elements() == stored.elements();
    }

    private long fileBytes() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
    }

    /**
     * Where the next pieces go. Asked for once for each {@link #arrived}.
     *
     * @param lengths bytes of each piece that is left, in order
     */
    public Target target(List<Integer> lengths) {
        int place = inPlace(at, lengths.get(0));
        int bytes = lengths.get(0);
        int pieces = 1;
        while (pieces < lengths.size()) {
            int more = lengths.get(pieces);
            int nextPlace = inPlace(at + bytes, more);
            boolean joins = place >= 0 ? nextPlace == place + bytes : nextPlace < 0 && bytes + more <= windowBytes;
            if (!joins) {
                break;
            }
            bytes += more;
            pieces++;
        }
        return new Target(place >= 0 ? place : window, pieces, bytes);
    }

    /** Where bytes of the file stay, all being of one tensor that is kept as it is; -1 otherwise. */
    private int inPlace(long from, int bytes) {
        for (int i = next; i < entries.size() && entries.get(i).begin() <= from; i++) {
            Entry entry = entries.get(i);
            List<Use> uses = direct.get(entry.name());
            if (from + bytes <= entry.end() && uses != null && uses.size() == 1 && !isHalf(entry)) {
                Use use = uses.get(0);
                int place = packer.inPlace(use.weight());
                return place < 0 ? -1 : place + use.offset() + (int) (from - entry.begin());
            }
        }
        return -1;
    }

    /**
     * The pieces lie where the target says, as the package promises them.
     *
     * @throws dev.tabitat.core.error.DamagedData when an element of theirs is NaN or infinite
     */
    public void arrived(Target target) {
        long done = at - carried;
        at += target.bytes();
        if (target.address() != window) {
            done = at;
            skipEmpty(done - 1);
            if (entries.get(next).end() == done) {
                complete(entries.get(next++));
            }
            return;
        }
        int from = window - carried;
        while (done < at) {
            skipEmpty(done);
            if (next == entries.size()) {
                // What follows the last tensor, such as the header of a file without any, is of no use.
                done = at;
                break;
            }
            Entry entry = entries.get(next);
            long used = done < entry.begin() ? Math.min(entry.begin(), at) - done
                    : take(entry, (int) (done - entry.begin()), from, (int) (Math.min(entry.end(), at) - done));
            done += used;
            from += (int) used;
            if (done == entry.end()) {
                complete(entry);
                next++;
            } else if (used == 0) {
                break;
            }
        }
        carried = (int) (at - done);
        if (carried > 0) {
            packer.move(window - carried, from, carried);
        }
    }

    /** Tensors without elements never arrive. */
    private void skipEmpty(long done) {
        while (next < entries.size() && entries.get(next).end() <= done) {
            complete(entries.get(next++));
        }
    }

    /** @return how many bytes were used: all of them, or as many as make rows */
    private int take(Entry entry, int offset, int from, int available) {
        List<Use> uses = direct.get(entry.name());
        if (uses == null) {
            if (layout.rules().containsKey(entry.name())) {
                byte[] bytes = arriving.computeIfAbsent(entry.name(), name -> new byte[(int) entry.length()]);
                memory.host().read(from, bytes, offset, available);
            }
            return available;
        }
        int unit = isHalf(entry) ? Math.max(2, unit(uses) / 2) : unit(uses);
        int bytes = available / unit * unit;
        if (bytes > 0 && isHalf(entry)) {
            putHalves(entry, offset, from, bytes, unit);
        } else if (bytes > 0) {
            if (unit > 1) {
                requireFinite(entry, offset, from, bytes);
            }
            for (Use use : uses) {
                packer.put(use.weight(), use.offset() + offset, from, bytes);
            }
        }
        return bytes;
    }

    /** Numbers of half precision become floats on their way. @param unit bytes that are put together */
    private void putHalves(Entry entry, int offset, int from, int bytes, int unit) {
        int most = scratchBytes / 2 / unit * unit;
        for (int done = 0; done < bytes; done += most) {
            byte[] halves = new byte[Math.min(most, bytes - done)];
            memory.host().read(from + done, halves, 0, halves.length);
            Tensor tensor = new Tensor(entry.type().dtype(), Shape.of(halves.length / 2), halves, 0);
            int odd = tensor.firstNotFinite();
            if (odd >= 0) {
                throw Safetensors.notFinite(entry.name(), (offset + done) / 2 + odd);
            }
            float[] floats = tensor.toFloats();
            memory.host().writeFloats(scratch, floats, 0, floats.length);
            for (Use use : direct.get(entry.name())) {
                packer.put(use.weight(), use.offset() + 2 * (offset + done), scratch, 2 * halves.length);
            }
        }
    }

    private int unit(List<Use> uses) {
        int unit = 1;
        for (Use use : uses) {
            unit = Math.max(unit, packer.unit(use.weight()));
        }
        return unit;
    }

    private void requireFinite(Entry entry, int offset, int from, int bytes) {
        int odd = entry.type().dtype() == DType.F32 ? packer.firstNotFinite(from, bytes / 4) : -1;
        if (odd >= 0) {
            throw Safetensors.notFinite(entry.name(), offset / 4 + odd);
        }
    }

    private void complete(Entry entry) {
        List<Use> uses = direct.get(entry.name());
        if (uses != null) {
            if (unit(uses) == 1 && !isHalf(entry)) {
                // It may have come in pieces that cut an element.
                Use use = uses.get(0);
                requireFinite(entry, 0, packer.place(use.weight()) + use.offset(), (int) entry.length());
            }
        } else if (layout.rules().containsKey(entry.name())) {
            byte[] bytes = arriving.remove(entry.name());
            onHeap.put(entry.name(), new Tensor(entry.type().dtype(), entry.type().shape(),
                    bytes == null ? new byte[0] : bytes, 0));
        }
    }

    /**
     * The session, when every piece has arrived.
     *
     * @throws dev.tabitat.core.error.DamagedData when an element is NaN, infinite or out of range
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory
     */
    public Session finish() {
        if (!open || at < fileBytes()) {
            throw new IllegalStateException(at + " of " + fileBytes() + " bytes have arrived");
        }
        skipEmpty(at);
        for (String tensor : onHeap.keySet()) {
            layout.check(tensor, onHeap);
        }
        for (Map.Entry<String, List<Part>> weight : layout.parts().entrySet()) {
            if (packer.isPlaced(weight.getKey())) {
                putFromHeap(weight.getKey(), weight.getValue());
            }
        }
        for (RowGraph.Constant notes : packer.notes()) {
            packer.putScales(notes, layout.weight(notes.weights().get(1), onHeap),
                    layout.weight(notes.weights().get(2), onHeap));
        }
        open = false;
        memory.giveBack(region);
        try {
            Session session = maker.over(packer.region());
            packer.handOver();
            return session;
        } finally {
            packer.close();
        }
    }

    private void putFromHeap(String weight, List<Part> parts) {
        int offset = 0;
        DType dtype = layout.graph().dtype(weight);
        for (Part part : parts) {
            int length = part.elements() * dtype.bytes();
            if (onHeap.keySet().containsAll(part.tensors())) {
                putBytes(weight, offset, WeightLayout.part(part, dtype, Shape.of(part.elements()), onHeap), length);
            }
            offset += length;
        }
    }

    /** As many rows at a time as the window holds. */
    private void putBytes(String weight, int offset, Tensor tensor, int length) {
        int unit = packer.unit(weight);
        int most = Math.max(unit, windowBytes / unit * unit);
        for (int done = 0; done < length; done += most) {
            int bytes = Math.min(most, length - done);
            memory.host().write(region.address(), tensor.bytes(), tensor.offset() + done, bytes);
            packer.put(weight, offset + done, region.address(), bytes);
        }
    }

    /** Gives back what a session has not come to hold; a second call does nothing. */
    @Override
    public void close() {
        if (open) {
            open = false;
            memory.giveBack(region);
            packer.close();
        }
    }
}
