package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;

/** Cuts a text into the tokens of a vocabulary, and back; {@link Tokenizers} reads one. Immutable. */
public sealed interface Tokenizer permits TokenizerPipeline {

    /**
     * The tokens of a text, in time near its length. An unpaired surrogate counts as U+FFFD.
     *
     * @param maxTokens at most this many come back, special ones included; what is over is cut from the end of the text
     * @throws InvalidInput when {@code maxTokens} does not hold the special tokens
     */
    Encoding encode(String text, int maxTokens);

    /**
     * The tokens of two texts that a model reads together.
     *
     * @throws InvalidInput when {@code maxTokens} does not hold the special tokens, or would leave nothing of the text
     * that alone is cut
     * @throws Unsupported when the tokenizer has no template for pairs
     */
    Encoding encodePair(String first, String second, int maxTokens, Truncation truncation);

    /** One more than the highest id. */
    int vocabularySize();

    /** The token as the vocabulary spells it. @throws InvalidInput when there is no such id */
    String token(int id);

    /**
     * The text of tokens.
     *
     * @throws InvalidInput when there is no such id
     * @throws Unsupported when the tokenizer's decoder is not known
     */
    String decode(int[] ids, SpecialTokens specialTokens);

    /** Decodes tokens as they come. */
    StreamingDecoder streamingDecoder(SpecialTokens specialTokens);
}
