package dev.tabitat.e2e.benchmark;

/** A page could not do what it was asked; the message is its own. The benchmark notes that and goes on. */
final class Unable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unable(String message) {
        super(message);
    }
}
