package dev.tabitat.core.device;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/** Refuses members that the format does not have. */
final class UnknownMembers {

    private UnknownMembers() {
    }

    static void requireOnly(JsonObject json, List<String> known, String where) {
        for (String name : json.names()) {
            if (!known.contains(name)) {
                throw new DamagedData("The device profile has a member that this format does not have.",
                        Finding.at(where).expected(known).found(name));
            }
        }
    }
}
