package dev.tabitat.core.escalation;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;

/**
 * What an endpoint answered, when its stream has ended.
 *
 * @param text the answer; a refusal's words where the model refused; may be empty
 * @param ending why the text ends where it does
 * @param isRefusal whether the model refused in a field of its own
 * @param insteadOfText what came in place of a text, in words; empty where a text came
 * @param tokens of the answer; -1 where the endpoint does not count them
 */
public record EndpointAnswer(String text, Ending ending, boolean isRefusal, String insteadOfText, long tokens) {

    /** Why an answer ends. */
    public enum Ending {
        /** The model was done. */
        COMPLETE("stop"),
        /** The server's limit of tokens was reached. */
        LENGTH("length"),
        /** The server's filter stopped it. */
        CONTENT_FILTER("content_filter");

        private final String id;

        Ending(String id) {
            this.id = id;
        }

        /** As OpenAI names it in {@code finish_reason}. */
        public String id() {
            return id;
        }
    }

    /** Whether the text stops before its end. */
    public boolean isCutShort() {
        return ending != Ending.COMPLETE;
    }

    /** Whether there is nothing to read in it. */
    public boolean isEmpty() {
        // Not String.isBlank, which misses line breaks once compiled for the tab.
        return text.trim().isEmpty();
    }

    /** What a reader of the text has to know, as a sentence; empty for nothing. */
    public String notice() {
        if (isRefusal) {
            return "The model refused to answer: these are the words of its refusal.";
        }
        return switch (ending) {
            case COMPLETE -> "";
            case LENGTH -> "The answer is cut short: the server's limit of tokens was reached.";
            case CONTENT_FILTER -> "The answer is cut short: the server's content filter stopped it.";
        };
    }

    /**
     * The same, when there is a text.
     *
     * @param where the endpoint's address, for the error
     * @throws Unavailable when no text came
     */
    public EndpointAnswer requireText(String where) {
        if (!isEmpty()) {
            return this;
        }
        String found = insteadOfText.isEmpty() ? "an answer without text" : insteadOfText;
        String remedy = switch (ending) {
            case LENGTH -> "Raise the server's limit of tokens for an answer, or ask something shorter.";
            case CONTENT_FILTER -> "Put the text in other words, or ask another endpoint.";
            case COMPLETE -> "Ask again, or ask a model that answers with text.";
        };
        throw new Unavailable("The endpoint answered without any text.", Finding.at(where).expected("a text")
                .found(isCutShort() ? found + " (finish_reason " + ending.id() + ")" : found).remedy(remedy));
    }
}
