package dev.tabitat.core.tensor;

import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import java.util.Optional;

/** The element types of safetensors that Tabitat reads, by their names there. */
public enum DType implements Identified {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes an element. */
    public int bytes() {
        return bytes;
    }

    /** The name in a safetensors header. */
    @Override
    public String id() {
        return name();
    }

    public static Optional<DType> find(String name) {
        return Ids.find(values(), name);
    }
}
