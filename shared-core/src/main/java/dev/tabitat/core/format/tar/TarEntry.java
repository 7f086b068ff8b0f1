package dev.tabitat.core.format.tar;

/**
 * A plain file in an archive.
 *
 * @param name relative path, its parts separated by slashes; no part is empty, {@code .} or {@code ..}
 * @param offset of its first byte in the archive
 * @param size in bytes
 */
public record TarEntry(String name, long offset, long size) {}
