package dev.tabitat.core.routing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;

/** Where a text is processed: in the tab, on the device or over a network. */
public enum ExecutionScope implements Identified {
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

    @Override
    public String id() {
        return id;
    }

    public static ExecutionScope parse(String id, String where) {
        return Ids.parse(values(), id, where, finding -> new DamagedData("Unknown execution scope.", finding));
    }
}
