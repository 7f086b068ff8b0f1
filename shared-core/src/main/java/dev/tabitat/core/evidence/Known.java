package dev.tabitat.core.evidence;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;

/** How a statement is known; shown beside every figure. */
public enum Known implements Identified {
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
    @Override
    public String id() {
        return id;
    }

    public static Known parse(String id, String where) {
        return Ids.parse(values(), id, where, finding -> new DamagedData("Unknown kind of evidence.", finding));
    }
}
