package dev.tabitat.core.tokenizer.unigram;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.vocabulary.ByteTokens;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;

/**
 * SentencePiece's algorithm: of all ways to cut a piece, the one whose tokens' scores, logarithms of probabilities, sum
 * to the most (Viterbi). A character without a token is unknown, 10 less than the lowest score; unknown ones in a row
 * are one token.
 *
 * <pre>
 * model = "Unigram", unk_id or null, vocab: [token, score]*, byte_fallback or nothing for false
 * </pre>
 */
public final class Unigram implements TokenModel {

    private static final double UNKNOWN_PENALTY = 10;

    private final Vocabulary vocabulary;
    private final double[] scores;
    private final double unknownScore;
    private final int unknown;
    /** Ids of the bytes; empty when unknown characters are not written in bytes. */
    private final ByteTokens bytes;

    private Unigram(Vocabulary vocabulary, double[] scores, double unknownScore, int unknown, ByteTokens bytes) {
        this.vocabulary = vocabulary;
        this.scores = scores;
        this.unknownScore = unknownScore;
        this.unknown = unknown;
        this.bytes = bytes;
    }

    /** @throws DamagedData when a field is missing, of the wrong type, or contradicts another */
    public static Unigram read(JsonPart model) {
        model.only("type", "unk_id", "vocab", "byte_fallback");
        Vocabulary vocabulary = Vocabulary.readList(model, "vocab");
        JsonArray list = model.array("vocab");
        double[] scores = new double[vocabulary.size()];
        double lowest = Double.POSITIVE_INFINITY;
        for (int id = 0; id < scores.length; id++) {
            Json score = ((JsonArray) list.get(id)).get(1);
            if (!(score instanceof JsonNumber number)) {
                throw model.damaged("vocab[" + id + "][1]", "a number", JsonPart.show(score));
            }
            scores[id] = number.doubleValue();
            lowest = Math.min(lowest, scores[id]);
        }
        // Without an unknown token the original fails at the first unknown character; here the file is refused.
        int unknown = model.integer("unk_id", 0, scores.length - 1);
        return new Unigram(vocabulary, scores, lowest - UNKNOWN_PENALTY, unknown,
                ByteTokens.of(vocabulary, model.boolOr("byte_fallback", false)));
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Cutter cutter(TokenSink sink) {
        return new Lattice(sink);
    }

    private final class Lattice implements Cutter {

        private final TokenSink sink;
        private double[] best = new double[64];
        /** Where the last token of the best way to each place starts, -1 when there is none, and its id. */
        private int[] starts = new int[64];
        private int[] lastIds = new int[64];

        Lattice(TokenSink sink) {
            this.sink = sink;
        }

        @Override
        public void cut(int[] points, int from, int to) {
            int length = to - from;
            prepare(length);
            for (int at = 0; at < length; at++) {
                double soFar = best[at];
                boolean isKnown = false;
                int node = Vocabulary.ROOT;
                for (int end = at + 1; end <= length; end++) {
                    node = vocabulary.child(node, points[from + end - 1]);
                    if (node < 0) {
                        break;
                    }
                    int id = vocabulary.idOf(node);
                    if (id >= 0) {
                        offer(at, end, id, scores[id] + soFar);
                        isKnown |= end == at + 1;
                    }
                }
                if (!isKnown) {
                    offer(at, at + 1, unknown, unknownScore + soFar);
                }
            }
            send(points, from, length);
        }

        private void prepare(int length) {
            if (length >= best.length) {
                int capacity = Math.max(length + 1, 2 * best.length);
                best = new double[capacity];
                starts = new int[capacity];
                lastIds = new int[capacity];
            }
            best[0] = 0;
            for (int i = 1; i <= length; i++) {
                starts[i] = -1;
            }
        }

        private void offer(int start, int end, int id, double score) {
            if (starts[end] < 0 || score > best[end]) {
                best[end] = score;
                starts[end] = start;
                lastIds[end] = id;
            }
        }

        /** Turns the links from the end round, then sends the tokens; unknown ones in a row are one. */
        private void send(int[] points, int from, int length) {
            int next = length;
            for (int at = length; at > 0;) {
                int start = starts[at];
                starts[at] = next;
                next = at;
                at = start;
            }
            int start = 0;
            for (int end = next; start < length;) {
                int id = lastIds[end];
                int after = starts[end];
                while (id == unknown && end < length && lastIds[after] == unknown) {
                    end = after;
                    after = starts[end];
                }
                if (id == unknown) {
                    unknown(points, from + start, from + end);
                } else {
                    sink.token(id, from + start, from + end);
                }
                start = end;
                end = after;
            }
        }

        private void unknown(int[] points, int from, int to) {
            int id = vocabulary.idOf(vocabulary.walk(Vocabulary.ROOT, points, from, to));
            if (id >= 0) {
                sink.token(id, from, to);
            } else if (!bytes.send(points, from, to, sink)) {
                sink.token(unknown, from, to);
            }
        }
    }
}
