package dev.tabitat.core.generation;

import java.util.Optional;

/** Follows a generation while it runs, and may cancel it. */
public interface GenerationListener {

    /** One that does nothing. */
    GenerationListener NONE = new GenerationListener() {
    };

    /** Whether the caller wants no more; asked before every part of the prompt and before every token. */
    default boolean isCancelled() {
        return false;
    }

    /**
     * A part of the prompt is evaluated.
     *
     * @param done tokens so far, those reused from before included
     * @param total tokens of the prompt
     */
    default void onPrompt(int done, int total) {}

    /**
     * A token is chosen.
     *
     * @param text that is certain with it; it may be empty, and joined these are the whole text
     * @param scores where they are asked for
     */
    default void onToken(int token, String text, Optional<TokenScore.Choice> scores) {}

    /** Text that was held back and is certain now that nothing follows; not empty. */
    default void onRest(String text) {}
}
