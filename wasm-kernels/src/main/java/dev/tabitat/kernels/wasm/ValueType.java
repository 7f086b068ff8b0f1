package dev.tabitat.kernels.wasm;

/** A number or vector type and its encoding (section 5.3.1 and 5.3.2). */
public enum ValueType {
    I32(0x7F),
    I64(0x7E),
    F32(0x7D),
    V128(0x7B);

    private final int encoding;

    ValueType(int encoding) {
        this.encoding = encoding;
    }

    /** The byte that stands for this type. */
    public int encoding() {
        return encoding;
    }
}
