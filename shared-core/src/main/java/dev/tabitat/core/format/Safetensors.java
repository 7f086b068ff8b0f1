package dev.tabitat.core.format;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Named tensors in one file.
 *
 * <pre>
 * file    = length header data
 * length  = u64 little-endian, bytes of header
 * header  = JSON object: tensor name → {"dtype", "shape", "data_offsets": [begin, end)}, and optionally
 *           "__metadata__" → object of strings
 * data    = the tensors' elements, row-major, little-endian, without holes or overlaps
 * </pre>
 *
 * Source: the safetensors format description of the Hugging Face safetensors repository.
 */
public final class Safetensors {

    private static final String METADATA = "__metadata__";
    private static final long MAX_WRITTEN = 1 << 30;

    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;

    /** Tensors and notes by name; both are kept sorted by name. */
    public Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
        this.tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
        this.metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    public Map<String, Tensor> tensors() {
        return tensors;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    /** A tensor by name. @throws DamagedData when there is none */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new DamagedData(
                    "A tensor is missing.",
                    Finding.at("tensor " + name).expected("a tensor of that name").found("only " + tensors.keySet()));
        }
        return tensor;
    }

    /** A tensor of this type and shape, all finite. @throws DamagedData when it is another or holds NaN or infinity */
    public Tensor tensor(String name, DType dtype, Shape shape) {
        Tensor tensor = tensor(name);
        if (tensor.dtype() != dtype || !tensor.shape().equals(shape)) {
            throw new DamagedData(
                    "A tensor has another type or shape.",
                    Finding.at("tensor " + name).expected(dtype + " " + shape)
                            .found(tensor.dtype() + " " + tensor.shape()));
        }
        requireFinite(name);
        return tensor;
    }

    /** @throws DamagedData naming the element, when a tensor holds NaN or infinity */
    public void requireFinite(String name) {
        int at = tensor(name).firstNotFinite();
        if (at >= 0) {
            throw new DamagedData(
                    "A weight is not a finite number.",
                    Finding.at("tensor " + name + ", element " + at).expected("finite values")
                            .found("NaN or infinity"));
        }
    }

    /** Reads a whole file; the tensors share its bytes. @throws DamagedData when the file breaks the grammar */
    public static Safetensors read(byte[] file) {
        return read(file, SafetensorsLimits.DEFAULT);
    }

    /** As {@link #read(byte[])}, within the given limits. */
    public static Safetensors read(byte[] file, SafetensorsLimits limits) {
        FileKind kind = FileKind.ofFile(file);
        Optional<DamagedData> other = kind.insteadOf(FileKind.SAFETENSORS, "safetensors file", "safetensors, byte 0");
        if (other.isPresent()) {
            throw other.get();
        }
        if (file.length < 8) {
            throw damaged("The file is too short.", "its length field", "at least 8 bytes", file.length + " bytes");
        }
        long length = 0;
        for (int i = 7; i >= 0; i--) {
            length = length << 8 | file[i] & 0xFF;
        }
        if (kind == FileKind.SAFETENSORS && length <= limits.maxHeaderBytes() && length > file.length - 8) {
            throw damaged("The file is truncated.", "its header", length + " bytes", file.length - 8 + " bytes");
        }
        if (length < 0 || length > limits.maxHeaderBytes() || length > file.length - 8) {
            throw damaged(
                    "The header does not fit into the file.", "bytes 0 to 7",
                    "at most " + Math.min(limits.maxHeaderBytes(), file.length - 8) + " bytes",
                    (length < 0 ? "2^63 or more" : Long.toString(length)) + " bytes");
        }
        int start = 8 + (int) length;
        byte[] text = java.util.Arrays.copyOfRange(file, 8, start);
        if (text.length == 0 || text[0] != '{') {
            throw damaged("The header is not a JSON object.", "byte 8", "\"{\"",
                    text.length == 0 ? "an empty header" : "byte " + (text[0] & 0xFF));
        }
        JsonObject header = JsonReader.readObject(text, new JsonLimits(limits.maxHeaderBytes(), 4));
        if (header.names().size() > limits.maxTensors()) {
            throw damaged("There are too many tensors.", "the header", "at most " + limits.maxTensors(),
                    header.names().size() + "");
        }
        return new Safetensors(readTensors(header, file, start), readMetadata(header));
    }

    /**
     * Writes a file: names sorted, the header padded with spaces so that the data start on a multiple of 8.
     *
     * @throws InvalidInput when a tensor has the name of the notes, or everything together is over 1 GiB
     */
    public byte[] write() {
        requireWritable();
        JsonObject.Builder header = JsonObject.builder();
        if (!metadata.isEmpty()) {
            JsonObject.Builder notes = JsonObject.builder();
            metadata.forEach(notes::put);
            header.put(METADATA, notes.build());
        }
        int end = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            header.put(entry.getKey(), JsonObject.of(
                    "dtype", tensor.dtype().name(), "shape", tensor.shape().dims(),
                    "data_offsets", JsonArray.of(end, end + tensor.byteLength())));
            end += tensor.byteLength();
        }
        byte[] text = CanonicalJson.bytes(header.build());
        int padded = (text.length + 7) / 8 * 8;
        byte[] file = new byte[8 + padded + end];
        for (int i = 0; i < 4; i++) {
            file[i] = (byte) (padded >>> 8 * i);
        }
        System.arraycopy(text, 0, file, 8, text.length);
        java.util.Arrays.fill(file, 8 + text.length, 8 + padded, (byte) ' ');
        int at = 8 + padded;
        for (Tensor tensor : tensors.values()) {
            System.arraycopy(tensor.bytes(), tensor.offset(), file, at, tensor.byteLength());
            at += tensor.byteLength();
        }
        return file;
    }

    private void requireWritable() {
        long total = 0;
        for (Tensor tensor : tensors.values()) {
            total += tensor.byteLength();
        }
        if (total > MAX_WRITTEN || tensors.containsKey(METADATA)) {
            throw new InvalidInput(
                    "These tensors cannot be written into one file.",
                    Finding.at("safetensors").expected("at most " + MAX_WRITTEN + " bytes, none named " + METADATA)
                            .found(total + " bytes"));
        }
    }

    private static Map<String, String> readMetadata(JsonObject header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        header.findObject(METADATA).ifPresent(notes -> {
            for (String name : notes.names()) {
                metadata.put(name, notes.string(name));
            }
        });
        return metadata;
    }

    private static Map<String, Tensor> readTensors(JsonObject header, byte[] file, int start) {
        List<Entry> entries = new ArrayList<>();
        for (String name : header.names()) {
            if (!name.equals(METADATA)) {
                entries.add(namedEntry(name, header));
            }
        }
        entries.sort((a, b) -> a.begin != b.begin ? Long.compare(a.begin, b.begin) : Long.compare(a.end, b.end));
        long at = 0;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.begin != at) {
                throw damaged(
                        entry.begin < at ? "Two tensors overlap." : "There is a hole between two tensors.",
                        "tensor " + entry.name, "a start at " + at, "a start at " + entry.begin);
            }
            at = entry.end;
            if (at > file.length - start) {
                throw damaged("The file is truncated.", "tensor " + entry.name, at + " bytes of data",
                        file.length - start + " bytes");
            }
            tensors.put(entry.name, new Tensor(entry.dtype, entry.shape, file, start + (int) entry.begin));
        }
        if (at != file.length - start) {
            throw damaged("There are bytes after the last tensor.", "the end of the file", at + " bytes of data",
                    file.length - start + " bytes");
        }
        return tensors;
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
        return new Entry(name, dtype, new Shape(dims), offsets.get(0), offsets.get(1));
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

    private record Entry(String name, DType dtype, Shape shape, long begin, long end) {}
}
