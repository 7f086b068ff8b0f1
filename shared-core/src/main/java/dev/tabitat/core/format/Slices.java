package dev.tabitat.core.format;

/** Bytes that are read in parts, such as a large file: not all of them have to be in memory. */
public interface Slices {

    long length();

    /**
     * A copy of some bytes.
     *
     * @param offset 0 to {@link #length()}
     * @param length at least 0; {@code offset + length} is at most {@link #length()}
     * @throws dev.tabitat.core.error.Unavailable when they cannot be read now
     */
    byte[] read(long offset, int length);

    /** Bytes that are in memory. */
    static Slices of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /**
     * Bytes that are in memory.
     *
     * @param bytes not changed after this
     */
    record InMemory(byte[] bytes) implements Slices {

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public byte[] read(long offset, int length) {
            byte[] part = new byte[length];
            System.arraycopy(bytes, (int) offset, part, 0, length);
            return part;
        }
    }
}
