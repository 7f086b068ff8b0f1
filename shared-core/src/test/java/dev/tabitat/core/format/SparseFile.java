package dev.tabitat.core.format;

/** A file of any length that begins with some bytes and goes on with zeros. */
public record SparseFile(byte[] head, long length) implements Slices {

    @Override
    public byte[] read(long offset, int count) {
        if (offset < 0 || count < 0 || offset + count > length) {
            throw new IllegalArgumentException(offset + " + " + count + " of " + length);
        }
        byte[] part = new byte[count];
        if (offset < head.length) {
            System.arraycopy(head, (int) offset, part, 0, (int) Math.min(count, head.length - offset));
        }
        return part;
    }
}
