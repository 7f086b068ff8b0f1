package dev.tabitat.core.json;

/** {@code true} or {@code false}. */
public enum JsonBool implements Json {
    FALSE(false),
    TRUE(true);

    private final boolean value;

    JsonBool(boolean value) {
        this.value = value;
    }

    public boolean value() {
        return value;
    }

    public static JsonBool of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
