package dev.tabitat.core.generation;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

/** What every backend's {@link DecoderSequence} checks before it does what it is asked. */
public final class SequenceChecks {

    private SequenceChecks() {}

    /**
     * Tokens to evaluate: {@code from} to {@code to}, exclusive, of those given.
     *
     * @param room how many more tokens the sequence may have
     * @param vocabulary one more than the greatest token
     * @throws InvalidInput when there are none, too many, or one that is in no vocabulary
     */
    public static void requireTokens(int[] given, int from, int to, int room, int vocabulary) {
        if (from < 0 || to > given.length || from >= to) {
            throw new InvalidInput("There are no tokens to evaluate.",
                    Finding.at("tokens").expected("a part of " + given.length + " tokens").found(from + " to " + to));
        }
        if (to - from > room) {
            throw new InvalidInput("The context is full.",
                    Finding.at("tokens").expected("at most " + room + " more").found(to - from));
        }
        for (int i = from; i < to; i++) {
            if (given[i] < 0 || given[i] >= vocabulary) {
                throw new InvalidInput("There is no such token.",
                        Finding.at("token " + i).expected("0 to " + (vocabulary - 1)).found(given[i]));
            }
        }
    }

    /**
     * A place for logits.
     *
     * @param hasLast whether a token was evaluated since the start or the last cut
     * @throws InvalidInput when there are no logits, or they do not fit
     */
    public static void requireLogits(boolean hasLast, float[] into, int vocabulary) {
        if (!hasLast) {
            throw new InvalidInput("There are no logits.", Finding.at("sequence").expected("an evaluated token")
                    .found("none since the start or the last cut"));
        }
        if (into.length != vocabulary) {
            throw new InvalidInput("The logits do not fit.",
                    Finding.at("logits").expected(vocabulary).found(into.length));
        }
    }

    /** @throws InvalidInput when a sequence of so many tokens cannot be cut to that length */
    public static void requireLength(int length, int position) {
        if (length < 0 || length > position) {
            throw new InvalidInput("The sequence is shorter.",
                    Finding.at("length").expected("0 to " + position).found(length));
        }
    }
}
