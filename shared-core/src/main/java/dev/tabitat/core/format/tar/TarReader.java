package dev.tabitat.core.format.tar;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.text.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the plain files of an archive without reading them.
 *
 * <pre>
 * archive  = member* end            end = two blocks of zeros; what comes after is not looked at
 * member   = header data            data is padded with zeros to blocks of 512 bytes
 * header   = name[100] mode[8] uid[8] gid[8] size[12] mtime[12] chksum[8] typeflag[1] linkname[100]
 *            "ustar" version[3] uname[32] gname[32] devmajor[8] devminor[8] prefix[155] zeros[12]
 * size     = octal digits, or the highest bit set and a big-endian number (GNU)
 * chksum   = octal sum of the header's bytes, chksum itself read as spaces
 * typeflag = "0" or NUL: a file · "5": a directory, left out · "x": pax records for the next member · "g": pax records for all, not
 *            looked at · "L": the next member's name (GNU)
 * record   = length " " key "=" value "\n"
 * </pre>
 *
 * Links, devices and everything else that is no plain file are refused, and names that lead out of the archive.
 *
 * <p>
 * Source: POSIX.1-2017, pax, "pax Interchange Format" and "ustar Interchange Format"; GNU tar manual, "Basic Tar
 * Format".
 */
public final class TarReader {

    static final int BLOCK = 512;

    private static final int MAX_ENTRIES = 65_536;
    private static final int MAX_NOTES = 1 << 20;
    private static final int MAX_NAME_LENGTH = 1024;
    private static final String PATH = "path";
    private static final String SIZE = "size";

    private final Slices archive;
    private final Map<String, TarEntry> entries = new LinkedHashMap<>();
    private long at;

    private TarReader(Slices archive) {
        this.archive = archive;
    }

    /**
     * Every plain file by name, in the order of the archive.
     *
     * @throws DamagedData when it is no archive, is cut off or contradicts itself, or a name leads out of it
     * @throws Unsupported when it is compressed, or holds what is no plain file
     */
    public static Map<String, TarEntry> read(Slices archive) {
        return new TarReader(archive).read();
    }

    private Map<String, TarEntry> read() {
        requireArchive();
        Map<String, String> notes = Map.of();
        for (byte[] header = block(); !isZero(header); header = block()) {
            requireChecksum(header);
            long start = at - BLOCK;
            String name = name(header);
            char type = (char) (header[156] & 0xFF);
            boolean isNote = type == 'x' || type == 'g' || type == 'L';
            long size = !isNote && notes.containsKey(SIZE) ? decimal(notes.get(SIZE), start) : size(header, start);
            if (size < 0 || size > archive.length() - at) {
                throw damaged("A file is cut off.", start, size + " bytes of " + shown(name),
                        Math.max(0, archive.length() - at) + " bytes");
            }
            if (isNote) {
                byte[] bytes = small(size, start);
                if (type == 'x') {
                    notes = records(bytes, start);
                } else if (type == 'L') {
                    notes = Map.of(PATH, text(bytes, 0, length(bytes, 0, bytes.length), start));
                }
            } else {
                add(type, notes.getOrDefault(PATH, name), size, start);
                notes = Map.of();
            }
            at += (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return entries;
    }

    private void requireArchive() {
        FileKind kind = FileKind.of(archive);
        if (kind == FileKind.GZIP || kind == FileKind.ZIP || kind == FileKind.COMPRESSED) {
            throw new Unsupported("This archive is compressed.",
                    Finding.at("archive, byte 0").expected("a tar archive as it is")
                            .found(kind.words()).remedy("Unpack it once, then import the .tar file inside."));
        }
        // Zeros end an archive, so that an archive of nothing holds nothing else.
        if (kind != FileKind.ZEROS && kind != FileKind.PYTORCH_TAR) {
            Optional<DamagedData> other = kind.insteadOf(FileKind.TAR, "tar archive", "archive, byte 0");
            if (other.isPresent()) {
                throw other.get();
            }
        }
    }

    private byte[] block() {
        if (archive.length() - at < BLOCK) {
            throw damaged("The archive is cut off.", at, "a header or two blocks of zeros",
                    Math.max(0, archive.length() - at) + " bytes");
        }
        byte[] block = archive.read(at, BLOCK);
        at += BLOCK;
        return block;
    }

    private byte[] small(long size, long start) {
        if (size > MAX_NOTES) {
            throw damaged("The notes of a file are too long.", start, "at most " + MAX_NOTES + " bytes",
                    size + " bytes");
        }
        return archive.read(at, (int) size);
    }

    private void add(char type, String name, long size, long start) {
        if (type == '5') {
            return;
        }
        if (type != '0' && type != 0) {
            throw new Unsupported("The archive holds something that is no plain file.",
                    Finding.at(where(start)).expected("files and directories").found(
                            "type " + (type > ' ' && type < 127 ? "" + type : (int) type) + " for " + shown(name)));
        }
        String plain = plain(name, start);
        if (entries.containsKey(plain)) {
            throw damaged("Two files of the archive have one name.", start, "each name once", shown(plain));
        }
        if (entries.size() == MAX_ENTRIES) {
            throw damaged("The archive holds too many files.", start, "at most " + MAX_ENTRIES, "more");
        }
        entries.put(plain, new TarEntry(plain, at, size));
    }

    /** A name without a leading {@code ./}. */
    private static String plain(String name, long start) {
        String plain = name.startsWith("./") ? name.substring(2) : name;
        boolean safe = !plain.isEmpty() && plain.length() <= MAX_NAME_LENGTH && plain.indexOf('\\') < 0
                && plain.indexOf('\0') < 0;
        for (int from = 0; safe && from <= plain.length();) {
            int slash = plain.indexOf('/', from);
            String part = plain.substring(from, slash < 0 ? plain.length() : slash);
            safe = !part.isEmpty() && !part.equals(".") && !part.equals("..");
            from = slash < 0 ? plain.length() + 1 : slash + 1;
        }
        if (!safe) {
            throw damaged("A file's name leads out of the archive.", start, "a relative path", shown(name));
        }
        return plain;
    }

    private String name(byte[] header) {
        String name = text(header, 0, length(header, 0, 100), at - BLOCK);
        boolean ustar = header[257] == 'u' && header[258] == 's' && header[259] == 't' && header[260] == 'a'
                && header[261] == 'r';
        // GNU archives have spaces after the magic word, and times where the prefix is.
        int prefix = ustar && header[262] == 0 ? length(header, 345, 155) : 0;
        return prefix == 0 ? name : text(header, 345, prefix, at - BLOCK) + "/" + name;
    }

    private static int length(byte[] bytes, int from, int most) {
        int length = 0;
        while (length < most && bytes[from + length] != 0) {
            length++;
        }
        return length;
    }

    private static String text(byte[] bytes, int from, int length, long start) {
        try {
            return Utf8.decode(bytes, from, length);
        } catch (DamagedData malformed) {
            throw damaged("A text of the archive is not UTF-8.", start, "UTF-8", malformed.finding().found());
        }
    }

    private void requireChecksum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
        }
        long stated = octal(header, 148, 8, at - BLOCK);
        if (stated != sum) {
            throw damaged("A header of the archive does not add up.", at - BLOCK, "checksum " + stated,
                    "checksum " + sum);
        }
    }

    private static long size(byte[] header, long start) {
        if ((header[124] & 0x80) == 0) {
            return octal(header, 124, 12, start);
        }
        long size = header[124] & 0x7F;
        for (int i = 125; i < 136; i++) {
            if (size >= 1L << 54) {
                throw damaged("A size is out of range.", start, "below 2^62", "more");
            }
            size = size << 8 | header[i] & 0xFF;
        }
        return size;
    }

    /** Digits after spaces, before a NUL or a space. */
    private static long octal(byte[] header, int from, int length, long start) {
        long value = 0;
        int digits = 0;
        for (int i = from; i < from + length; i++) {
            int c = header[i];
            if (c >= '0' && c <= '7') {
                value = value << 3 | c - '0';
                digits++;
            } else if (c == 0 || c == ' ' && digits > 0) {
                break;
            } else if (c != ' ') {
                throw damaged("This is no header of an archive.", start, "octal digits", "byte " + (c & 0xFF));
            }
        }
        return value;
    }

    private static long decimal(String text, long start) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || i > 15) {
                throw damaged("A size is malformed.", start, "decimal digits", shown(text));
            }
            value = value * 10 + c - '0';
        }
        return text.isEmpty() ? -1 : value;
    }

    /** The records that count here: of path and size. */
    private static Map<String, String> records(byte[] bytes, long start) {
        Map<String, String> records = new LinkedHashMap<>();
        int from = 0;
        while (from < bytes.length) {
            int space = from;
            int length = 0;
            while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9' && length < MAX_NOTES) {
                length = length * 10 + bytes[space++] - '0';
            }
            int end = from + length;
            if (space == from || space >= bytes.length || bytes[space] != ' ' || end > bytes.length || end <= space + 1
                    || bytes[end - 1] != '\n') {
                throw damaged("The notes of a file are malformed.", start, "length, key and value",
                        "something else at byte " + from);
            }
            String record = text(bytes, space + 1, end - space - 2, start);
            int equals = record.indexOf('=');
            if (equals < 1) {
                throw damaged("The notes of a file are malformed.", start, "key=value", shown(record));
            }
            String key = record.substring(0, equals);
            if (key.equals(PATH) || key.equals(SIZE)) {
                records.put(key, record.substring(equals + 1));
            }
            from = end;
        }
        return records;
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String text) {
        return "\"" + (text.length() > 100 ? text.substring(0, 100) + "\u2026" : text) + "\"";
    }

    private static String where(long start) {
        return "archive, header at byte " + start;
    }

    private static DamagedData damaged(String message, long start, String expected, String found) {
        return new DamagedData(message,
                Finding.at(where(start)).expected(expected).found(found).remedy("Get the file again."));
    }
}
