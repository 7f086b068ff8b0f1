package dev.tabitat.core.format.zip;

/**
 * How much an archive may ask of its reader.
 *
 * @param maxEntries how many files it may hold
 * @param maxEntryBytes what one file may become when it is inflated
 * @param maxTotalBytes what all files that are read may become together
 */
public record ZipLimits(int maxEntries, int maxEntryBytes, long maxTotalBytes) {

    /** 20,000 files, 256 MiB each, 512 MiB together. */
    public static final ZipLimits DEFAULT = new ZipLimits(20_000, 1 << 28, 1L << 29);
}
