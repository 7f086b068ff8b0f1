package dev.tabitat.core.state;

/**
 * Something to be done to an aggregate. What it needs from outside, such as bytes, a time or what the store's pieces
 * are, it was given before; it decides without waiting, and on the same state always alike.
 *
 * @param <S> the state
 * @param <R> what the caller is told
 */
@FunctionalInterface
public interface Command<S, R> {

    /** Pure: called again with a newer state when another tab was faster. */
    Decision<R> decide(S state);
}
