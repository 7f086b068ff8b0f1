package dev.tabitat.core.routing;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import java.util.List;

/** What kind of data a task touches. The private kinds never leave the device, whatever a contract allows. */
public enum DataClass implements Identified {
    GENERAL("general"),
    CLIENT("client"),
    PATIENT("patient"),
    STUDENT("student"),
    VOICE("voice"),
    BIOMETRIC("biometric"),
    CODE("code"),
    TRADE_SECRET("trade_secret");

    private final String id;

    DataClass(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** Whether policy keeps it on the device. */
    public boolean isLocalOnly() {
        return this != GENERAL;
    }

    /** @throws InvalidInput when there is no such kind of data */
    public static DataClass parse(String id, String where) {
        return Ids.parse(values(), id, where, finding -> new InvalidInput("There is no such kind of data.", finding));
    }

    public static List<String> ids() {
        return Ids.of(values());
    }
}
