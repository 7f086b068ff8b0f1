package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.I32;

/** A type of weights that are floats: rows stay as they lie in a file and are widened when they are read. */
public enum FloatFormat {
    F32(4),
    F16(2),
    BF16(2);

    private final int elementBytes;

    FloatFormat(int elementBytes) {
        this.elementBytes = elementBytes;
    }

    /** Bytes of an element. */
    public int elementBytes() {
        return elementBytes;
    }

    /** Four elements at an address as f32. */
    F32x4 four(I32 address, int offset) {
        return switch (this) {
            case F32 -> address.loadUnalignedF32x4(offset);
            case F16 -> Halves.four(address, offset);
            case BF16 -> Halves.fourBrain(address, offset);
        };
    }
}
