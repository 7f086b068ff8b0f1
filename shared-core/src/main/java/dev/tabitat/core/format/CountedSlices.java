package dev.tabitat.core.format;

/** Slices that count how often they are asked, and for how many bytes: what an inspection costs. */
public final class CountedSlices implements Slices {

    private final Slices file;
    private long bytes;
    private long reads;

    public CountedSlices(Slices file) {
        this.file = file;
    }

    @Override
    public long length() {
        return file.length();
    }

    @Override
    public byte[] read(long offset, int length) {
        bytes += length;
        reads++;
        return file.read(offset, length);
    }

    /** Bytes asked for so far; those that were asked for twice count twice. */
    public long bytesRead() {
        return bytes;
    }

    /** How many times something was asked for. */
    public long reads() {
        return reads;
    }
}
