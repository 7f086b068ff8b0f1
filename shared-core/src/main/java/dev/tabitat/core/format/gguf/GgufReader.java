package dev.tabitat.core.format.gguf;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.format.SliceReader;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the header of one {@link Gguf}. What a length asks for is checked before it is allocated. */
final class GgufReader {

    private static final String FORMAT = "GGUF";
    private static final String REMEDY = "Download the file again, or choose another.";
    private static final int MAX_KEY_BYTES = 65_535;
    private static final int MAX_RANK = 4;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int MAX_ALIGNMENT = 1 << 16;
    private static final int LARGEST_WINDOW = 1 << 20;
    private static final long MAX_ELEMENTS = 1L << 53;

    private final Slices file;
    private final GgufLimits limits;
    private final SliceReader in;
    private int items;

    GgufReader(Slices file, GgufLimits limits) {
        this.file = file;
        this.limits = limits;
        in = new SliceReader(file, FORMAT, LARGEST_WINDOW, limits.maxHeaderBytes());
    }

    Gguf read() {
        FileKind kind = FileKind.of(file);
        Optional<DamagedData> other = kind.insteadOf(FileKind.GGUF, "GGUF file", "GGUF, byte 0");
        if (other.isPresent()) {
            throw other.get();
        }
        requireMagic();
        long version = in.u32("version");
        requireVersion(version);
        int tensorCount = count("number of tensors", limits.maxTensors());
        int keyCount = count("number of keys", limits.maxKeys());
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (int i = 0; i < keyCount; i++) {
            String key = name("key " + i, MAX_KEY_BYTES);
            GgufValue value = value(type(key), key, 0);
            if (metadata.put(key, value) != null) {
                throw in.damaged("A key comes twice.", key, "each key once", "a second one");
            }
        }
        int alignment = alignment(metadata);
        List<GgufTensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tensorCount; i++) {
            GgufTensor tensor = tensor(i, alignment);
            if (!names.add(tensor.name())) {
                throw in.damaged("Two tensors have one name.", "tensor " + tensor.name(), "each name once",
                        "a second one");
            }
            tensors.add(tensor);
        }
        long dataStart = (in.position() + alignment - 1) / alignment * alignment;
        requirePlaces(tensors, Math.max(0, file.length() - dataStart));
        return new Gguf((int) version, metadata, tensors, alignment, dataStart);
    }

    private void requireMagic() {
        for (int i = 0; i < FORMAT.length(); i++) {
            int found = in.u8("magic");
            if (found != FORMAT.charAt(i)) {
                throw in.damaged("This is not a GGUF file.", "magic", "\"GGUF\"", "byte 0x"
                        + Integer.toHexString(found));
            }
        }
    }

    private static void requireVersion(long version) {
        if (version == 2 || version == 3) {
            return;
        }
        boolean isSwapped = (version & 0xFFFF) == 0 && version != 0;
        throw new Unsupported(
                isSwapped ? "The file is big-endian." : version < 2 ? "The file is too old." : "The file is too new.",
                Finding.at("GGUF, version").expected("2 or 3, little-endian").found(version).remedy(
                        version < 2 || isSwapped ? "Convert the model again, or choose another file of it."
                                : "Reload the page for a newer Tabitat, or choose another file of the model."));
    }

    private int count(String what, int limit) {
        long count = in.u64(what);
        require(count, limit, what, "items");
        return (int) count;
    }

    private void require(long found, long limit, String what, String unit) {
        if (found < 0 || found > limit) {
            throw new OutOfBudget("A GGUF file asks for too much.",
                    Finding.at("GGUF, byte " + in.position() + ", " + what)
                            .expected("at most " + limit + " " + unit).found(found < 0 ? "2^63 or more" : found)
                            .remedy(REMEDY));
        }
    }

    private String name(String what, int limit) {
        long length = in.u64(what);
        require(length, limit, what, "bytes");
        return text((int) length, what);
    }

    private String text(int length, String what) {
        byte[] bytes = in.bytes(length, what);
        try {
            return Utf8.decode(bytes);
        } catch (DamagedData damaged) {
            throw in.damaged(damaged.getMessage(), what, damaged.finding().expected(), damaged.finding().found());
        }
    }

    private GgufValue.Type type(String key) {
        long number = in.u32("type of " + key);
        if (number >= GgufValue.Type.values().length) {
            throw in.damaged("A value has an unknown type.", key, "0 to " + (GgufValue.Type.values().length - 1),
                    number);
        }
        return GgufValue.Type.values()[(int) number];
    }

    private GgufValue value(GgufValue.Type type, String key, int depth) {
        return switch (type) {
            case U8 -> new GgufValue.Whole(type, in.u8(key));
            case I8 -> new GgufValue.Whole(type, (byte) in.u8(key));
            case U16 -> new GgufValue.Whole(type, in.u16(key));
            case I16 -> new GgufValue.Whole(type, (short) in.u16(key));
            case U32 -> new GgufValue.Whole(type, in.u32(key));
            case I32 -> new GgufValue.Whole(type, (int) in.u32(key));
            case U64, I64 -> new GgufValue.Whole(type, in.u64(key));
            case F32 -> new GgufValue.Real(type, Float.intBitsToFloat((int) in.u32(key)));
            case F64 -> new GgufValue.Real(type, Double.longBitsToDouble(in.u64(key)));
            case BOOL -> new GgufValue.Flag(flag(in.u8(key), key));
            case TEXT -> new GgufValue.Text(name(key, limits.maxTextBytes()));
            case ARRAY -> list(key, depth + 1);
        };
    }

    private boolean flag(int value, String key) {
        if (value > 1) {
            throw in.damaged("A truth value is neither true nor false.", key, "0 or 1", value);
        }
        return value == 1;
    }

    private GgufValue list(String key, int depth) {
        require(depth, limits.maxDepth(), key, "lists inside each other");
        GgufValue.Type type = type(key);
        long length = in.u64(key);
        require(length, limits.maxItems() - items, key, "items in all lists together");
        items += (int) length;
        // The least that an item takes, so that a length alone cannot make the reader allocate.
        long least = length * (type == GgufValue.Type.TEXT ? 8 : type == GgufValue.Type.ARRAY ? 12 : type.width());
        if (least > in.remaining()) {
            throw in.damaged("The file is truncated, or a length in it is wrong.", key, least + " bytes",
                    in.remaining() + " bytes to the end");
        }
        return switch (type) {
            case TEXT -> texts(key, (int) length);
            case ARRAY -> lists(key, (int) length, depth);
            default -> numbers(key, type, (int) length);
        };
    }

    private GgufValue numbers(String key, GgufValue.Type type, int length) {
        require((long) length * type.width(), limits.maxHeaderBytes(), key, "bytes");
        byte[] raw = in.bytes(length * type.width(), key);
        if (type == GgufValue.Type.BOOL) {
            for (byte b : raw) {
                flag(b & 0xFF, key);
            }
        }
        return new GgufValue.Numbers(type, length, raw);
    }

    private GgufValue lists(String key, int length, int depth) {
        List<GgufValue> lists = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            lists.add(list(key, depth + 1));
        }
        return new GgufValue.Lists(lists);
    }

    private GgufValue texts(String key, int length) {
        int[] ends = new int[length];
        byte[] raw = new byte[Math.min(1 << 16, 8 * length + 16)];
        int end = 0;
        for (int i = 0; i < length; i++) {
            long bytes = in.u64(key);
            require(bytes, limits.maxTextBytes(), key + ", item " + i, "bytes");
            require(end + bytes, limits.maxHeaderBytes(), key, "bytes");
            if (bytes > in.remaining()) {
                throw in.damaged("The file is truncated, or a length in it is wrong.", key + ", item " + i,
                        bytes + " bytes", in.remaining() + " bytes to the end");
            }
            if (end + bytes > raw.length) {
                raw = Arrays.copyOf(raw, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end + bytes, 2L * raw.length)));
            }
            in.copyTo(raw, end, (int) bytes, key);
            end += (int) bytes;
            ends[i] = end;
        }
        return new GgufValue.Texts(key, Arrays.copyOf(raw, end), ends);
    }

    private int alignment(Map<String, GgufValue> metadata) {
        GgufValue value = metadata.get("general.alignment");
        if (value == null) {
            return DEFAULT_ALIGNMENT;
        }
        long alignment = value instanceof GgufValue.Whole whole ? whole.value() : 0;
        if (alignment < 1 || alignment > MAX_ALIGNMENT || (alignment & alignment - 1) != 0) {
            throw in.damaged("The alignment is out of range.", "general.alignment",
                    "a power of two from 1 to " + MAX_ALIGNMENT,
                    value instanceof GgufValue.Whole ? alignment : value.kind());
        }
        return (int) alignment;
    }

    private GgufTensor tensor(int index, int alignment) {
        String name = name("name of tensor " + index, MAX_KEY_BYTES);
        String where = "tensor " + name;
        if (name.isEmpty()) {
            throw in.damaged("A tensor has no name.", "tensor " + index, "a name", "none");
        }
        long rank = in.u32(where);
        if (rank > MAX_RANK) {
            throw in.damaged("A tensor has too many extents.", where, "at most " + MAX_RANK, rank);
        }
        List<Long> dims = new ArrayList<>();
        long elements = 1;
        for (int i = 0; i < rank; i++) {
            long dim = in.u64(where);
            if (dim < 1 || elements > MAX_ELEMENTS / dim) {
                throw in.damaged("A shape is out of range.", where, "extents of at least 1, at most 2^53 elements",
                        dim < 0 ? "an extent of 2^63 or more" : "an extent of " + dim + " after " + dims);
            }
            elements *= dim;
            dims.add(dim);
        }
        long number = in.u32(where);
        GgufType type = GgufType.find(number).orElseThrow(() -> new Unsupported(
                "The weights are quantized in a way that is not known here.",
                Finding.at("GGUF, " + where).expected(Gguf.readable()).found("type number " + number)
                        .remedy("Choose another file of the model, such as Q4_K_M, Q4_0 or Q8_0.")));
        long row = rank == 0 ? 1 : dims.get(0);
        if (row % type.blockElements() != 0) {
            throw in.damaged("A tensor's rows are not whole blocks.", where,
                    "rows of a multiple of " + type.blockElements() + " for " + type, "rows of " + row);
        }
        long offset = in.u64(where);
        if (offset < 0 || offset % alignment != 0) {
            throw in.damaged("A tensor's offset is not aligned.", where, "a multiple of " + alignment,
                    offset < 0 ? "2^63 or more" : offset);
        }
        return new GgufTensor(name, type, dims, offset, elements / type.blockElements() * type.blockBytes());
    }

    private static void requirePlaces(List<GgufTensor> tensors, long dataBytes) {
        List<GgufTensor> sorted = new ArrayList<>(tensors);
        sorted.sort((a, b) -> a.offset() != b.offset() ? Long.compare(a.offset(), b.offset())
                : Long.compare(a.bytes(), b.bytes()));
        long end = 0;
        for (GgufTensor tensor : sorted) {
            if (tensor.offset() < end) {
                throw new DamagedData("Two tensors overlap.", Finding.at("GGUF, tensor " + tensor.name())
                        .expected("an offset of at least " + end).found(tensor.offset()).remedy(REMEDY));
            }
            if (tensor.offset() > dataBytes || tensor.bytes() > dataBytes - tensor.offset()) {
                throw new DamagedData("The file is truncated.", Finding.at("GGUF, tensor " + tensor.name())
                        .expected("data up to " + tensor.offset() + " + " + tensor.bytes() + " bytes")
                        .found(dataBytes + " bytes of data").remedy(REMEDY));
            }
            end = tensor.offset() + tensor.bytes();
        }
    }
}
