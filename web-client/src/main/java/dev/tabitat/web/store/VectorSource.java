package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;

/**
 * What vectors of passages were made by: only vectors of one source can be compared.
 *
 * @param encoder the package of the encoder
 * @param layout what of a passage was embedded: 1 its headings and text, 2 the document's title, its headings and text
 */
public record VectorSource(Digest encoder, int layout) {

    /** What is embedded today. */
    public static final int LAYOUT = 2;
    private static final int LETTERS = 12;

    /** The layout before there were several: its records do not name it. */
    private static final int FIRST_LAYOUT = 1;

    /** Whether its vectors are made as today. */
    public boolean isCurrent() {
        return layout == LAYOUT;
    }

    /** Under which its records lie, by a document. */
    String folder() {
        return encoder.hex().substring(0, LETTERS) + (layout == FIRST_LAYOUT ? "" : "." + layout) + "/";
    }
}
