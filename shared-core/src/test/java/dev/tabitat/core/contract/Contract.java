package dev.tabitat.core.contract;

/** What one concept promises, as a test that runs on every platform. */
public interface Contract {

    /** A short sentence, unique among the contracts that run together. */
    String name();

    /** Checks the promise; whatever it throws is a failure. */
    void run(Check check);
}
