package dev.tabitat.core.tokenizer;

import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;

/** How many spaces each token of a vocabulary starts and ends with, for offsets that leave them out. */
final class TokenSpaces {

    private final short[] leading;
    private final short[] trailing;

    TokenSpaces(Vocabulary vocabulary) {
        leading = new short[vocabulary.size()];
        trailing = new short[vocabulary.size()];
        for (int id = 0; id < leading.length; id++) {
            if (vocabulary.nodeOf(id) < 0) {
                continue;
            }
            // All white space lies in the basic plane, so code units do.
            String token = vocabulary.token(id);
            int from = 0;
            while (from < token.length() && TokenBuffer.isSpace(token.charAt(from))) {
                from++;
            }
            int to = token.length();
            while (to > 0 && TokenBuffer.isSpace(token.charAt(to - 1))) {
                to--;
            }
            leading[id] = (short) from;
            trailing[id] = (short) (token.length() - to);
        }
    }

    int leading(int id) {
        return leading[id];
    }

    int trailing(int id) {
        return trailing[id];
    }
}
