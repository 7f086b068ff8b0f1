package dev.tabitat.core.error;

/** A policy or a permission says no. */
public final class Refused extends TabitatException {

    public Refused(String message, Finding finding) {
        super("refused", message, finding);
    }
}
