package dev.tabitat.core.retrieval;

import java.util.ArrayList;
import java.util.List;

/** The sentences of a passage, each of which may answer by itself. */
public final class PassageSentences {

    private static final int MOST = 12;
    private static final int SHORTEST = 3;

    private PassageSentences() {}

    /** A sentence, without the white space around it, by UTF-16 code units of the document's text. */
    public record Sentence(int start, int end) {}

    /** In order, a dozen at most; a paragraph's end ends a sentence too. Those without a word are left out. */
    public static List<Sentence> of(String text, Passage passage) {
        List<Sentence> sentences = new ArrayList<>();
        int at = passage.start();
        while (at < passage.end() && sentences.size() < MOST) {
            int end = Sentences.end(text, at, passage.end());
            int paragraph = text.indexOf("\n\n", at);
            end = paragraph >= at && paragraph < end ? paragraph : end;
            int last = end;
            while (last > at && Character.isWhitespace(text.charAt(last - 1))) {
                last--;
            }
            if (last - at >= SHORTEST) {
                sentences.add(new Sentence(at, last));
            }
            at = Math.max(end, at + 1);
            while (at < passage.end() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        return sentences;
    }
}
