package dev.tabitat.core.tokenizer;

/**
 * A text as the tokens that a model reads. The arrays have one value a token and are the caller's own.
 *
 * @param ids in the order of the text, with the special tokens around it
 * @param starts where each token's source begins in the text, in UTF-16 code units; 0 for a special token around the
 * text
 * @param ends where it ends; {@code text.substring(starts[i], ends[i])} is the source
 * @param untruncated how many tokens it would have been without a limit, special ones included
 */
public record Encoding(int[] ids, int[] starts, int[] ends, int untruncated) {

    public boolean truncated() {
        return untruncated > ids.length;
    }
}
