package dev.tabitat.kernels.backend;

/**
 * A place in a session's memory.
 *
 * @param offset bytes from the start of the session's region, a multiple of {@link KernelMemory#ALIGNMENT}
 * @param bytes how many bytes are used there
 */
record Slot(int offset, int bytes) {
}
