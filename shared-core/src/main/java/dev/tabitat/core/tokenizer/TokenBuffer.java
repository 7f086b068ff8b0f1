package dev.tabitat.core.tokenizer;

import dev.tabitat.core.tokenizer.normalizer.ByteAlphabet;
import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import java.util.Arrays;

/** The tokens of one text: keeps those within a limit, counts all. */
final class TokenBuffer implements TokenModel.TokenSink {

    private final int limit;
    private NormalizedText source;
    private int[] ids = new int[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    /** For an added token, how many spaces it takes at its start and its end; -1 for a token of the model. */
    private int[] leading = new int[64];
    private int[] trailing = new int[64];
    private int count;

    TokenBuffer(int limit) {
        this.limit = limit;
    }

    /** Tokens that follow are of this text. */
    void source(NormalizedText text) {
        source = text;
    }

    @Override
    public void token(int id, int from, int to) {
        if (count < limit) {
            put(id, from, to);
            leading[count] = -1;
        }
        count++;
    }

    /** An added token; it may take no character. */
    void added(int id, int from, int to) {
        if (count < limit) {
            put(id, from, to);
            int at = from;
            while (at < to && isSpace(source.point(at))) {
                at++;
            }
            leading[count] = at - from;
            at = to;
            while (at > from && isSpace(source.point(at - 1))) {
                at--;
            }
            trailing[count] = to - at;
        }
        count++;
    }

    /** White space as offsets leave it out: also as GPT-2's alphabet writes it. */
    static boolean isSpace(int point) {
        return point == ByteAlphabet.SPACE || CharacterProperties.isSpace(point);
    }

    private void put(int id, int from, int to) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            leading = Arrays.copyOf(leading, 2 * count);
            trailing = Arrays.copyOf(trailing, 2 * count);
        }
        ids[count] = id;
        starts[count] = source.start(from);
        ends[count] = source.end(to - 1);
    }

    /** How many tokens the text has. */
    int count() {
        return count;
    }

    int id(int token) {
        return ids[token];
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    /**
     * Leaves out of the offsets of the first tokens the white space that they start and end with.
     *
     * @param spaces how many spaces each token of the model starts and ends with
     * @param leavesOne whether a single space at the start of the text stays: it was put there
     */
    void trim(int kept, String text, TokenSpaces spaces, boolean leavesOne) {
        for (int i = 0; i < kept; i++) {
            boolean isAdded = leading[i] >= 0;
            int before = isAdded ? leading[i] : spaces.leading(ids[i]);
            int after = isAdded ? trailing[i] : spaces.trailing(ids[i]);
            if (before == 1 && leavesOne && (i == 0 || starts[i] == 0)) {
                before = 0;
            }
            for (; before > 0 && starts[i] < ends[i]; before--) {
                starts[i] += Character.isHighSurrogate(text.charAt(starts[i])) ? 2 : 1;
            }
            starts[i] = Math.min(starts[i], ends[i]);
            trimEnd(i, text, after);
        }
    }

    private void trimEnd(int token, String text, int spaces) {
        int end = ends[token];
        for (int left = spaces; left > 0; left--) {
            // As the original has it, nothing goes when there are not as many characters before the end.
            if (end == 0) {
                return;
            }
            end -= Character.isLowSurrogate(text.charAt(end - 1)) ? 2 : 1;
        }
        ends[token] = Math.max(end, starts[token]);
    }
}
