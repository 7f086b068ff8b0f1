package dev.tabitat.core.device;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** How a fact about the device was obtained. */
public enum How {
    /** The browser says so. */
    REPORTED("reported"),
    /** Tried here: it worked or it did not. */
    TESTED("tested"),
    /** Timed here, several times. */
    MEASURED("measured"),
    /** The browser cannot or will not say. */
    UNAVAILABLE("unavailable");

    private final String id;

    How(String id) {
        this.id = id;
    }

    /** The word in JSON. */
    public String id() {
        return id;
    }

    static How parse(String id, String where) {
        for (How how : values()) {
            if (how.id.equals(id)) {
                return how;
            }
        }
        throw new DamagedData("A fact must say how it was obtained.", Finding.at(where)
                .expected("reported, tested, measured or unavailable").found(id));
    }
}
