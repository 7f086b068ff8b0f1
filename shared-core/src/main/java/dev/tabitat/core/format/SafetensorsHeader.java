package dev.tabitat.core.format;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a safetensors file: which tensors the file has and where their elements lie, see {@link Safetensors}.
 *
 * @param entries in the order of their elements in the file, without holes or overlaps, up to the end of the file
 * @param metadata notes by name
 */
public record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

    /** Bytes at the start of a file that say how long the header is. */
    public static final int LENGTH_BYTES = 8;

    static final String METADATA = "__metadata__";

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
        FileKind kind = FileKind.ofFile(head);
        Optional<DamagedData> other = kind.insteadOf(FileKind.SAFETENSORS, "safetensors file", "safetensors, byte 0");
        if (other.isPresent()) {
            throw other.get();
        }
        if (fileBytes < LENGTH_BYTES) {
            throw damaged("The file is too short.", "its length field", "at least 8 bytes", fileBytes + " bytes");
        }
        long length = 0;
        for (int i = 7; i >= 0; i--) {
            length = length << 8 | head[i] & 0xFF;
        }
        long room = fileBytes - LENGTH_BYTES;
        if (kind == FileKind.SAFETENSORS && length <= limits.maxHeaderBytes() && length > room) {
            throw damaged("The file is truncated.", "its header", length + " bytes", room + " bytes");
        }
        if (length < 0 || length > limits.maxHeaderBytes() || length > room) {
            throw damaged(
                    "The header does not fit into the file.", "bytes 0 to 7",
                    "at most " + Math.min(limits.maxHeaderBytes(), room) + " bytes",
                    (length < 0 ? "2^63 or more" : Long.toString(length)) + " bytes");
        }
        return LENGTH_BYTES + (int) length;
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
        int start = bytes(head, fileBytes, limits);
        byte[] text = java.util.Arrays.copyOfRange(head, LENGTH_BYTES, start);
        if (text.length == 0 || text[0] != '{') {
            throw damaged("The header is not a JSON object.", "byte 8", "\"{\"",
                    text.length == 0 ? "an empty header" : "byte " + (text[0] & 0xFF));
        }
        JsonObject header = JsonReader.readObject(text, new JsonLimits(limits.maxHeaderBytes(), 4));
        if (header.names().size() > limits.maxTensors()) {
            throw damaged("There are too many tensors.", "the header", "at most " + limits.maxTensors(),
                    header.names().size() + "");
        }
        return new SafetensorsHeader(entries(header, start, fileBytes), metadata(header));
    }

    /** What each tensor is, by name. */
    public Map<String, TensorType> types() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (Entry entry : entries) {
            types.put(entry.name(), entry.type());
        }
        return types;
    }

    private static Map<String, String> metadata(JsonObject header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        header.findObject(METADATA).ifPresent(notes -> {
            for (String name : notes.names()) {
                metadata.put(name, notes.string(name));
            }
        });
        return metadata;
    }

    private static List<Entry> entries(JsonObject header, int start, long fileBytes) {
        List<Entry> entries = new ArrayList<>();
        for (String name : header.names()) {
            if (!name.equals(METADATA)) {
                entries.add(namedEntry(name, header));
            }
        }
        entries.sort((a, b) -> a.begin != b.begin ? Long.compare(a.begin, b.begin) : Long.compare(a.end, b.end));
        long at = 0;
        long data = fileBytes - start;
        List<Entry> placed = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.begin != at) {
                throw damaged(
                        entry.begin < at ? "Two tensors overlap." : "There is a hole between two tensors.",
                        "tensor " + entry.name, "a start at " + at, "a start at " + entry.begin);
            }
            at = entry.end;
            if (at > data) {
                throw damaged("The file is truncated.", "tensor " + entry.name, at + " bytes of data", data + " bytes");
            }
            placed.add(new Entry(entry.name, entry.type, start + entry.begin, start + entry.end));
        }
        if (at != data) {
            throw damaged("There are bytes after the last tensor.", "the end of the file", at + " bytes of data",
                    data + " bytes");
        }
        return placed;
    }

    /** An entry with offsets into the data; a failure names the tensor too. */
    private static Entry namedEntry(String name, JsonObject header) {
        try {
            return entry(name, header.object(name));
        } catch (DamagedData damaged) {
            Finding finding = damaged.finding();
            if (finding.where().contains("tensor " + name)) {
                throw damaged;
            }
            throw damaged(damaged.getMessage(), "tensor " + name + ", " + finding.where(), finding.expected(),
                    finding.found());
        }
    }

    private static Entry entry(String name, JsonObject json) {
        String type = json.string("dtype");
        DType dtype = DType.find(type).orElseThrow(() -> new Unsupported(
                "This element type is not supported.",
                Finding.at("tensor " + name).expected(List.of(DType.values())).found(type)));
        List<Integer> dims = new ArrayList<>();
        long elements = 1;
        for (long dim : wholes(name, json.array("shape"))) {
            elements = dim < 0 || dim > Integer.MAX_VALUE ? Long.MAX_VALUE : elements * dim;
            if (elements > Integer.MAX_VALUE) {
                throw damaged("A shape is out of range.", "tensor " + name, "at most 2^31 - 1 elements",
                        json.array("shape").toString());
            }
            dims.add((int) dim);
        }
        List<Long> offsets = wholes(name, json.array("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
            throw damaged("Data offsets are malformed.", "tensor " + name, "[begin, end]", offsets.toString());
        }
        if (offsets.get(1) - offsets.get(0) != elements * dtype.bytes()) {
            throw damaged(
                    "A tensor's length does not match its shape.", "tensor " + name,
                    elements * dtype.bytes() + " bytes",
                    offsets.get(1) - offsets.get(0) + " bytes");
        }
        return new Entry(name, new TensorType(dtype, new Shape(dims)), offsets.get(0), offsets.get(1));
    }

    private static List<Long> wholes(String name, JsonArray array) {
        List<Long> values = new ArrayList<>();
        for (Json item : array.items()) {
            if (!(item instanceof JsonNumber number && number.isWhole())) {
                throw damaged("A whole number was expected.", "tensor " + name, "whole numbers", item.kind());
            }
            values.add(number.longValue());
        }
        return values;
    }

    private static DamagedData damaged(String message, String where, String expected, String found) {
        return new DamagedData(message,
                Finding.at("safetensors, " + where).expected(expected).found(found).remedy("Fetch the file again."));
    }
}
