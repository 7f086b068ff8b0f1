package dev.tabitat.core.generation;

/** Changes the logits of the next token before one is chosen: a grammar forbids tokens, for one. */
public interface LogitsProcessor {

    /** @param logits one for each token; negative infinity forbids it */
    void process(float[] logits);

    /** Takes the token that was chosen. */
    void accept(int token);

    /** Whether the text may end here, so that a token of the end is taken as one. */
    default boolean mayEnd() {
        return true;
    }
}
