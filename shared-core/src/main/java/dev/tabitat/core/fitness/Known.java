package dev.tabitat.core.fitness;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** How a statement is known; shown beside every figure. */
public enum Known {
    /** Verified here against bytes. */
    CHECKED("checked"),
    /** Measured here, on this device. */
    MEASURED("measured"),
    /** Said by the author, not verified. */
    CLAIMED("claimed"),
    /** Computed from other figures by a stated rule. */
    ESTIMATED("estimated"),
    /** Not known; no value goes with it. */
    UNKNOWN("unknown");

    private final String id;

    Known(String id) {
        this.id = id;
    }

    /** The word in JSON and on the page. */
    public String id() {
        return id;
    }

    public static Known parse(String id, String where) {
        for (Known known : values()) {
            if (known.id.equals(id)) {
                return known;
            }
        }
        throw new DamagedData("Unknown kind of evidence.", Finding.at(where)
                .expected("checked, measured, claimed, estimated or unknown").found(id));
    }
}
