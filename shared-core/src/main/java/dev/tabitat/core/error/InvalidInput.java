package dev.tabitat.core.error;

/** What was handed over cannot be worked on: an empty text, an unknown name, a wrong type. */
public final class InvalidInput extends TabitatException {

    public InvalidInput(String message, Finding finding) {
        super("invalid_input", message, finding);
    }
}
