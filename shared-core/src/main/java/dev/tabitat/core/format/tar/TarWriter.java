package dev.tabitat.core.format.tar;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.text.Utf8;

/**
 * The parts of an archive that are no file's bytes: for each file its header, the file itself, its padding; then the
 * end. The same files give the same bytes: no owner, no time, mode 0644. See {@link TarReader} for the grammar.
 */
public final class TarWriter {

    private static final int MAX_NAME_LENGTH = 100;
    private static final long MAX_SIZE = (1L << 33) - 1;

    private TarWriter() {}

    /**
     * @param name a relative path, at most 100 bytes of UTF-8
     * @param size at most 8 GiB - 1
     * @throws InvalidInput when the name or the size is out of range
     */
    public static byte[] header(String name, long size) {
        byte[] path = Utf8.encode(name);
        if (path.length == 0 || path.length > MAX_NAME_LENGTH || size < 0 || size > MAX_SIZE) {
            throw new InvalidInput("A file does not fit into an archive.", Finding.at("archive, " + name)
                    .expected("a name of 1 to " + MAX_NAME_LENGTH + " bytes, at most " + MAX_SIZE + " bytes")
                    .found(path.length + " bytes of name, " + size + " bytes"));
        }
        byte[] header = new byte[TarReader.BLOCK];
        System.arraycopy(path, 0, header, 0, path.length);
        octal(header, 100, 7, 0644);
        octal(header, 108, 7, 0);
        octal(header, 116, 7, 0);
        octal(header, 124, 11, size);
        octal(header, 136, 11, 0);
        header[156] = '0';
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 8 * ' ';
        for (byte b : header) {
            sum += b & 0xFF;
        }
        octal(header, 148, 6, sum);
        header[155] = ' ';
        return header;
    }

    /** Zeros up to the next block. */
    public static byte[] padding(long size) {
        return new byte[(int) (-size & TarReader.BLOCK - 1)];
    }

    /** What ends an archive. */
    public static byte[] end() {
        return new byte[2 * TarReader.BLOCK];
    }

    /** Bytes of a whole archive of files of these sizes. */
    public static long length(Iterable<Long> sizes) {
        long length = 2 * TarReader.BLOCK;
        for (long size : sizes) {
            length += TarReader.BLOCK + size + padding(size).length;
        }
        return length;
    }

    private static void octal(byte[] header, int at, int digits, long value) {
        for (int i = digits - 1; i >= 0; i--) {
            header[at + i] = (byte) ('0' + (value & 7));
            value >>= 3;
        }
    }

    private static void put(byte[] header, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            header[at + i] = (byte) text.charAt(i);
        }
    }
}
