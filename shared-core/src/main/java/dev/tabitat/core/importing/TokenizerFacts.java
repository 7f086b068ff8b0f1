package dev.tabitat.core.importing;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a model's tokenizer before it is used.
 *
 * @param algorithm {@code WordPiece}, {@code BPE}, {@code Unigram} or {@code WordLevel}; empty when there is no
 * tokenizer, or its file does not say
 * @param ids how many ids it gives out: the largest and one; empty when its file was too large to count here
 * @param limit the longest text that it cuts to, in tokens
 * @param chatTemplate a Jinja template; empty when there is none
 * @param files that it consists of
 */
public record TokenizerFacts(
        String algorithm, OptionalLong ids, OptionalLong limit, Optional<String> chatTemplate, List<String> files) {

    /** No tokenizer. */
    static final TokenizerFacts NONE = new TokenizerFacts("", OptionalLong.empty(), OptionalLong.empty(),
            Optional.empty(), List.of());

    public TokenizerFacts {
        files = List.copyOf(files);
    }

    /** Whether there is one. */
    public boolean isPresent() {
        return !files.isEmpty();
    }
}
