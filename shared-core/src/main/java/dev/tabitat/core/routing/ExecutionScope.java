package dev.tabitat.core.routing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** Where a text is processed: in the tab, on the device or over a network. */
public enum ExecutionScope {
    /** It stays in this tab. */
    TAB("tab"),
    /** It leaves the tab for another program on this device. */
    DEVICE("device"),
    /** It leaves the device. */
    NETWORK("network");

    private final String id;

    ExecutionScope(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public static ExecutionScope parse(String id, String where) {
        for (ExecutionScope reach : values()) {
            if (reach.id.equals(id)) {
                return reach;
            }
        }
        throw new DamagedData("Unknown execution scope.",
                Finding.at(where).expected("tab, device or network").found(id));
    }
}
