package dev.tabitat.core.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tokens that are looked for in a text as it is, before any cleaning; where several start, the longest is it. */
final class AddedTokens {

    /** One of them. */
    record Added(String content, int id) {}

    private final List<Added> longestFirst;
    private final boolean[] starts = new boolean[256];

    AddedTokens(List<Added> tokens) {
        longestFirst = new ArrayList<>(tokens);
        longestFirst.sort(Comparator.comparingInt((Added token) -> token.content().length()).reversed());
        for (Added token : longestFirst) {
            starts[token.content().charAt(0) & 255] = true;
        }
    }

    /** Where the first one starts, at {@code from} or later; the text's length when there is none. */
    int next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (starts[text.charAt(i) & 255] && at(text, i) != null) {
                return i;
            }
        }
        return text.length();
    }

    /** The one that starts here, or null. */
    Added at(String text, int i) {
        for (Added token : longestFirst) {
            if (text.startsWith(token.content(), i)) {
                return token;
            }
        }
        return null;
    }
}
