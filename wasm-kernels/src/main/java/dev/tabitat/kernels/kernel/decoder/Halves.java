package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.I32;

/** 16-bit floats to 32 bits: exponent and fraction move to their new places, then 2^112 corrects the exponent. */
final class Halves {

    private static final float EXPONENT = 0x1p112f;
    private static final int SIGN_EXPONENT_FRACTION = 0x8FFF_E000;

    private Halves() {
    }

    /** Four f16 at an address, finite. */
    static F32x4 four(I32 address, int offset) {
        return address.loadFourI16(offset).shiftLeft(13).and(SIGN_EXPONENT_FRACTION).asF32x4().times(EXPONENT);
    }

    /** One f16 at an address, finite. */
    static F32 one(I32 address, int offset) {
        I32 signed = address.loadUnsigned16(offset).xor(0x8000).minus(0x8000);
        return signed.shiftLeft(13).and(SIGN_EXPONENT_FRACTION).bitsToF32().times(EXPONENT);
    }

    /** Four bf16 at an address. */
    static F32x4 fourBrain(I32 address, int offset) {
        return address.loadFourU16(offset).shiftLeft(16).asF32x4();
    }
}
