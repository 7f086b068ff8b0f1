package dev.tabitat.core.documents;

import java.util.List;

/**
 * What a document says, as one text.
 *
 * @param title as the document gives it, else its first heading; empty when it has neither
 * @param text UTF-16 code units without unpaired surrogates; blocks are parted by one or two line feeds; no other
 * control characters but tabs
 * @param blocks its structure in reading order; they do not overlap, none is empty, and together they hold every letter
 * of the text
 * @param places where stretches of the text stand in the original, in ascending order; they do not overlap
 * @param notices what a reader could not take in or had to guess, each a sentence for a person
 */
public record DocumentText(String title, String text, List<Block> blocks, List<Place> places, List<String> notices) {

    public DocumentText {
        blocks = List.copyOf(blocks);
        places = List.copyOf(places);
        notices = List.copyOf(notices);
    }
}
