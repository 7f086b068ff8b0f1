package dev.tabitat.core.model.head;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.Arrays;

/**
 * Two texts as one sequence, such as {@code [CLS] A [SEP] B [SEP]} or {@code <s> A </s></s> B </s>}.
 *
 * @param before ids before the first text
 * @param between ids between the texts, of the first one's type
 * @param after ids after the second
 */
public record PairTemplate(int[] before, int[] between, int[] after) {

    /** What gives way when both are too long. */
    public enum Truncation {
        /** Tokens of the longer text, then of both alike. */
        LONGEST_FIRST,
        /** The first text alone: the premise of a hypothesis. */
        FIRST_ONLY,
        /** The second text alone: the context of a question. */
        SECOND_ONLY
    }

    /**
     * A pair as the graph reads it.
     *
     * @param ids of the whole sequence
     * @param types 0 up to the second text, 1 from there on
     * @param firstTokens how many tokens of the first text are left, from its beginning
     * @param secondTokens the same of the second
     * @param secondAt the place of the second text's first token
     * @param truncated whether a token was cut
     */
    public record Pair(int[] ids, int[] types, int firstTokens, int secondTokens, int secondAt, boolean truncated) {}

    /** BERT's: one separator between the texts, of the first one's type. */
    public static PairTemplate bert(int cls, int sep) {
        return new PairTemplate(new int[]{cls}, new int[]{sep}, new int[]{sep});
    }

    /** RoBERTa's: two separators between the texts. */
    public static PairTemplate roberta(int begin, int end) {
        return new PairTemplate(new int[]{begin}, new int[]{end, end}, new int[]{end});
    }

    /**
     * @param first ids of the first text, without special tokens
     * @param second ids of the second
     * @param maxTokens of the whole, special tokens included; they always stay
     * @throws InvalidInput when the text that gives way is not long enough
     */
    public Pair encode(int[] first, int[] second, int maxTokens, Truncation truncation) {
        int special = before.length + between.length + after.length;
        int room = maxTokens - special;
        int over = first.length + second.length - room;
        int a = first.length;
        int b = second.length;
        if (over > 0 && truncation == Truncation.FIRST_ONLY) {
            a -= over;
        } else if (over > 0 && truncation == Truncation.SECOND_ONLY) {
            b -= over;
        } else if (over > 0) {
            int shorter = Math.min(Math.min(a, b), room / 2);
            a = first.length > second.length ? room - shorter : shorter;
            b = room - a;
        }
        if (a < 0 || b < 0 || room < 0) {
            throw new InvalidInput("A pair of texts is too long for this model.", Finding.at("pair")
                    .expected("at most " + Math.max(0, room) + " tokens").found(first.length + second.length)
                    .remedy("Shorten the text that is not cut."));
        }
        return write(Arrays.copyOf(first, a), Arrays.copyOf(second, b), over > 0);
    }

    private Pair write(int[] first, int[] second, boolean truncated) {
        int secondAt = before.length + first.length + between.length;
        int[] ids = new int[secondAt + second.length + after.length];
        int at = put(ids, 0, before);
        at = put(ids, at, first);
        at = put(ids, at, between);
        at = put(ids, at, second);
        put(ids, at, after);
        int[] types = new int[ids.length];
        Arrays.fill(types, secondAt, types.length, 1);
        return new Pair(ids, types, first.length, second.length, secondAt, truncated);
    }

    private static int put(int[] ids, int at, int... part) {
        System.arraycopy(part, 0, ids, at, part.length);
        return at + part.length;
    }
}
