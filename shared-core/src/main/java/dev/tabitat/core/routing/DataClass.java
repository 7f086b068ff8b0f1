package dev.tabitat.core.routing;

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
}
