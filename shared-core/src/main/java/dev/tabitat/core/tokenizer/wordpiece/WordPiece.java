package dev.tabitat.core.tokenizer.wordpiece;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.Arrays;

/**
 * BERT's algorithm: a word is the longest token of the vocabulary that it starts with, then the longest continuation of
 * what is left, and so on; a word that leaves a rest, or is too long, is the unknown token.
 *
 * <pre>
 * model = "WordPiece", unk_token, continuing_subword_prefix, max_input_chars_per_word, vocab
 * </pre>
 */
public final class WordPiece implements TokenModel {

    private static final int MAX_WORD = 1_000;

    private final Vocabulary vocabulary;
    private final int unknown;
    /** The node of the prefix of continuations, or -1 when there is none. */
    private final int continuation;
    private final int maxPointsPerWord;

    private WordPiece(Vocabulary vocabulary, int unknown, int continuation, int maxPointsPerWord) {
        this.vocabulary = vocabulary;
        this.unknown = unknown;
        this.continuation = continuation;
        this.maxPointsPerWord = maxPointsPerWord;
    }

    /**
     * @throws DamagedData when a field is missing, of the wrong type, or contradicts another
     * @throws Unsupported when words may be longer than this algorithm allows
     */
    public static WordPiece read(JsonPart model) {
        model.only("type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab");
        Vocabulary vocabulary = Vocabulary.read(model, "vocab");
        String prefix = model.string("continuing_subword_prefix");
        String unknownToken = model.string("unk_token");
        int unknown = vocabulary.find(unknownToken);
        if (unknown < 0) {
            throw model.damaged("unk_token", "a token of the vocabulary", JsonPart.shorten(unknownToken));
        }
        int maxWord = model.integer("max_input_chars_per_word", Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (maxWord < 1 || maxWord > MAX_WORD) {
            throw model.unsupported("max_input_chars_per_word", "1 to " + MAX_WORD, Integer.toString(maxWord));
        }
        return new WordPiece(vocabulary, unknown, vocabulary.walk(Vocabulary.ROOT, prefix), maxWord);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Cutter cutter(TokenSink sink) {
        return new Words(sink);
    }

    private final class Words implements Cutter {

        private final TokenSink sink;
        private int[] pieceIds = new int[16];
        private int[] pieceEnds = new int[16];

        Words(TokenSink sink) {
            this.sink = sink;
        }

        @Override
        public void cut(int[] points, int from, int to) {
            int pieces = to - from > maxPointsPerWord ? 0 : pieces(points, from, to);
            if (pieces == 0) {
                sink.token(unknown, from, to);
            }
            for (int i = 0, start = from; i < pieces; i++) {
                sink.token(pieceIds[i], start, pieceEnds[i]);
                start = pieceEnds[i];
            }
        }

        /** How many tokens the word has; 0 when it is unknown. */
        private int pieces(int[] points, int from, int to) {
            int pieces = 0;
            for (int start = from; start < to; pieces++) {
                int id = -1;
                int end = start;
                int node = start == from ? Vocabulary.ROOT : continuation;
                for (int i = start; i < to && node >= 0; i++) {
                    node = vocabulary.child(node, points[i]);
                    int found = vocabulary.idOf(node);
                    if (found >= 0) {
                        id = found;
                        end = i + 1;
                    }
                }
                if (id < 0) {
                    return 0;
                }
                if (pieces == pieceIds.length) {
                    pieceIds = Arrays.copyOf(pieceIds, 2 * pieces);
                    pieceEnds = Arrays.copyOf(pieceEnds, 2 * pieces);
                }
                pieceIds[pieces] = id;
                pieceEnds[pieces] = end;
                start = end;
            }
            return pieces;
        }
    }
}
