package dev.tabitat.core.format.zip;

import dev.tabitat.core.binary.LittleEndian;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The files of an archive by name; one is inflated only when it is asked for.
 *
 * <pre>
 * archive   = (local data descriptor?)* central* end        numbers are little-endian
 * local     = "PK" 3 4 version[2] flags[2] method[2] time[4] crc[4] packed[4] size[4] nameLength[2] extraLength[2] name extra
 * data      = packed bytes: method 0 as they are, method 8 raw deflate (RFC 1951)
 * central   = "PK" 1 2 made[2] version[2] flags[2] method[2] time[4] crc[4] packed[4] size[4] nameLength[2] extraLength[2]
 *             commentLength[2] disk[2] internal[2] external[4] offset[4] name extra comment
 * end       = "PK" 5 6 disk[2] directoryDisk[2] entriesHere[2] entries[2] directoryBytes[4] directoryOffset[4] commentLength[2] comment
 * flags     = bit 0: encrypted · bit 3: crc and sizes of local stand in the descriptor behind the data · bit 11: the name is UTF-8 ·
 *             bit 13: the directory is encrypted
 * </pre>
 *
 * The central directory counts; a local header that says something else is refused, and so are archives in several
 * parts and of the larger format (ZIP64). A name is only ever a key, never a path. Directories are left out.
 *
 * <p>
 * Source: PKWARE, APPNOTE.TXT, .ZIP File Format Specification 6.3.
 */
public final class ZipReader {

    private static final int LOCAL = 0x04034B50;
    private static final int CENTRAL = 0x02014B50;
    private static final int END = 0x06054B50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_LENGTH = 0xFFFF;
    private static final int MAX_DIRECTORY = 1 << 24;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 0x2041;
    private static final int SIZES_BEHIND = 8;
    /** Deflate cannot make more of a byte: 258 bytes out of two bits. */
    private static final long MAX_RATIO = 1032;
    private static final int PIECE = 1 << 16;

    private final Slices file;
    private final ZipLimits limits;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long inflated;

    private ZipReader(Slices file, ZipLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    /** As {@link #open(Slices, ZipLimits)}, within {@link ZipLimits#DEFAULT}. */
    public static ZipReader open(Slices file) {
        return open(file, ZipLimits.DEFAULT);
    }

    /**
     * Reads the directory of an archive.
     *
     * @throws DamagedData when it is no archive, is cut off or contradicts itself
     * @throws Unsupported when it has several parts or the larger format
     * @throws OutOfBudget when it holds too many files
     */
    public static ZipReader open(Slices file, ZipLimits limits) {
        ZipReader reader = new ZipReader(file, limits);
        reader.readDirectory();
        return reader;
    }

    /** The names of the files, in the order of the directory. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * A file's bytes.
     *
     * @throws DamagedData when there is none of that name, it is cut off or its bytes are others than were packed
     * @throws Unsupported when it is encrypted or packed in another way
     * @throws OutOfBudget when it is too large, alone or with those read before
     */
    public byte[] read(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw damaged("The archive lacks a file.", "its directory", shown(name), entries.size() + " other files");
        }
        if ((entry.flags & ENCRYPTED) != 0) {
            throw new Unsupported("A file of the archive is encrypted.",
                    Finding.at(entry.where()).expected("a file without a password").found("an encrypted one")
                            .remedy("Save it without a password, then import it again."));
        }
        if (entry.method != STORED && entry.method != DEFLATED) {
            throw new Unsupported("A file of the archive is packed in a way that is not supported.",
                    Finding.at(entry.where()).expected("stored or deflated (methods 0 and 8)")
                            .found("method " + entry.method).remedy("Pack it again with an ordinary program."));
        }
        long data = dataOffset(entry);
        requireBudget(entry);
        byte[] bytes = entry.method == STORED ? file.read(data, (int) entry.size) : inflate(entry, data);
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length);
        if ((int) crc.getValue() != entry.crc) {
            throw damaged("A file of the archive is damaged.", entry.where(), "CRC-32 " + hex(entry.crc),
                    "CRC-32 " + hex((int) crc.getValue()));
        }
        return bytes;
    }

    private void readDirectory() {
        long end = findEnd();
        byte[] fields = file.read(end, END_BYTES);
        int count = LittleEndian.u16(fields, 10);
        long size = LittleEndian.u32(fields, 12);
        long offset = LittleEndian.u32(fields, 16);
        if (count == 0xFFFF || size == 0xFFFFFFFFL || offset == 0xFFFFFFFFL) {
            throw unsupported("The archive has the larger format.", end, "an archive below 4 GiB and 65,535 files",
                    "ZIP64");
        }
        if (LittleEndian.u16(fields, 4) != 0 || LittleEndian.u16(fields, 6) != 0
                || LittleEndian.u16(fields, 8) != count) {
            throw unsupported("The archive has several parts.", end, "one part",
                    "part " + (LittleEndian.u16(fields, 4) + 1));
        }
        if (count > limits.maxEntries()) {
            throw new OutOfBudget("The archive holds too many files.",
                    Finding.at(where(end)).expected("at most " + limits.maxEntries()).found(count));
        }
        if (offset + size != end || size < (long) count * CENTRAL_BYTES) {
            throw damaged("The archive's directory is not where it should be.", where(end),
                    count + " entries up to byte " + end, size + " bytes from byte " + offset);
        }
        if (size > MAX_DIRECTORY) {
            throw new OutOfBudget("The archive's directory is too long.",
                    Finding.at(where(end)).expected("at most " + MAX_DIRECTORY + " bytes").found(size));
        }
        readEntries(file.read(offset, (int) size), count, offset);
    }

    /** Where the end record starts: its comment reaches the end of the file. */
    private long findEnd() {
        long length = file.length();
        byte[] first = file.read(0, (int) Math.min(4, length));
        boolean isZip = first.length == 4 && (LittleEndian.u32(first, 0) == LOCAL || LittleEndian.u32(first, 0) == END);
        int tailLength = (int) Math.min(length, END_BYTES + MAX_COMMENT_LENGTH);
        byte[] tail = file.read(length - tailLength, tailLength);
        for (int i = tailLength - END_BYTES; isZip && i >= 0; i--) {
            if (LittleEndian.u32(tail, i) == END && LittleEndian.u16(tail, i + 20) == tailLength - END_BYTES - i) {
                return length - tailLength + i;
            }
        }
        throw isZip ? damaged("The archive is cut off.", "its end", "a directory", "none")
                : damaged("This is no zip archive.", where(0), "\"PK\"", first.length == 0 ? "nothing" : "other bytes");
    }

    private void readEntries(byte[] directory, int count, long offset) {
        List<Entry> inOrder = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < count; i++) {
            long place = offset + at;
            if (directory.length - at < CENTRAL_BYTES || LittleEndian.u32(directory, at) != CENTRAL) {
                throw damaged("The archive's directory is damaged.", where(place), "an entry", "something else");
            }
            int nameLength = LittleEndian.u16(directory, at + 28);
            int length = CENTRAL_BYTES + nameLength + LittleEndian.u16(directory, at + 30)
                    + LittleEndian.u16(directory, at + 32);
            if (length > directory.length - at) {
                throw damaged("The archive's directory is cut off.", where(place), length + " bytes",
                        directory.length - at + " bytes");
            }
            String name = name(directory, at + CENTRAL_BYTES, nameLength);
            Entry entry = new Entry(name, LittleEndian.u16(directory, at + 8), LittleEndian.u16(directory, at + 10),
                    (int) LittleEndian.u32(directory, at + 16), LittleEndian.u32(directory, at + 20),
                    LittleEndian.u32(directory, at + 24), LittleEndian.u32(directory, at + 42), nameLength);
            if (entry.packed == 0xFFFFFFFFL || entry.size == 0xFFFFFFFFL || entry.offset == 0xFFFFFFFFL) {
                throw unsupported("A file of the archive has the larger format.", place, "a file below 4 GiB", "ZIP64");
            }
            if (!name.endsWith("/") && entries.put(name, entry) != null) {
                throw damaged("Two files of the archive have one name.", where(place), "each name once", shown(name));
            }
            inOrder.add(entry);
            at += length;
        }
        if (at != directory.length) {
            throw damaged("The archive's directory is damaged.", where(offset + at), "its end",
                    directory.length - at + " more bytes");
        }
        requireApart(inOrder, offset);
    }

    /** Also tells every entry where the next one starts. */
    private static void requireApart(List<Entry> inOrder, long directory) {
        List<Entry> sorted = new ArrayList<>(inOrder);
        sorted.sort((a, b) -> Long.compare(a.offset, b.offset));
        long next = directory;
        for (int i = sorted.size() - 1; i >= 0; i--) {
            Entry entry = sorted.get(i);
            if (entry.offset + LOCAL_BYTES + entry.nameLength + entry.packed > next) {
                throw damaged(
                        next == directory ? "A file of the archive is cut off." : "Two files of the archive overlap.",
                        entry.where(),
                        "its end before byte " + next, entry.packed + " packed bytes from byte " + entry.offset);
            }
            entry.limit = next;
            next = entry.offset;
        }
    }

    private long dataOffset(Entry entry) {
        byte[] local = file.read(entry.offset, LOCAL_BYTES);
        long data = entry.offset + LOCAL_BYTES + LittleEndian.u16(local, 26) + LittleEndian.u16(local, 28);
        boolean sameName = LittleEndian.u32(local, 0) == LOCAL && LittleEndian.u16(local, 26) == entry.nameLength
                && name(file.read(entry.offset + LOCAL_BYTES, entry.nameLength), 0, entry.nameLength)
                        .equals(entry.name);
        if (!sameName || LittleEndian.u16(local, 8) != entry.method) {
            throw damaged("A file of the archive is not the one in its directory.", entry.where(), shown(entry.name),
                    "another header");
        }
        boolean sizesHere = (LittleEndian.u16(local, 6) & SIZES_BEHIND) == 0;
        boolean sameSizes = (int) LittleEndian.u32(local, 14) == entry.crc
                && isSize(LittleEndian.u32(local, 18), entry.packed)
                && isSize(LittleEndian.u32(local, 22), entry.size);
        if (sizesHere && !sameSizes || entry.method == STORED && entry.size != entry.packed) {
            throw damaged("A file of the archive has two sizes.", entry.where(),
                    entry.packed + " packed bytes, " + entry.size + " unpacked",
                    LittleEndian.u32(local, 18) + " packed bytes, " + LittleEndian.u32(local, 22) + " unpacked");
        }
        if (data + entry.packed > entry.limit) {
            throw damaged("Two files of the archive overlap.", entry.where(), "its end before byte " + entry.limit,
                    "byte " + (data + entry.packed));
        }
        return data;
    }

    /** A local header of the larger format leaves the size to its extra field. */
    private static boolean isSize(long local, long central) {
        return local == central || local == 0xFFFFFFFFL;
    }

    private void requireBudget(Entry entry) {
        if (entry.size > limits.maxEntryBytes() || entry.size > limits.maxTotalBytes() - inflated) {
            throw new OutOfBudget("The archive unpacks to too much.", Finding.at(entry.where())
                    .expected("at most " + limits.maxEntryBytes() + " bytes a file and " + limits.maxTotalBytes()
                            + " together")
                    .found(entry.size + " bytes after " + inflated));
        }
        if (entry.size / MAX_RATIO > entry.packed + 1) {
            throw damaged("A file of the archive declares an impossible size.", entry.where(),
                    "at most " + (entry.packed + 1) * MAX_RATIO + " bytes", entry.size + " bytes");
        }
        inflated += entry.size;
    }

    private byte[] inflate(Entry entry, long data) {
        byte[] bytes = new byte[(int) entry.size];
        Inflater inflater = new Inflater(true);
        boolean isSound;
        try {
            isSound = inflate(inflater, bytes, entry, data);
        } catch (DataFormatException malformed) {
            isSound = false;
        } finally {
            inflater.end();
        }
        if (!isSound) {
            throw damaged("A file of the archive is damaged.", entry.where(),
                    entry.size + " bytes in " + entry.packed + " deflated ones", "something else");
        }
        return bytes;
    }

    /**
     * Fills {@code bytes}. @return whether they are all there is; inflaters differ in what they say of anything else
     */
    private boolean inflate(Inflater inflater, byte[] bytes, Entry entry, long data) throws DataFormatException {
        byte[] beyond = new byte[1];
        int written = 0;
        long fed = 0;
        while (!inflater.finished()) {
            // The tab's inflater throws when it is called without input.
            if (inflater.needsInput() && fed <= entry.packed) {
                byte[] piece = piece(data, fed, entry.packed);
                inflater.setInput(piece, 0, piece.length);
                fed += piece.length;
            }
            boolean full = written == bytes.length;
            int more = inflater.inflate(full ? beyond : bytes, full ? 0 : written, full ? 1 : bytes.length - written);
            boolean isStuck = more == 0 && !inflater.finished() && (!inflater.needsInput() || fed > entry.packed);
            if (isStuck || more > 0 && full) {
                return false;
            }
            written += more;
        }
        return written == bytes.length;
    }

    /** Packed bytes; behind the last one comes one more, as inflaters require, and of bits that end no stream. */
    private byte[] piece(long data, long fed, long packed) {
        int length = (int) Math.min(PIECE, packed - fed);
        byte[] bytes = file.read(data + fed, length);
        if (fed + length < packed) {
            return bytes;
        }
        byte[] last = Arrays.copyOf(bytes, length + 1);
        last[length] = (byte) 0xFF;
        return last;
    }

    /** UTF-8, else one character a byte: old names only have to differ. */
    private static String name(byte[] bytes, int from, int length) {
        try {
            return Utf8.decode(bytes, from, length);
        } catch (TabitatException old) {
            StringBuilder name = new StringBuilder(length);
            for (int i = 0; i < length; i++) {
                name.append((char) (bytes[from + i] & 0xFF));
            }
            return name.toString();
        }
    }

    private static String hex(int value) {
        return Integer.toHexString(value);
    }

    private static String shown(String text) {
        return "\"" + (text.length() > 100 ? text.substring(0, 100) + "\u2026" : text) + "\"";
    }

    private static String where(long at) {
        return "zip archive, byte " + at;
    }

    private static Unsupported unsupported(String message, long at, String expected, String found) {
        return new Unsupported(message, Finding.at(where(at)).expected(expected).found(found)
                .remedy("Pack it again as one ordinary zip archive."));
    }

    private static DamagedData damaged(String message, String where, String expected, String found) {
        return new DamagedData(message,
                Finding.at(where).expected(expected).found(found).remedy("Get the file again."));
    }

    /** What the directory says of a file; where the next one starts is filled in when all are known. */
    private static final class Entry {
        private final String name;
        private final int flags;
        private final int method;
        private final int crc;
        private final long packed;
        private final long size;
        private final long offset;
        private final int nameLength;
        private long limit;

        Entry(String name, int flags, int method, int crc, long packed, long size, long offset, int nameLength) {
            this.name = name;
            this.flags = flags;
            this.method = method;
            this.crc = crc;
            this.packed = packed;
            this.size = size;
            this.offset = offset;
            this.nameLength = nameLength;
        }

        String where() {
            return "zip archive, file " + shown(name);
        }
    }
}
