package dev.tabitat.core.contract;

import java.util.function.Consumer;

/** What one concept promises, as a test that runs on every platform. */
public interface Contract {

    /** A short sentence, unique among the contracts that run together. */
    String name();

    /** Checks the promise; whatever it throws is a failure. */
    void run(Check check);

    static Contract of(String name, Consumer<Check> body) {
        return new Contract() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void run(Check check) {
                body.accept(check);
            }
        };
    }
}
