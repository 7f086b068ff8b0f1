package dev.tabitat.core.format;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a safetensors file holds, by its first bytes, in types that are read here or not: the tensors' names, types,
 * shapes and places, without their elements. The grammar is that of {@link Safetensors}; {@link SafetensorsHeader} is
 * the same of files whose every type is read.
 *
 * @param entries in the order of their data
 * @param metadata notes by name
 * @param dataStart where in the file the data begin
 */
public record SafetensorsOutline(List<Entry> entries, Map<String, String> metadata, long dataStart) {

    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = 8;

    private static final long MAX_ELEMENTS = 1L << 53;

    public SafetensorsOutline {
        entries = List.copyOf(entries);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * One tensor.
     *
     * @param type its element type as the file names it, which may be one that is not read here
     * @param dims extents, outermost first, each at least 0
     * @param begin of its data, in bytes from the start of all data
     * @param end of its data
     */
    public record Entry(String name, String type, List<Long> dims, long begin, long end) {

        public Entry {
            dims = List.copyOf(dims);
        }

        /** The element type, if it is one that is read here. */
        public Optional<DType> dtype() {
            return DType.find(type);
        }

        /** @throws Unsupported naming the tensor and its type, when that is not read here */
        public DType requireDtype() {
            return dtype().orElseThrow(() -> new Unsupported(
                    "This element type is not supported.",
                    Finding.at("tensor " + name).expected(List.of(DType.values())).found(type)));
        }

        /** How many elements it has. */
        public long elements() {
            long elements = 1;
            for (long dim : dims) {
                elements *= dim;
            }
            return elements;
        }

        public long bytes() {
            return end - begin;
        }
    }

    /** Reads the header of a file. @throws DamagedData when it breaks the grammar, or the file is truncated */
    public static SafetensorsOutline read(Slices file, SafetensorsLimits limits) {
        byte[] head = file.read(0, (int) Math.min(FileKind.HEAD_BYTES, file.length()));
        int bytes = headerBytes(head, file.length(), limits);
        return read(bytes <= head.length ? head : file.read(0, bytes), file.length(), limits);
    }

    /**
     * How many bytes of a file must be read for its header.
     *
     * @param head the first bytes of the file, at least the first {@link FileKind#HEAD_BYTES} of a file that has as
     * many
     * @param fileBytes length of the whole file
     * @return at least 8, at most {@code fileBytes}
     * @throws DamagedData when the file is of another kind, or the header does not fit into it
     */
    static int headerBytes(byte[] head, long fileBytes, SafetensorsLimits limits) {
        requireKind(head);
        return dataStart(head, fileBytes, limits);
    }

    /** @throws DamagedData when a file that begins so is recognised as one of another format */
    static void requireKind(byte[] head) {
        Optional<DamagedData> other = FileKind.ofFile(head).insteadOf(FileKind.SAFETENSORS, "safetensors file",
                "safetensors, byte 0");
        if (other.isPresent()) {
            throw other.get();
        }
    }

    private static int dataStart(byte[] head, long fileBytes, SafetensorsLimits limits) {
        if (fileBytes < LENGTH_BYTES) {
            throw damaged("The file is too short.", "its length field", "at least 8 bytes", fileBytes + " bytes");
        }
        long length = 0;
        for (int i = 7; i >= 0; i--) {
            length = length << 8 | head[i] & 0xFF;
        }
        long room = fileBytes - LENGTH_BYTES;
        boolean isBegun = head.length > LENGTH_BYTES && head[LENGTH_BYTES] == '{' && length >= 0;
        if (isBegun && length <= limits.maxHeaderBytes() && length > room) {
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
     * Reads the header of a file that is of this kind.
     *
     * @param head at least as many of the file's first bytes as {@link #headerBytes} says
     */
    static SafetensorsOutline read(byte[] head, long fileBytes, SafetensorsLimits limits) {
        int start = dataStart(head, fileBytes, limits);
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
        return new SafetensorsOutline(entries(header, fileBytes - start), notes(header), start);
    }

    /** The tensor of a name, if there is one. */
    public Optional<Entry> find(String name) {
        for (Entry entry : entries) {
            if (entry.name().equals(name)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** Elements of all tensors together. */
    public long parameters() {
        long parameters = 0;
        for (Entry entry : entries) {
            parameters += entry.elements();
        }
        return parameters;
    }

    /**
     * The bytes of a file before its data: names sorted, padded with spaces so that the data start on a multiple of 8.
     */
    public static byte[] encode(List<Entry> entries, Map<String, String> metadata) {
        JsonObject.Builder header = JsonObject.builder();
        if (!metadata.isEmpty()) {
            JsonObject.Builder notes = JsonObject.builder();
            for (Map.Entry<String, String> note : new TreeMap<>(metadata).entrySet()) {
                notes.put(note.getKey(), note.getValue());
            }
            header.put(METADATA, notes.build());
        }
        for (Entry entry : entries) {
            header.put(entry.name(), JsonObject.of("dtype", entry.type(), "shape", entry.dims(), "data_offsets",
                    JsonArray.of(entry.begin(), entry.end())));
        }
        byte[] text = CanonicalJson.bytes(header.build());
        int padded = (text.length + 7) / 8 * 8;
        byte[] bytes = new byte[8 + padded];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (padded >>> 8 * i);
        }
        System.arraycopy(text, 0, bytes, 8, text.length);
        java.util.Arrays.fill(bytes, 8 + text.length, bytes.length, (byte) ' ');
        return bytes;
    }

    private static Map<String, String> notes(JsonObject header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        header.findObject(METADATA).ifPresent(notes -> {
            for (String name : notes.names()) {
                metadata.put(name, notes.string(name));
            }
        });
        return metadata;
    }

    private static List<Entry> entries(JsonObject header, long dataBytes) {
        List<Entry> entries = new ArrayList<>();
        for (String name : header.names()) {
            if (!name.equals(METADATA)) {
                entries.add(namedEntry(name, header));
            }
        }
        entries.sort((a, b) -> a.begin() != b.begin() ? Long.compare(a.begin(), b.begin())
                : Long.compare(a.end(), b.end()));
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin() != at) {
                throw damaged(
                        entry.begin() < at ? "Two tensors overlap." : "There is a hole between two tensors.",
                        "tensor " + entry.name(), "a start at " + at, "a start at " + entry.begin());
            }
            at = entry.end();
            if (at > dataBytes) {
                throw damaged("The file is truncated.", "tensor " + entry.name(), at + " bytes of data",
                        dataBytes + " bytes");
            }
        }
        if (at != dataBytes) {
            throw damaged("There are bytes after the last tensor.", "the end of the file", at + " bytes of data",
                    dataBytes + " bytes");
        }
        return entries;
    }

    /** An entry; a failure names the tensor too. */
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
        List<Long> dims = wholes(name, json.array("shape"));
        long elements = 1;
        for (long dim : dims) {
            elements = dim < 0 || dim != 0 && elements > MAX_ELEMENTS / dim ? Long.MAX_VALUE : elements * dim;
            if (elements > MAX_ELEMENTS) {
                throw damaged("A shape is out of range.", "tensor " + name,
                        "extents of at least 0, at most 2^53 elements", json.array("shape").toString());
            }
        }
        List<Long> offsets = wholes(name, json.array("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
            throw damaged("Data offsets are malformed.", "tensor " + name, "[begin, end]", offsets.toString());
        }
        Entry entry = new Entry(name, type, dims, offsets.get(0), offsets.get(1));
        Optional<DType> dtype = entry.dtype();
        if (dtype.isPresent() && entry.bytes() != elements * dtype.get().bytes()) {
            throw damaged(
                    "A tensor's length does not match its shape.", "tensor " + name,
                    elements * dtype.get().bytes() + " bytes", entry.bytes() + " bytes");
        }
        return entry;
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
