package dev.tabitat.core.device;

/** Byte counts in words, in decimal units: 1 MB = 1,000,000 bytes. */
public final class ByteCount {

    private static final String[] UNITS = {" bytes", " KB", " MB", " GB", " TB", " PB"};

    private ByteCount() {
    }

    /**
     * Two to three significant figures with a unit: {@code 512 bytes}, {@code 1.9 GB}, {@code 41 MB}. Below ten of a
     * unit one digit follows the point, unless it is 0. Rounds half up.
     *
     * @param bytes at least 0
     */
    public static String words(long bytes) {
        if (bytes == 1) {
            return "1 byte";
        }
        int unit = 0;
        long size = 1;
        while (unit < UNITS.length - 1 && (bytes >= size * 1000 || unit > 0 && rounded(bytes, size) >= 1000)) {
            size *= 1000;
            unit++;
        }
        long tenths = bytes / size * 10 + (bytes % size * 10 + size / 2) / size;
        if (unit == 0 || tenths >= 100 || tenths % 10 == 0) {
            return rounded(bytes, size) + UNITS[unit];
        }
        return tenths / 10 + "." + tenths % 10 + UNITS[unit];
    }

    private static long rounded(long bytes, long size) {
        return bytes / size + (bytes % size >= size - bytes % size ? 1 : 0);
    }
}
