package dev.tabitat.core.tokenizer;

/**
 * The tokens of WordPiece: an open-addressing table that finds a slice of a word, behind the prefix of a continuation
 * or not, without making a string of it.
 */
final class WordPieceVocabulary {

    private static final int FACTOR = 0x01000193;

    private final String[] tokens;
    private final String prefix;
    private final int prefixHash;
    private final int[] hashes;
    private final int[] slots;
    private final int longest;

    /** @param tokens by id, no two alike, at least one */
    WordPieceVocabulary(String[] tokens, String continuationPrefix) {
        this.tokens = tokens;
        prefix = continuationPrefix;
        prefixHash = hash(continuationPrefix);
        hashes = new int[tokens.length];
        int capacity = 4;
        while (capacity < 2 * tokens.length) {
            capacity *= 2;
        }
        slots = new int[capacity];
        int most = 0;
        for (int id = 0; id < tokens.length; id++) {
            most = Math.max(most, tokens[id].length());
            hashes[id] = hash(tokens[id]);
            int slot = slot(hashes[id]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = id + 1;
        }
        longest = most;
    }

    int size() {
        return tokens.length;
    }

    String token(int id) {
        return tokens[id];
    }

    /** The id, or -1. */
    int find(String token) {
        char[] units = token.toCharArray();
        return find(units, 0, units.length, hash(token), 0);
    }

    /** The finder of one text, with its own scratch. */
    Finder finder(int maxUnits) {
        return new Finder(maxUnits);
    }

    private int find(char[] units, int from, int to, int hash, int prefixLength) {
        int slot = slot(hash);
        for (; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && matches(tokens[id], units, from, to, prefixLength)) {
                return id;
            }
        }
        return -1;
    }

    private boolean matches(String token, char[] units, int from, int to, int prefixLength) {
        if (token.length() != prefixLength + to - from || prefixLength > 0 && !token.startsWith(prefix)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (token.charAt(prefixLength + i - from) != units[i]) {
                return false;
            }
        }
        return true;
    }

    private int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & slots.length - 1;
    }

    private static int hash(String token) {
        int hash = 0;
        for (int i = 0; i < token.length(); i++) {
            hash = hash * FACTOR + token.charAt(i);
        }
        return hash;
    }

    /**
     * Finds the longest token at each place of a word; the hash of any slice is the difference of two hashes from the
     * word's start.
     */
    final class Finder {

        private final int[] fromStart;
        private final int[] powers;
        private char[] word;

        Finder(int maxUnits) {
            fromStart = new int[maxUnits + 1];
            powers = new int[maxUnits + 1];
            powers[0] = 1;
            for (int i = 1; i <= maxUnits; i++) {
                powers[i] = powers[i - 1] * FACTOR;
            }
        }

        void start(char[] units, int length) {
            word = units;
            for (int i = 0; i < length; i++) {
                fromStart[i + 1] = fromStart[i] * FACTOR + units[i];
            }
        }

        /**
         * The longest token that starts at {@code from} and ends at {@code length} or before, never inside a surrogate
         * pair.
         *
         * @return its end and id, as {@code end << 32 | id}, or -1
         */
        long longest(int from, int length) {
            int prefixLength = from == 0 ? 0 : prefix.length();
            for (int end = Math.min(length, from + longest - prefixLength); end > from; end--) {
                if (end < length && Character.isLowSurrogate(word[end])) {
                    continue;
                }
                int units = end - from;
                int hash = fromStart[end] - fromStart[from] * powers[units]
                        + (from == 0 ? 0 : prefixHash * powers[units]);
                int id = find(word, from, end, hash, prefixLength);
                if (id >= 0) {
                    return (long) end << 32 | id;
                }
            }
            return -1;
        }
    }
}
