package dev.tabitat.core.digest;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.text.Utf8;

/**
 * The name that git gives to a file's contents: {@code sha1("blob " + size + "\0" + bytes)} (Pro Git, section 10.2,
 * "Object Storage").
 *
 * @param hex 40 lower-case hexadecimal digits
 */
public record GitBlobId(String hex) {

    /** @throws DamagedData when it is no such name */
    public GitBlobId {
        if (!isValid(hex)) {
            throw new DamagedData("A git object id is malformed.", Finding.NONE
                    .expected("40 lower-case hexadecimal digits")
                    .found(hex.length() > 80 ? hex.substring(0, 80) + "\u2026" : hex));
        }
    }

    /** The id of these bytes. */
    public static GitBlobId of(byte[] bytes) {
        return new Stream(bytes.length).update(bytes, 0, bytes.length).id();
    }

    /** Whether a text has the form of an object id, as a commit's has too. */
    public static boolean isValid(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return hex.length() == 40;
    }

    @Override
    public String toString() {
        return hex;
    }

    /** The id of bytes that come in pieces; their number is known beforehand, since it is hashed first. */
    public static final class Stream {

        private final Sha1 hash = new Sha1();
        private final long size;
        private long seen;

        /** @param size bytes in all */
        public Stream(long size) {
            this.size = size;
            byte[] head = Utf8.encode("blob " + size + "\0");
            hash.update(head, 0, head.length);
        }

        public Stream update(byte[] bytes, int offset, int count) {
            seen += count;
            hash.update(bytes, offset, count);
            return this;
        }

        /** Ends the stream, which is then spent. @throws DamagedData when more or fewer bytes came than announced */
        public GitBlobId id() {
            if (seen != size) {
                throw new DamagedData("A file has the wrong length.",
                        Finding.at("git blob").expected(size + " bytes").found(seen + " bytes"));
            }
            return new GitBlobId(hash.hex());
        }
    }
}
