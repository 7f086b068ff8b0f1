package dev.tabitat.core.runtime;

import java.util.List;

/**
 * What an encoder made of texts.
 *
 * @param width numbers of one embedding
 * @param values one row a text, in the order of the texts
 * @param tokens that were read, special ones included
 * @param notices what was mended in the texts or cut from them
 */
public record Embeddings(int width, float[] values, long tokens, List<String> notices) {

    public Embeddings {
        notices = List.copyOf(notices);
    }

    /** How many texts there were. */
    public int count() {
        return values.length / width;
    }
}
