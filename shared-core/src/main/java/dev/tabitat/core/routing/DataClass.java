package dev.tabitat.core.routing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/** What kind of data a task touches. The private kinds never leave the device, whatever a contract allows. */
public enum DataClass {
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

    public String id() {
        return id;
    }

    /** Whether policy keeps it on the device. */
    public boolean isLocalOnly() {
        return this != GENERAL;
    }

    /** @throws InvalidInput when there is no such kind of data */
    public static DataClass parse(String id, String where) {
        for (DataClass one : values()) {
            if (one.id.equals(id)) {
                return one;
            }
        }
        throw new InvalidInput("There is no such kind of data.",
                Finding.at(where).expected(ids()).found(id.length() > 100 ? "a long text" : id));
    }

    public static List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (DataClass one : values()) {
            ids.add(one.id);
        }
        return ids;
    }
}
