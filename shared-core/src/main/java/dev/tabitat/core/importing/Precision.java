package dev.tabitat.core.importing;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;

/** How many bits a weight keeps. */
public enum Precision implements Identified {
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
    @Override
    public String id() {
        return id;
    }

    /** @throws InvalidInput when there is none of this name */
    public static Precision parse(String id) {
        return Ids.parse(values(), id, "precision",
                finding -> new InvalidInput("This precision is unknown.", finding));
    }
}
