package dev.tabitat.core.device;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;

/** How a fact about the device was obtained. */
public enum FactSource implements Identified {
    /** The browser says so. */
    REPORTED("reported"),
    /** Tried here: it worked or it did not. */
    TESTED("tested"),
    /** Timed here, several times. */
    MEASURED("measured"),
    /** The browser cannot or will not say. */
    UNAVAILABLE("unavailable");

    private final String id;

    FactSource(String id) {
        this.id = id;
    }

    /** The word in JSON. */
    @Override
    public String id() {
        return id;
    }

    static FactSource parse(String id, String where) {
        return Ids.parse(values(), id, where,
                finding -> new DamagedData("A fact must say how it was obtained.", finding));
    }
}
