package dev.tabitat.core.error;

/**
 * The facts of a failure, each a short phrase; an unknown one is the empty string, never null.
 *
 * @param expected what should have been there, with units
 * @param found what was there instead
 * @param where file, offset, field, tensor or step
 * @param remedy what the person can do now
 */
public record Finding(String expected, String found, String where, String remedy) {

    /** A failure with nothing more to tell than its message. */
    public static final Finding NONE = new Finding("", "", "", "");

    public static Finding at(String where) {
        return new Finding("", "", where, "");
    }

    public Finding expected(Object value) {
        return new Finding(String.valueOf(value), found, where, remedy);
    }

    public Finding found(Object value) {
        return new Finding(expected, String.valueOf(value), where, remedy);
    }

    public Finding remedy(String value) {
        return new Finding(expected, found, where, value);
    }
}
