package dev.tabitat.core.hub;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.text.Split;
import dev.tabitat.core.text.Utf8;

/**
 * What git keeps in place of a large file (Git LFS specification, "The Pointer").
 *
 * <pre>
 * version https://git-lfs.github.com/spec/v1
 * oid sha256:{64 hexadecimal digits}
 * size {bytes}
 * </pre>
 *
 * @param sha256 of the file
 * @param size of the file, in bytes
 */
public record LfsPointer(Digest sha256, long size) {

    private static final int MAX_BYTES = 1024;
    private static final int MAX_DIGITS = 18;

    /** @throws DamagedData when the bytes are no pointer */
    public static LfsPointer read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw damaged("at most " + MAX_BYTES + " bytes", bytes.length + " bytes");
        }
        String oid = "";
        String size = "";
        for (String line : Split.on(Utf8.decode(bytes), '\n')) {
            if (line.startsWith("oid ")) {
                oid = line.substring(4);
            } else if (line.startsWith("size ")) {
                size = line.substring(5);
            }
        }
        boolean isNumber = !size.isEmpty() && size.length() <= MAX_DIGITS;
        for (int i = 0; i < size.length(); i++) {
            isNumber &= size.charAt(i) >= '0' && size.charAt(i) <= '9';
        }
        if (oid.isEmpty() || !isNumber) {
            throw damaged("lines \"oid sha256:\u2026\" and \"size \u2026\"", "\"" + oid + "\" and \"" + size + "\"");
        }
        return new LfsPointer(Digest.parse(oid), Long.parseLong(size));
    }

    private static DamagedData damaged(String expected, String found) {
        return new DamagedData("This is no Git LFS pointer.", Finding.at("pointer").expected(expected).found(found));
    }
}
