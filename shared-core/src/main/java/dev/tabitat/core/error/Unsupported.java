package dev.tabitat.core.error;

/** Sound, but unknown to this version: a newer format, an unknown media type or operator. */
public final class Unsupported extends TabitatException {

    public Unsupported(String message, Finding finding) {
        super("unsupported", message, finding);
    }
}
