package dev.tabitat.kernels.wasm;

/** A 32-bit integer: a number, an address in memory, or a condition (zero is false). */
public sealed class I32 extends Expression permits I32Variable {

    /** The alignment hint of vectors of 32-bit numbers, as a power of two: four bytes. */
    private static final int WORD_ALIGNMENT = 2;

    /** The alignment hint of vectors of bytes. */
    private static final int BYTE_ALIGNMENT = 0;

    I32(Code code, Runnable instructions) {
        super(code, instructions);
    }

    static I32 constant(Code code, int value) {
        return new I32(code, () -> code.i32(value));
    }

    // ---- arithmetic ----

    /** {@code i32.add}. */
    public final I32 plus(I32 right) {
        return binary(right, Op.I32_ADD);
    }

    /** {@code i32.add} of a constant. */
    public final I32 plus(int right) {
        return plus(constant(code, right));
    }

    /** {@code i32.sub}. */
    public final I32 minus(I32 right) {
        return binary(right, Op.I32_SUB);
    }

    /** {@code i32.sub} of a constant. */
    public final I32 minus(int right) {
        return minus(constant(code, right));
    }

    /** {@code i32.mul}. */
    public final I32 times(I32 right) {
        return binary(right, Op.I32_MUL);
    }

    /** {@code i32.mul} by a constant. */
    public final I32 times(int right) {
        return times(constant(code, right));
    }

    /** {@code i32.div_u}: unsigned; traps when {@code right} is zero. */
    public final I32 dividedBy(I32 right) {
        return binary(right, Op.I32_DIV_U);
    }

    /** {@code i32.rem_u}: unsigned; traps when {@code right} is zero. */
    public final I32 remainder(I32 right) {
        return binary(right, Op.I32_REM_U);
    }

    /** {@code i32.and}. */
    public final I32 and(I32 right) {
        return binary(right, Op.I32_AND);
    }

    /** {@code i32.and} with a constant. */
    public final I32 and(int right) {
        return and(constant(code, right));
    }

    /** {@code i32.or}. */
    public final I32 or(I32 right) {
        return binary(right, Op.I32_OR);
    }

    /** {@code i32.xor} with a constant. */
    public final I32 xor(int right) {
        return xor(constant(code, right));
    }

    /** {@code i32.xor}. */
    public final I32 xor(I32 right) {
        return binary(right, Op.I32_XOR);
    }

    /** {@code i32.shl} by a constant. */
    public final I32 shiftLeft(int bits) {
        return binary(constant(code, bits), Op.I32_SHL);
    }

    /** {@code i32.shr_u} by a constant. */
    public final I32 shiftRight(int bits) {
        return binary(constant(code, bits), Op.I32_SHR_U);
    }

    /** So many 32-bit elements in bytes: {@code i32.shl} by 2. */
    public final I32 inBytes() {
        return shiftLeft(2);
    }

    /**
     * The greatest multiple that is not above this: {@code i32.and} with a mask.
     *
     * @param multiple a power of two
     */
    public final I32 roundedDownTo(int multiple) {
        if (Integer.bitCount(multiple) != 1) {
            throw new IllegalArgumentException("Expected a power of two, found " + multiple);
        }
        return and(-multiple);
    }

    // ---- conditions ----

    /** {@code i32.eq}. */
    public final I32 isEqualTo(I32 right) {
        return binary(right, Op.I32_EQ);
    }

    /** {@code i32.eq} to a constant. */
    public final I32 isEqualTo(int right) {
        return isEqualTo(constant(code, right));
    }

    /** {@code i32.ne}. */
    public final I32 isNotEqualTo(I32 right) {
        return binary(right, Op.I32_NE);
    }

    /** {@code i32.lt_u}: unsigned. */
    public final I32 isBelow(I32 right) {
        return binary(right, Op.I32_LT_U);
    }

    /** {@code i32.lt_u} of a constant: unsigned. */
    public final I32 isBelow(int right) {
        return isBelow(constant(code, right));
    }

    /** {@code i32.gt_u} of a constant: unsigned. */
    public final I32 isAbove(int right) {
        return binary(constant(code, right), Op.I32_GT_U);
    }

    /** {@code i32.ge_u}: unsigned. */
    public final I32 isAtLeast(I32 right) {
        return binary(right, Op.I32_GE_U);
    }

    /** {@code i32.ge_u} of a constant: unsigned. */
    public final I32 isAtLeast(int right) {
        return isAtLeast(constant(code, right));
    }

    /** {@code i32.eqz}. */
    public final I32 isZero() {
        return new I32(code, then(Op.I32_EQZ));
    }

    /** {@code i32.eqz} of a condition: its opposite. */
    public final I32 not() {
        return isZero();
    }

    // ---- conversions ----

    /** {@code f32.convert_i32_s}: the nearest f32 to this signed number. */
    public final F32 toF32() {
        return new F32(code, then(Op.F32_CONVERT_I32_S));
    }

    /** {@code f32.reinterpret_i32}: the f32 of these bits. */
    public final F32 bitsToF32() {
        return new F32(code, then(Op.F32_REINTERPRET_I32));
    }

    /** {@code i64.extend_i32_u}: unsigned. */
    public final I64 toI64() {
        return new I64(code, then(Op.I64_EXTEND_I32_U));
    }

    /** {@code i32x4.splat}: four equal lanes. */
    public final I32x4 splat() {
        return new I32x4(code, then(Op.I32X4_SPLAT));
    }

    // ---- memory at this address; offsets in bytes ----

    /** {@code i32.load}. */
    public final I32 loadI32() {
        return loadI32(0);
    }

    /** {@code i32.load} at an offset. */
    public final I32 loadI32(int offset) {
        return new I32(code, memory(Op.I32_LOAD, offset));
    }

    /** {@code i32.load8_u}. */
    public final I32 loadUnsignedByte() {
        return loadUnsignedByte(0);
    }

    /** {@code i32.load8_u} at an offset. */
    public final I32 loadUnsignedByte(int offset) {
        return new I32(code, memory(Op.I32_LOAD8_U, offset));
    }

    /** {@code i32.load16_u} at any address. */
    public final I32 loadUnsigned16() {
        return loadUnsigned16(0);
    }

    /** {@code i32.load16_u} at an offset, at any address. */
    public final I32 loadUnsigned16(int offset) {
        return new I32(code, memory(Op.I32_LOAD16_U, offset, BYTE_ALIGNMENT));
    }

    /** {@code i32.load} at any address. */
    public final I32 loadUnalignedI32() {
        return loadUnalignedI32(0);
    }

    /** {@code i32.load} at an offset, at any address. */
    public final I32 loadUnalignedI32(int offset) {
        return new I32(code, memory(Op.I32_LOAD, offset, BYTE_ALIGNMENT));
    }

    /** {@code v128.load} of four f32 at any address. */
    public final F32x4 loadUnalignedF32x4(int offset) {
        return new F32x4(code, memory(Op.V128_LOAD, offset, BYTE_ALIGNMENT));
    }

    /** {@code f32.load}. */
    public final F32 loadF32() {
        return loadF32(0);
    }

    /** {@code f32.load} at an offset. */
    public final F32 loadF32(int offset) {
        return new F32(code, memory(Op.F32_LOAD, offset));
    }

    /** {@code v128.load} of four f32 whose address is a multiple of four. */
    public final F32x4 loadF32x4() {
        return loadF32x4(0);
    }

    /** {@code v128.load} of four f32 at an offset; the address is a multiple of four. */
    public final F32x4 loadF32x4(int offset) {
        return new F32x4(code, memory(Op.V128_LOAD, offset, WORD_ALIGNMENT));
    }

    /** {@code v128.load} at an offset; the address is a multiple of four. */
    public final V128 loadV128(int offset) {
        return new V128(code, memory(Op.V128_LOAD, offset, WORD_ALIGNMENT));
    }

    /** {@code v128.load} at an offset; the address is a multiple of sixteen. */
    public final V128 loadAlignedV128(int offset) {
        return new V128(code, memory(Op.V128_LOAD, offset));
    }

    /** {@code v128.load32_splat} at an offset: one word in all four lanes. */
    public final V128 loadWordInAllLanes(int offset) {
        return new V128(code, memory(Op.V128_LOAD32_SPLAT, offset));
    }

    /** {@code v128.load32_zero}: four int8 at any address, then zeros. */
    public final I8x16 loadFourI8() {
        return loadFourI8(0);
    }

    /** {@code v128.load32_zero} at an offset: four int8 at any address, then zeros. */
    public final I8x16 loadFourI8(int offset) {
        return new I8x16(code, memory(Op.V128_LOAD32_ZERO, offset, BYTE_ALIGNMENT));
    }

    /** {@code v128.load8x8_s} at an offset: eight int8 at any address, each extended to 16 bits. */
    public final I16x8 loadEightI8(int offset) {
        return new I16x8(code, memory(Op.V128_LOAD8X8_S, offset, BYTE_ALIGNMENT));
    }

    /** {@code v128.load16x4_s} at an offset: four signed 16-bit integers at any address, each extended to 32 bits. */
    public final I32x4 loadFourI16(int offset) {
        return new I32x4(code, memory(Op.V128_LOAD16X4_S, offset, BYTE_ALIGNMENT));
    }

    /** {@code v128.load16x4_u} at an offset: four unsigned 16-bit integers at any address, each extended to 32 bits. */
    public final I32x4 loadFourU16(int offset) {
        return new I32x4(code, memory(Op.V128_LOAD16X4_U, offset, BYTE_ALIGNMENT));
    }

    /** {@code i32.store} at an offset. */
    public final void store(I32 value, int offset) {
        pushWith(value);
        code.memory(Op.I32_STORE, offset);
    }

    /** {@code i32.store16}: the low 16 bits, at an address that is a multiple of two. */
    public final void store16(I32 value) {
        store16(value, 0);
    }

    /** {@code i32.store16} at an offset: the low 16 bits, at an address that is a multiple of two. */
    public final void store16(I32 value, int offset) {
        pushWith(value);
        code.memory(Op.I32_STORE16, offset);
    }

    /** {@code i32.store8} at an offset: the low eight bits. */
    public final void store8(I32 value, int offset) {
        pushWith(value);
        code.memory(Op.I32_STORE8, offset);
    }

    /** {@code f32.store}. */
    public final void store(F32 value) {
        store(value, 0);
    }

    /** {@code f32.store} at an offset. */
    public final void store(F32 value, int offset) {
        pushWith(value);
        code.memory(Op.F32_STORE, offset);
    }

    /** {@code v128.store}; the address is a multiple of four. */
    public final void store(V128 value) {
        store(value, 0);
    }

    /** {@code v128.store} at an offset; the address is a multiple of four. */
    public final void store(V128 value, int offset) {
        pushWith(value);
        code.memory(Op.V128_STORE, offset, WORD_ALIGNMENT);
    }

    /** {@code v128.store} at an offset; the address is a multiple of sixteen. */
    public final void storeAligned(V128 value, int offset) {
        pushWith(value);
        code.memory(Op.V128_STORE, offset);
    }

    /** {@code v128.store32_lane}: one of four lanes, at any address. */
    public final void storeLane32(V128 value, int lane) {
        pushWith(value);
        code.storeLane(Op.V128_STORE32_LANE, 0, lane);
    }

    /** {@code v128.store64_lane}: one of two lanes, at any address. */
    public final void storeLane64(V128 value, int lane) {
        pushWith(value);
        code.storeLane(Op.V128_STORE64_LANE, 0, lane);
    }

    // ---- atomic access at this address, sequentially consistent ----

    /** {@code i32.atomic.load} at an offset. */
    public final I32 atomicLoad(int offset) {
        return new I32(code, memory(Op.I32_ATOMIC_LOAD, offset));
    }

    /** {@code i32.atomic.store} of a constant at an offset. */
    public final void atomicStore(int value, int offset) {
        pushWith(constant(code, value));
        code.memory(Op.I32_ATOMIC_STORE, offset);
    }

    /** {@code i32.atomic.rmw.add} of a constant at an offset; gives what stood there before. */
    public final I32 atomicAdd(int amount, int offset) {
        return new I32(code, () -> {
            pushWith(constant(code, amount));
            code.memory(Op.I32_ATOMIC_RMW_ADD, offset);
        });
    }

    /**
     * {@code memory.atomic.wait32} at an offset: sleeps while the word there is {@code expected}.
     *
     * @param timeoutNanos how long at most; negative: no limit
     * @return 0 when woken, 1 when the word was another one, 2 when the time was over
     */
    public final I32 waitWhileEqual(I32 expected, I64 timeoutNanos, int offset) {
        return new I32(code, () -> {
            pushWith(expected);
            timeoutNanos.pushFor(code);
            code.memory(Op.MEMORY_ATOMIC_WAIT32, offset);
        });
    }

    /**
     * {@code memory.atomic.notify} at an offset: wakes at most {@code count} threads, -1 for all; gives how many it
     * woke.
     */
    public final I32 wake(int count, int offset) {
        return new I32(code, () -> {
            pushWith(constant(code, count));
            code.memory(Op.MEMORY_ATOMIC_NOTIFY, offset);
        });
    }

    private I32 binary(I32 right, Op op) {
        return new I32(code, then(right, op));
    }

    private Runnable memory(Op op, int offset) {
        return then(() -> code.memory(op, offset));
    }

    private Runnable memory(Op op, int offset, int alignment) {
        return then(() -> code.memory(op, offset, alignment));
    }

    private void pushWith(Expression value) {
        push();
        value.pushFor(code);
    }
}
