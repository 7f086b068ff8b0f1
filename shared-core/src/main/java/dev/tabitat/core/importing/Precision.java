package dev.tabitat.core.importing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

/** How many bits a weight keeps. */
public enum Precision {
    /** As the source has it, in F32. */
    FLOAT32("float32"),
    /** {@link dev.tabitat.core.tensor.Quantization}: one scale a row. */
    INT8("int8"),
    /** {@link dev.tabitat.core.tensor.Quantization4}: one scale a row and a multiplier a block of 32. */
    INT4("int4");

    private final String id;

    Precision(String id) {
        this.id = id;
    }

    /** Its name in recipes. */
    public String id() {
        return id;
    }

    /** @throws InvalidInput when there is none of this name */
    public static Precision parse(String id) {
        for (Precision precision : values()) {
            if (precision.id.equals(id)) {
                return precision;
            }
        }
        throw new InvalidInput("This precision is unknown.",
                Finding.at("precision").expected("float32, int8 or int4").found(id));
    }
}
