package dev.tabitat.kernels.contract;

import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.Region;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.ArrayList;
import java.util.List;

/** A work place for testing kernels: the kernel module, and operands placed in memory with guard words around them. */
final class Bench {

    private static final float GUARD = 12_345.5f;
    private static final int GUARDS = 4;

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final List<Region> taken = new ArrayList<>();
    private final List<Integer> guards = new ArrayList<>();
    private int shift;

    Bench(KernelHost host) {
        this(host, host.instantiate(host.kernels(Int8Dot.PLAIN)));
    }

    /** @param kernels on the memory of the host */
    Bench(KernelHost host, KernelModule kernels) {
        memory = new KernelMemory(host);
        this.kernels = kernels;
    }

    /** Operands placed from now on start {@code words} words after a multiple of sixteen bytes. */
    void misalignBy(int words) {
        shift = words;
    }

    int call(String kernel, int... arguments) {
        return kernels.call(kernel, arguments);
    }

    /** Places floats and returns their address. */
    int floats(float[] values) {
        int address = place(4 * values.length);
        memory.host().writeFloats(address, values, 0, values.length);
        return address;
    }

    int ints(int[] values) {
        byte[] bytes = new byte[4 * values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i / 4] >> 8 * (i % 4));
        }
        int address = place(bytes.length);
        memory.host().write(address, bytes, 0, bytes.length);
        return address;
    }

    int bytes(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        int address = place(bytes.length);
        memory.host().write(address, bytes, 0, bytes.length);
        return address;
    }

    int bytes(byte[] values) {
        int address = place(values.length);
        memory.host().write(address, values, 0, values.length);
        return address;
    }

    float[] read(int address, int count) {
        float[] values = new float[count];
        memory.host().readFloats(address, values, 0, count);
        return values;
    }

    /** Whether no kernel wrote beside an operand. */
    boolean guardsStand() {
        for (int address : guards) {
            for (float guard : read(address, GUARDS)) {
                if (guard != GUARD) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Takes all operands away. */
    void clear() {
        for (Region region : taken) {
            memory.giveBack(region);
        }
        taken.clear();
        guards.clear();
        shift = 0;
    }

    private int place(int bytes) {
        int wholeWords = bytes + 3 & -4;
        Region region = memory.take(wholeWords + 4L * (2 * GUARDS + shift), "a test");
        taken.add(region);
        int before = region.address() + 4 * shift;
        int start = before + 4 * GUARDS;
        guard(before);
        guard(start + wholeWords);
        return start;
    }

    private void guard(int address) {
        memory.host().writeFloats(address, new float[]{GUARD, GUARD, GUARD, GUARD}, 0, GUARDS);
        guards.add(address);
    }
}
