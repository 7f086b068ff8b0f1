package dev.tabitat.kernels.wasm;

import java.util.ArrayList;
import java.util.List;

/**
 * An instruction that is neither control flow nor about variables: its encoding, what it pops and what it pushes.
 *
 * <p>
 * Names are the specification's with the dot written as an underscore. A signature reads {@code popped:pushed}, the
 * last letter before the colon being the top of the stack: {@code i} i32, {@code l} i64, {@code f} f32, {@code v} v128.
 * The number before the bytes is the natural alignment as a power of two for memory accesses, and the number of lanes
 * where a lane is named.
 */
public enum Op {
    // Control, section 5.4.1
    UNREACHABLE(":", Immediate.NONE, 0, 0x00),
    // Numeric, section 5.4.7
    I32_EQZ("i:i", Immediate.NONE, 0, 0x45),
    I32_EQ("ii:i", Immediate.NONE, 0, 0x46),
    I32_NE("ii:i", Immediate.NONE, 0, 0x47),
    I32_LT_U("ii:i", Immediate.NONE, 0, 0x49),
    I32_GT_U("ii:i", Immediate.NONE, 0, 0x4B),
    I32_GE_U("ii:i", Immediate.NONE, 0, 0x4F),
    F32_LT("ff:i", Immediate.NONE, 0, 0x5D),
    I32_ADD("ii:i", Immediate.NONE, 0, 0x6A),
    I32_SUB("ii:i", Immediate.NONE, 0, 0x6B),
    I32_MUL("ii:i", Immediate.NONE, 0, 0x6C),
    I32_DIV_U("ii:i", Immediate.NONE, 0, 0x6E),
    I32_REM_U("ii:i", Immediate.NONE, 0, 0x70),
    I32_AND("ii:i", Immediate.NONE, 0, 0x71),
    I32_OR("ii:i", Immediate.NONE, 0, 0x72),
    I32_XOR("ii:i", Immediate.NONE, 0, 0x73),
    I32_SHL("ii:i", Immediate.NONE, 0, 0x74),
    I32_SHR_U("ii:i", Immediate.NONE, 0, 0x76),
    I64_MUL("ll:l", Immediate.NONE, 0, 0x7E),
    F32_ADD("ff:f", Immediate.NONE, 0, 0x92),
    F32_SUB("ff:f", Immediate.NONE, 0, 0x93),
    F32_MUL("ff:f", Immediate.NONE, 0, 0x94),
    F32_DIV("ff:f", Immediate.NONE, 0, 0x95),
    F32_SQRT("f:f", Immediate.NONE, 0, 0x91),
    F32_NEAREST("f:f", Immediate.NONE, 0, 0x90),
    F32_NEG("f:f", Immediate.NONE, 0, 0x8C),
    F32_MIN("ff:f", Immediate.NONE, 0, 0x96),
    F32_MAX("ff:f", Immediate.NONE, 0, 0x97),
    I32_WRAP_I64("l:i", Immediate.NONE, 0, 0xA7),
    F32_CONVERT_I32_S("i:f", Immediate.NONE, 0, 0xB2),
    I32_TRUNC_SAT_F32_S("f:i", Immediate.NONE, 0, 0xFC, 0x00),
    I64_EXTEND_I32_U("i:l", Immediate.NONE, 0, 0xAD),
    I32_REINTERPRET_F32("f:i", Immediate.NONE, 0, 0xBC),
    F32_REINTERPRET_I32("i:f", Immediate.NONE, 0, 0xBE),
    // Memory, section 5.4.6
    I32_LOAD("i:i", Immediate.MEMORY, 2, 0x28),
    F32_LOAD("i:f", Immediate.MEMORY, 2, 0x2A),
    I32_LOAD8_U("i:i", Immediate.MEMORY, 0, 0x2D),
    I32_LOAD16_U("i:i", Immediate.MEMORY, 1, 0x2F),
    I32_STORE("ii:", Immediate.MEMORY, 2, 0x36),
    F32_STORE("if:", Immediate.MEMORY, 2, 0x38),
    I32_STORE8("ii:", Immediate.MEMORY, 0, 0x3A),
    I32_STORE16("ii:", Immediate.MEMORY, 1, 0x3B),
    MEMORY_GROW("i:i", Immediate.NONE, 0, 0x40, 0x00),
    MEMORY_COPY("iii:", Immediate.NONE, 0, 0xFC, 0x0A, 0x00, 0x00),
    MEMORY_FILL("iii:", Immediate.NONE, 0, 0xFC, 0x0B, 0x00),
    // Vector, section 5.4.8
    V128_LOAD("i:v", Immediate.MEMORY, 4, 0xFD, 0x00),
    V128_LOAD8X8_S("i:v", Immediate.MEMORY, 3, 0xFD, 0x01),
    V128_LOAD16X4_S("i:v", Immediate.MEMORY, 3, 0xFD, 0x03),
    V128_LOAD16X4_U("i:v", Immediate.MEMORY, 3, 0xFD, 0x04),
    V128_LOAD32_SPLAT("i:v", Immediate.MEMORY, 2, 0xFD, 0x09),
    V128_STORE("iv:", Immediate.MEMORY, 4, 0xFD, 0x0B),
    V128_LOAD32_ZERO("i:v", Immediate.MEMORY, 2, 0xFD, 0x5C),
    V128_STORE32_LANE("iv:", Immediate.MEMORY_LANE, 2, 0xFD, 0x5A),
    V128_STORE64_LANE("iv:", Immediate.MEMORY_LANE, 3, 0xFD, 0x5B),
    I8X16_SHUFFLE("vv:v", Immediate.LANES, 32, 0xFD, 0x0D),
    I32X4_SPLAT("i:v", Immediate.NONE, 0, 0xFD, 0x11),
    F32X4_SPLAT("f:v", Immediate.NONE, 0, 0xFD, 0x13),
    I32X4_EXTRACT_LANE("v:i", Immediate.LANE, 4, 0xFD, 0x1B),
    F32X4_EXTRACT_LANE("v:f", Immediate.LANE, 4, 0xFD, 0x1F),
    F32X4_GT("vv:v", Immediate.NONE, 0, 0xFD, 0x44),
    V128_AND("vv:v", Immediate.NONE, 0, 0xFD, 0x4E),
    V128_OR("vv:v", Immediate.NONE, 0, 0xFD, 0x50),
    V128_XOR("vv:v", Immediate.NONE, 0, 0xFD, 0x51),
    V128_BITSELECT("vvv:v", Immediate.NONE, 0, 0xFD, 0x52),
    I8X16_NARROW_I16X8_S("vv:v", Immediate.NONE, 0, 0xFD, 0x65),
    I8X16_NARROW_I16X8_U("vv:v", Immediate.NONE, 0, 0xFD, 0x66),
    I32X4_EXTADD_PAIRWISE_I16X8_S("v:v", Immediate.NONE, 0, 0xFD, 0x7E),
    I16X8_NARROW_I32X4_S("vv:v", Immediate.NONE, 0, 0xFD, 0x85, 0x01),
    I16X8_EXTEND_LOW_I8X16_S("v:v", Immediate.NONE, 0, 0xFD, 0x87, 0x01),
    I16X8_EXTEND_LOW_I8X16_U("v:v", Immediate.NONE, 0, 0xFD, 0x89, 0x01),
    I16X8_EXTEND_HIGH_I8X16_U("v:v", Immediate.NONE, 0, 0xFD, 0x8A, 0x01),
    I16X8_SHL("vi:v", Immediate.NONE, 0, 0xFD, 0x8B, 0x01),
    I16X8_SHR_U("vi:v", Immediate.NONE, 0, 0xFD, 0x8D, 0x01),
    I16X8_ADD("vv:v", Immediate.NONE, 0, 0xFD, 0x8E, 0x01),
    I32X4_EXTEND_LOW_I16X8_S("v:v", Immediate.NONE, 0, 0xFD, 0xA7, 0x01),
    I32X4_SHL("vi:v", Immediate.NONE, 0, 0xFD, 0xAB, 0x01),
    I32X4_ADD("vv:v", Immediate.NONE, 0, 0xFD, 0xAE, 0x01),
    I32X4_SUB("vv:v", Immediate.NONE, 0, 0xFD, 0xB1, 0x01),
    I32X4_MUL("vv:v", Immediate.NONE, 0, 0xFD, 0xB5, 0x01),
    I32X4_MIN_S("vv:v", Immediate.NONE, 0, 0xFD, 0xB6, 0x01),
    I32X4_MAX_S("vv:v", Immediate.NONE, 0, 0xFD, 0xB8, 0x01),
    I32X4_DOT_I16X8_S("vv:v", Immediate.NONE, 0, 0xFD, 0xBA, 0x01),
    F32X4_NEAREST("v:v", Immediate.NONE, 0, 0xFD, 0x6A),
    F32X4_ABS("v:v", Immediate.NONE, 0, 0xFD, 0xE0, 0x01),
    F32X4_ADD("vv:v", Immediate.NONE, 0, 0xFD, 0xE4, 0x01),
    F32X4_SUB("vv:v", Immediate.NONE, 0, 0xFD, 0xE5, 0x01),
    F32X4_MUL("vv:v", Immediate.NONE, 0, 0xFD, 0xE6, 0x01),
    F32X4_DIV("vv:v", Immediate.NONE, 0, 0xFD, 0xE7, 0x01),
    F32X4_MIN("vv:v", Immediate.NONE, 0, 0xFD, 0xE8, 0x01),
    F32X4_MAX("vv:v", Immediate.NONE, 0, 0xFD, 0xE9, 0x01),
    I32X4_TRUNC_SAT_F32X4_S("v:v", Immediate.NONE, 0, 0xFD, 0xF8, 0x01),
    F32X4_CONVERT_I32X4_S("v:v", Immediate.NONE, 0, 0xFD, 0xFA, 0x01),
    // Relaxed vector, section 5.4.8: results may differ between machines
    F32X4_RELAXED_MADD("vvv:v", Immediate.NONE, 0, 0xFD, 0x85, 0x02),
    I16X8_RELAXED_DOT_I8X16_I7X16_S("vv:v", Immediate.NONE, 0, 0xFD, 0x92, 0x02),
    I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S("vvv:v", Immediate.NONE, 0, 0xFD, 0x93, 0x02),
    // Atomic, threads proposal, "Binary Format"
    MEMORY_ATOMIC_NOTIFY("ii:i", Immediate.MEMORY, 2, 0xFE, 0x00),
    MEMORY_ATOMIC_WAIT32("iil:i", Immediate.MEMORY, 2, 0xFE, 0x01),
    I32_ATOMIC_LOAD("i:i", Immediate.MEMORY, 2, 0xFE, 0x10),
    I32_ATOMIC_STORE("ii:", Immediate.MEMORY, 2, 0xFE, 0x17),
    I32_ATOMIC_RMW_ADD("ii:i", Immediate.MEMORY, 2, 0xFE, 0x1E);

    /** What follows the opcode in the encoding. */
    enum Immediate {
        NONE,
        MEMORY,
        LANE,
        MEMORY_LANE,
        LANES
    }

    private final List<ValueType> pops;
    private final List<ValueType> pushes;
    private final Immediate immediate;
    private final int size;
    private final int[] encoding;

    Op(String signature, Immediate immediate, int size, int... encoding) {
        int colon = signature.indexOf(':');
        this.pops = types(signature.substring(0, colon));
        this.pushes = types(signature.substring(colon + 1));
        this.immediate = immediate;
        this.size = size;
        this.encoding = encoding;
    }

    List<ValueType> pops() {
        return pops;
    }

    List<ValueType> pushes() {
        return pushes;
    }

    Immediate immediate() {
        return immediate;
    }

    /** The natural alignment (power of two) of a memory access, or the number of lanes. */
    int size() {
        return size;
    }

    int[] encoding() {
        return encoding;
    }

    private static List<ValueType> types(String letters) {
        List<ValueType> types = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            types.add(switch (letters.charAt(i)) {
                case 'i' -> ValueType.I32;
                case 'l' -> ValueType.I64;
                case 'f' -> ValueType.F32;
                default -> ValueType.V128;
            });
        }
        return types;
    }
}
