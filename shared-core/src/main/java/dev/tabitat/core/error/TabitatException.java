package dev.tabitat.core.error;

/**
 * A failure that a person can act on: what was expected, what was found, where, and what to do.
 *
 * <p>
 * The subclasses are the closed set of reasons; {@link #code()} is stable and goes to scripts.
 */
public abstract sealed class TabitatException extends RuntimeException
        permits Cancelled, DamagedData, Incompatible, InvalidInput, NeedsConsent, OutOfBudget, Refused, Unavailable,
        Unsupported {

    private final String code;
    private final Finding finding;

    TabitatException(String code, String message, Finding finding) {
        super(message);
        this.code = code;
        this.finding = finding;
    }

    /** The stable machine-readable reason, for example {@code damaged_data}. */
    public final String code() {
        return code;
    }

    /** Expected, found, where and remedy. */
    public final Finding finding() {
        return finding;
    }
}
