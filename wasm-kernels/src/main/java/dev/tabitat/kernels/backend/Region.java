package dev.tabitat.kernels.backend;

/**
 * A part of a kernel memory.
 *
 * @param address where it starts, a multiple of {@link KernelMemory#ALIGNMENT}
 * @param bytes how long it is, a multiple of the same
 */
public record Region(int address, int bytes) {

    /** The first address after it. */
    public int end() {
        return address + bytes;
    }
}
