package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;

/** A host that refuses to be written to. */
record RefusingWrites(KernelHost host) implements KernelHost {

    @Override
    public KernelModule instantiate(byte[] wasm) {
        return host.instantiate(wasm);
    }

    @Override
    public long memoryBytes() {
        return host.memoryBytes();
    }

    @Override
    public void growTo(long bytes) {
        host.growTo(bytes);
    }

    @Override
    public void write(int address, byte[] data, int offset, int length) {
        throw new OutOfBudget("The memory takes nothing.", Finding.NONE);
    }

    @Override
    public void read(int address, byte[] into, int offset, int length) {
        host.read(address, into, offset, length);
    }

    @Override
    public void writeFloats(int address, float[] data, int offset, int length) {
        throw new OutOfBudget("The memory takes nothing.", Finding.NONE);
    }

    @Override
    public void readFloats(int address, float[] into, int offset, int length) {
        host.readFloats(address, into, offset, length);
    }

    @Override
    public int threads() {
        return 1;
    }
}
