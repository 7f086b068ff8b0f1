package dev.tabitat.core.adapter;

import dev.tabitat.core.json.JsonObject;

/**
 * Why an adapter does not belong to a base.
 *
 * @param expected what the adapter was made for
 * @param found what the base is
 */
public record Refusal(Code code, String expected, String found) {

    /** What differs. */
    public enum Code {
        /** Another manifest: another model, or another version of it. */
        OTHER_BASE("other_base", "It was made for another base, or for another version of this one."),
        /** Names, types or shapes of tensors differ. */
        OTHER_LAYOUT("other_layout",
                "The base's tensors have other names, types or shapes than those it was made for."),
        /** The base reads texts as other tokens. */
        OTHER_TOKENIZER("other_tokenizer", "The base reads texts in other pieces than those it was made for."),
        /** The base does not say what must be compared. */
        UNKNOWN_BASE("unknown_base", "The base does not say what its tensors or its tokenizer are.");

        private final String id;
        private final String words;

        Code(String id, String words) {
            this.id = id;
            this.words = words;
        }

        public String id() {
            return id;
        }
    }

    /** A sentence for people. */
    public String words() {
        return code.words;
    }

    /** {@code {code, reason, expected, found}}. */
    public JsonObject toJson() {
        return JsonObject.of("code", code.id(), "reason", words(), "expected", expected, "found", found);
    }
}
