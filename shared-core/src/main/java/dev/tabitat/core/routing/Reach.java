package dev.tabitat.core.routing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** How far a text goes to be answered. */
public enum Reach {
    /** It stays in this tab. */
    TAB("tab"),
    /** It leaves the tab for another program on this device. */
    DEVICE("device"),
    /** It leaves the device. */
    NETWORK("network");

    private final String id;

    Reach(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public static Reach parse(String id, String where) {
        for (Reach reach : values()) {
            if (reach.id.equals(id)) {
                return reach;
            }
        }
        throw new DamagedData("Nobody knows how far this reaches.", Finding.at(where).expected("tab, device or network").found(id));
    }
}
