package dev.tabitat.core.tokenizer.pattern;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.text.CodePoints;

/** What a normalizer, a pre-tokenizer or a decoder looks for in a text. Immutable. */
public sealed interface TextPattern permits ContractionPattern, LiteralPattern, RunPattern {

    /**
     * Where the match that starts at {@code from} ends, or -1.
     *
     * @param to where the text ends, more than {@code from}
     */
    int matchEnd(int[] points, int from, int to);

    /**
     * Reads {@code {"String": text}} or {@code {"Regex": pattern}}.
     *
     * @throws Unsupported when the regular expression is not one of those that are known
     */
    static TextPattern read(JsonPart holder, String name) {
        JsonPart pattern = holder.part(name);
        pattern.only("String", "Regex");
        if (pattern.has("String")) {
            String text = pattern.string("String");
            if (text.isEmpty()) {
                throw pattern.unsupported("String", "at least one character", "none");
            }
            return new LiteralPattern(CodePoints.of(text));
        }
        String regex = pattern.string("Regex");
        TextPattern known = ContractionPattern.find(regex);
        if (known == null) {
            known = RunPattern.find(regex);
        }
        if (known == null) {
            throw pattern.unsupported("Regex",
                    "the pattern of GPT-2, Llama 3, Qwen2 or Qwen3.5, or runs of characters such as \\s+ or [\\n\\t]{2,}",
                    JsonPart.shorten(regex));
        }
        return known;
    }
}
