package dev.tabitat.core.format.zip;

import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A writer of small archives, sound and unsound ones. */
public final class ZipWriter {

    private final List<byte[]> parts = new ArrayList<>();
    private final List<byte[]> directory = new ArrayList<>();
    private int at;

    public ZipWriter stored(String name, byte[] bytes) {
        return add(name, bytes, bytes, 0, bytes.length, 0);
    }

    public ZipWriter stored(String name, String text) {
        return stored(name, Utf8.encode(text));
    }

    public ZipWriter deflated(String name, byte[] bytes) {
        return add(name, bytes, deflate(bytes), 8, bytes.length, 0);
    }

    public ZipWriter deflated(String name, String text) {
        return deflated(name, Utf8.encode(text));
    }

    /** An entry as it is told. @param stated what it says to be when it is unpacked */
    public ZipWriter add(String name, byte[] plain, byte[] packed, int method, int stated, int flags) {
        byte[] path = Utf8.encode(name);
        CRC32 sum = new CRC32();
        sum.update(plain, 0, plain.length);
        byte[] shared = joined(u16(20), u16(flags | 0x800), u16(method), u32(0), u32((int) sum.getValue()),
                u32(packed.length), u32(stated), u16(path.length), u16(0));
        directory.add(joined(u32(0x02014B50), u16(20), shared, u16(0), u16(0), u16(0), u32(0), u32(at), path));
        for (byte[] part : List.of(u32(0x04034B50), shared, path, packed)) {
            parts.add(part);
            at += part.length;
        }
        return this;
    }

    public byte[] end() {
        return end("");
    }

    public byte[] end(String comment) {
        byte[] entries = joined(directory.toArray(new byte[0][]));
        byte[] note = Utf8.encode(comment);
        byte[] end = joined(u32(0x06054B50), u16(0), u16(0), u16(directory.size()), u16(directory.size()),
                u32(entries.length), u32(at), u16(note.length), note);
        return joined(joined(parts.toArray(new byte[0][])), entries, end);
    }

    public static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes, 0, bytes.length);
        deflater.finish();
        byte[] packed = new byte[bytes.length + bytes.length / 8 + 64];
        int length = 0;
        while (!deflater.finished()) {
            length += deflater.deflate(packed, length, packed.length - length);
        }
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    public static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] u16(int value) {
        return new byte[]{(byte) value, (byte) (value >>> 8)};
    }

    private static byte[] u32(int value) {
        return new byte[]{(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }
}
