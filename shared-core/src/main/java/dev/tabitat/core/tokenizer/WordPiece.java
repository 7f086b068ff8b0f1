package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;

/**
 * BERT's tokenizer: a word is the longest token of the vocabulary that it starts with, then the longest continuation of
 * what is left, and so on; a word that leaves a rest, or is too long, is the unknown token.
 *
 * <p>
 * Ids and offsets are those of Hugging Face's tokenizers.
 */
final class WordPiece implements Tokenizer {

    private final BertNormalizer normalizer;
    private final AddedTokens added;
    private final WordPieceVocabulary vocabulary;
    private final String[] beyondVocabulary;
    private final int unknown;
    private final int maxPointsPerWord;
    private final int[] before;
    private final int[] after;

    /**
     * @param beyondVocabulary added tokens whose ids follow those of the vocabulary
     * @param before ids that go before every text
     * @param after ids that go after it
     */
    WordPiece(BertNormalizer normalizer, AddedTokens added, WordPieceVocabulary vocabulary, String[] beyondVocabulary,
            int unknown,
            int maxPointsPerWord, int[] before, int[] after) {
        this.normalizer = normalizer;
        this.added = added;
        this.vocabulary = vocabulary;
        this.beyondVocabulary = beyondVocabulary;
        this.unknown = unknown;
        this.maxPointsPerWord = maxPointsPerWord;
        this.before = before;
        this.after = after;
    }

    @Override
    public Encoding encode(String text, int maxTokens) {
        int around = before.length + after.length;
        if (maxTokens < around) {
            throw new InvalidInput("The limit leaves no room for the special tokens.",
                    Finding.at("maxTokens").expected("at least " + around).found(Integer.toString(maxTokens)));
        }
        String paired = Utf8.replaceUnpairedSurrogates(text);
        Sink sink = new Sink(paired, maxTokens - around);
        BertNormalizer.Splitter splitter = normalizer.splitter(2 * maxPointsPerWord, sink);
        for (int at = 0; at < paired.length();) {
            int next = added.next(paired, at);
            splitter.split(paired, at, next);
            at = next;
            if (next < paired.length()) {
                AddedTokens.Added token = added.at(paired, next);
                at = next + token.content().length();
                sink.put(token.id(), next, at);
            }
        }
        return sink.encoding();
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size() + beyondVocabulary.length;
    }

    @Override
    public String token(int id) {
        if (id < 0 || id >= vocabularySize()) {
            throw new InvalidInput("There is no such token.",
                    Finding.at("id").expected("0 to " + (vocabularySize() - 1)).found(Integer.toString(id)));
        }
        return id < vocabulary.size() ? vocabulary.token(id) : beyondVocabulary[id - vocabulary.size()];
    }

    /** Gathers the tokens of one text: keeps those within the limit, counts all. */
    private final class Sink implements BertNormalizer.Words {

        private final String text;
        private final int limit;
        private final WordPieceVocabulary.Finder finder = vocabulary.finder(2 * maxPointsPerWord);
        private final int[] wordIds = new int[2 * maxPointsPerWord];
        private final int[] wordEnds = new int[2 * maxPointsPerWord];
        private int[] ids = new int[64];
        private int[] starts = new int[64];
        private int[] ends = new int[64];
        private int count;

        Sink(String text, int limit) {
            this.text = text;
            this.limit = limit;
        }

        @Override
        public void word(char[] units, int[] sources, int length) {
            int pieces = tooLong(units, length) ? 0 : pieces(units, length);
            if (pieces == 0) {
                put(unknown, sources[0], end(sources[length - 1]));
            }
            for (int i = 0, from = 0; i < pieces; i++) {
                put(wordIds[i], sources[from], end(sources[wordEnds[i] - 1]));
                from = wordEnds[i];
            }
        }

        @Override
        public void longWord(int firstSource, int lastSource) {
            put(unknown, firstSource, end(lastSource));
        }

        private boolean tooLong(char[] units, int length) {
            return length > maxPointsPerWord && Character.codePointCount(units, 0, length) > maxPointsPerWord;
        }

        /** How many tokens the word has; 0 when it is unknown. */
        private int pieces(char[] units, int length) {
            finder.start(units, length);
            int pieces = 0;
            for (int from = 0; from < length; pieces++) {
                long found = finder.longest(from, length);
                if (found < 0) {
                    return 0;
                }
                from = (int) (found >>> 32);
                wordIds[pieces] = (int) found;
                wordEnds[pieces] = from;
            }
            return pieces;
        }

        private int end(int source) {
            return source + (Character.isHighSurrogate(text.charAt(source)) ? 2 : 1);
        }

        void put(int id, int start, int end) {
            if (count < limit) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, 2 * count);
                    starts = Arrays.copyOf(starts, 2 * count);
                    ends = Arrays.copyOf(ends, 2 * count);
                }
                ids[count] = id;
                starts[count] = start;
                ends[count] = end;
            }
            count++;
        }

        Encoding encoding() {
            int kept = Math.min(count, limit);
            int[] allIds = around(ids, kept);
            System.arraycopy(before, 0, allIds, 0, before.length);
            System.arraycopy(after, 0, allIds, before.length + kept, after.length);
            return new Encoding(allIds, around(starts, kept), around(ends, kept), before.length + count + after.length);
        }

        private int[] around(int[] values, int kept) {
            int[] all = new int[before.length + kept + after.length];
            System.arraycopy(values, 0, all, before.length, kept);
            return all;
        }
    }
}
