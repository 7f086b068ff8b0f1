package dev.tabitat.core.tokenizer.gguf;

import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.List;

/** Finds special tokens in a text before it is cut; where several start, the longest is it. */
final class SpecialFinder {

    private final Vocabulary tokens;
    private final boolean[] dropsSpace;

    /**
     * @param tokens by id; the empty ones are none
     * @param dropsSpace by id, whether white space behind a token goes
     */
    SpecialFinder(JsonPart holder, List<String> tokens, boolean[] dropsSpace) {
        this.tokens = Vocabulary.ofSome(holder, "tokens", tokens);
        this.dropsSpace = dropsSpace;
    }

    /** Takes what a text is made of, in order. */
    interface Parts {

        /** A part without special tokens, not empty. */
        void text(int from, int to);

        void token(int id);
    }

    /** Linear in the text, times the length of the longest token. */
    void find(int[] points, Parts parts) {
        int done = 0;
        int at = 0;
        while (at < points.length) {
            int id = -1;
            int end = at;
            int node = Vocabulary.ROOT;
            for (int i = at; i < points.length; i++) {
                node = tokens.child(node, points[i]);
                if (node < 0) {
                    break;
                }
                if (tokens.idOf(node) >= 0) {
                    id = tokens.idOf(node);
                    end = i + 1;
                }
            }
            if (id < 0) {
                at++;
                continue;
            }
            if (done < at) {
                parts.text(done, at);
            }
            parts.token(id);
            while (dropsSpace[id] && end < points.length && CharacterProperties.isSpace(points[end])) {
                end++;
            }
            at = end;
            done = end;
        }
        if (done < points.length) {
            parts.text(done, points.length);
        }
    }
}
