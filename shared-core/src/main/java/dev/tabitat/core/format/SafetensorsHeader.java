package dev.tabitat.core.format;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a safetensors file: which tensors the file has and where their elements lie, see {@link Safetensors}.
 *
 * @param entries in the order of their elements in the file, without holes or overlaps, up to the end of the file
 * @param metadata notes by name
 */
public record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) implements TensorFile {

    /** Bytes at the start of a file that say how long the header is. */
    public static final int LENGTH_BYTES = SafetensorsOutline.LENGTH_BYTES;

    public SafetensorsHeader {
        entries = List.copyOf(entries);
    }

    /**
     * One tensor.
     *
     * @param begin its first byte in the file, from 0
     * @param end the byte after its last one
     */
    public record Entry(String name, TensorType type, long begin, long end) {

        /** Bytes of its elements. */
        public long length() {
            return end - begin;
        }
    }

    /**
     * How many bytes of a file must be read for its header.
     *
     * @param head the first bytes of the file, at least the first {@link FileKind#HEAD_BYTES} of a file that has as
     * many
     * @param fileBytes length of the whole file
     * @return at least {@link #LENGTH_BYTES}, at most {@code fileBytes}
     * @throws DamagedData when the file is of another kind, or the header does not fit into it
     */
    public static int bytes(byte[] head, long fileBytes, SafetensorsLimits limits) {
        return SafetensorsOutline.headerBytes(head, fileBytes, limits);
    }

    /**
     * Reads the header.
     *
     * @param head at least as many of the file's first bytes as {@link #bytes} says
     * @param fileBytes length of the whole file
     * @throws DamagedData when it breaks the grammar, or the tensors do not fill the file
     * @throws Unsupported when a tensor has an element type that is unknown here
     */
    public static SafetensorsHeader read(byte[] head, long fileBytes, SafetensorsLimits limits) {
        SafetensorsOutline outline = SafetensorsOutline.read(head, fileBytes, limits);
        List<Entry> entries = new ArrayList<>();
        for (SafetensorsOutline.Entry entry : outline.entries()) {
            TensorType type = new TensorType(entry.requireDtype(), shape(entry));
            entries.add(new Entry(entry.name(), type, outline.dataStart() + entry.begin(),
                    outline.dataStart() + entry.end()));
        }
        return new SafetensorsHeader(entries, outline.metadata());
    }

    private static Shape shape(SafetensorsOutline.Entry entry) {
        List<Integer> dims = new ArrayList<>();
        for (long dim : entry.dims()) {
            if (dim > Integer.MAX_VALUE || entry.elements() > Integer.MAX_VALUE) {
                throw new DamagedData("A shape is out of range.", Finding.at("safetensors, tensor " + entry.name())
                        .expected("at most 2^31 - 1 elements").found(entry.dims()).remedy("Fetch the file again."));
            }
            dims.add((int) dim);
        }
        return new Shape(dims);
    }

    /**
     * Several files as one, whose bytes lie one after the other.
     *
     * @param headers of each file, in order
     * @param bytes length of each file
     * @throws DamagedData when two have a tensor of one name
     */
    public static SafetensorsHeader joined(List<SafetensorsHeader> headers, List<Long> bytes) {
        List<Entry> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long before = 0;
        for (int i = 0; i < headers.size(); i++) {
            for (Entry entry : headers.get(i).entries()) {
                if (!names.add(entry.name())) {
                    throw new DamagedData("The files of a split model do not belong together.",
                            Finding.at("tensor " + entry.name()).expected("each tensor once").found("it in two files"));
                }
                all.add(new Entry(entry.name(), entry.type(), before + entry.begin(), before + entry.end()));
            }
            before += bytes.get(i);
        }
        return new SafetensorsHeader(all, Map.of());
    }

    @Override
    public Map<String, TensorType> types() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (Entry entry : entries) {
            types.put(entry.name(), entry.type());
        }
        return types;
    }
}
