package dev.tabitat.core.error;

/** There is not enough memory, storage or time for what was asked. */
public final class OutOfBudget extends TabitatException {

    public OutOfBudget(String message, Finding finding) {
        super("out_of_budget", message, finding);
    }
}
