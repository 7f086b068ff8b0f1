package dev.tabitat.core.retrieval;

import java.util.List;

/**
 * What one word of a question is looked for as: the word itself, its other forms, and, where it stands nowhere, what it
 * may have been meant to be.
 *
 * @param label the word as it is shown
 * @param weight how much it counts among the question's words, above 0 to 1; function words count little
 * @param variants words of the index, different ones; empty where nothing like it stands anywhere
 */
public record TermGroup(String label, float weight, List<Variant> variants) {

    /** Of which weight on a word carries what was asked for. */
    private static final float CONTENT = 0.5f;

    /**
     * A word of the index that stands for a word of the question.
     *
     * @param weight how surely it does, above 0 to 1
     */
    public record Variant(String term, float weight) {}

    /** Whether it carries what is asked for, as function words do not. */
    public boolean isContent() {
        return weight >= CONTENT;
    }

    /** The same word, function word or not, counting as much as any other. */
    public TermGroup level() {
        return weight == 1 ? this : new TermGroup(label, 1, variants);
    }
}
