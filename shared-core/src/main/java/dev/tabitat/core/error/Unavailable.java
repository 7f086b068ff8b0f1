package dev.tabitat.core.error;

/** Something outside the tab did not answer: the network, the host, a browser feature. */
public final class Unavailable extends TabitatException {

    public Unavailable(String message, Finding finding) {
        super("unavailable", message, finding);
    }
}
