package dev.tabitat.core.tokenizer;

/**
 * A text, or a pair of texts, as the tokens that a model reads. The arrays have one value a token and are the caller's
 * own.
 *
 * @param ids in the order of the text, with the special tokens around it
 * @param starts where each token's source begins in its text, in UTF-16 code units; 0 for a special token around the
 * text
 * @param ends where it ends; {@code text.substring(starts[i], ends[i])} is the source
 * @param typeIds which segment each token belongs to, for a model that tells them apart: 0 or 1 as a rule
 * @param sequences which text each token is of: 0 the first, 1 the second, -1 a special token around them
 * @param untruncated how many tokens it would have been without a limit, special ones included
 */
public record Encoding(int[] ids, int[] starts, int[] ends, int[] typeIds, int[] sequences, int untruncated) {

    public boolean truncated() {
        return untruncated > ids.length;
    }
}
