package dev.tabitat.core.format.gguf;

import dev.tabitat.core.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes GGUF files for tests, wrong ones too. */
public final class GgufBytes {

    private final List<byte[]> pairs = new ArrayList<>();
    private final List<byte[]> tensors = new ArrayList<>();
    private long end;
    private int alignment = 32;
    /** The version number to write. */
    public long version = 3;
    /** Added to the number of keys that is written. */
    public long moreKeys;
    /** Added to the number of tensors that is written. */
    public long moreTensors;

    public static byte[] u32(long value) {
        return little(value, 4);
    }

    public static byte[] u64(long value) {
        return little(value, 8);
    }

    private static byte[] little(long value, int bytes) {
        byte[] little = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            little[i] = (byte) (value >>> 8 * i);
        }
        return little;
    }

    public static byte[] text(String text) {
        byte[] utf8 = Utf8.encode(text);
        return join(u64(utf8.length), utf8);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part, 0, part.length);
        }
        return out.toByteArray();
    }

    /** A pair with the bytes of any value. */
    public GgufBytes raw(String key, int type, byte[] value) {
        pairs.add(join(text(key), u32(type), value));
        return this;
    }

    public GgufBytes text(String key, String value) {
        return raw(key, 8, text(value));
    }

    public GgufBytes u32(String key, long value) {
        return raw(key, 4, u32(value));
    }

    public GgufBytes f32(String key, float value) {
        return raw(key, 6, u32(Float.floatToRawIntBits(value)));
    }

    public GgufBytes flag(String key, boolean value) {
        return raw(key, 7, new byte[]{(byte) (value ? 1 : 0)});
    }

    public GgufBytes texts(String key, String... values) {
        List<byte[]> all = new ArrayList<>(List.of(u32(8), u64(values.length)));
        for (String value : values) {
            all.add(text(value));
        }
        return raw(key, 9, join(all.toArray(new byte[0][])));
    }

    public GgufBytes alignment(int bytes) {
        alignment = bytes;
        return u32("general.alignment", bytes);
    }

    /** A tensor after the others, innermost extent first. */
    public GgufBytes tensor(String name, GgufType type, long... dims) {
        long elements = 1;
        for (long dim : dims) {
            elements *= dim;
        }
        long offset = end;
        end += (elements / type.blockElements() * type.blockBytes() + alignment - 1) / alignment * alignment;
        return rawTensor(name, type.id(), offset, dims);
    }

    public GgufBytes rawTensor(String name, long type, long offset, long... dims) {
        List<byte[]> parts = new ArrayList<>(List.of(text(name), u32(dims.length)));
        for (long dim : dims) {
            parts.add(u64(dim));
        }
        parts.add(u32(type));
        parts.add(u64(offset));
        tensors.add(join(parts.toArray(new byte[0][])));
        return this;
    }

    /** Everything before the data, padding included. */
    public byte[] header() {
        byte[] header = join(Utf8.encode("GGUF"), u32(version), u64(tensors.size() + moreTensors),
                u64(pairs.size() + moreKeys), join(pairs.toArray(new byte[0][])), join(tensors.toArray(new byte[0][])));
        return java.util.Arrays.copyOf(header, (header.length + alignment - 1) / alignment * alignment);
    }

    /** How many bytes of data the tensors take. */
    public long dataBytes() {
        return end;
    }

    /** The whole file, its data zeros. */
    public byte[] file() {
        byte[] header = header();
        return java.util.Arrays.copyOf(header, header.length + (int) end);
    }
}
