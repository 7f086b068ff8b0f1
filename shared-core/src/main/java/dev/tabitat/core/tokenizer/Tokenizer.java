package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.InvalidInput;

/** Cuts a text into the tokens of a vocabulary; {@link Tokenizers} reads one. Immutable. */
public sealed interface Tokenizer permits WordPiece {

    /**
     * The tokens of a text, linear in its length. An unpaired surrogate counts as U+FFFD.
     *
     * @param maxTokens at most this many come back, special ones included; what is over is cut from the end of the text
     * @throws InvalidInput when {@code maxTokens} does not hold the special tokens
     */
    Encoding encode(String text, int maxTokens);

    /** How many ids there are: 0 to this less 1. */
    int vocabularySize();

    /** The token as the vocabulary spells it. @throws InvalidInput when there is no such id */
    String token(int id);
}
