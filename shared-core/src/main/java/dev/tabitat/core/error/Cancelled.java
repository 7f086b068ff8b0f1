package dev.tabitat.core.error;

/** The person or a script stopped it; nothing is half done. */
public final class Cancelled extends TabitatException {

    public Cancelled(String message, Finding finding) {
        super("cancelled", message, finding);
    }
}
