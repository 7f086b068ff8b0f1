package dev.tabitat.core.tokenizer.sentencepiece;

import dev.tabitat.core.tokenizer.vocabulary.ByteTokens;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.Arrays;

/**
 * SentencePiece's byte-pair encoding (Kudo and Richardson 2018): a text starts as its characters, then the two
 * neighbours that make the token of the highest score are merged, the leftmost first, until none do. A character
 * without a token becomes its bytes.
 *
 * <p>
 * Neighbours that no token has in it never merge: a text is cut there, and each part is worked on alone.
 */
public final class ScoredPairs implements TokenModel {

    private final Vocabulary vocabulary;
    private final float[] scores;
    /** By byte; -1 where there is no token. */
    private final int[] bytes;
    private final int unknown;
    /** Neighbours in tokens: {@code (left << 32 | right) + 1}, 0 where empty. */
    private long[] pairs = new long[1 << 12];
    private int pairCount;

    /**
     * @param vocabulary of the tokens that text can become
     * @param scores by id
     * @param bytes the ids of the 256 bytes, -1 for one without a token
     * @param unknown the token of a byte without one, or -1 to leave it out
     */
    public ScoredPairs(Vocabulary vocabulary, float[] scores, int[] bytes, int unknown) {
        this.vocabulary = vocabulary;
        this.scores = scores;
        this.bytes = bytes.clone();
        this.unknown = unknown;
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.nodeOf(id) >= 0) {
                addPairs(vocabulary.token(id));
            }
        }
    }

    private void addPairs(String token) {
        int left = -1;
        for (int i = 0; i < token.length();) {
            int right = token.codePointAt(i);
            if (left >= 0) {
                addPair(((long) left << 32 | right) + 1);
            }
            left = right;
            i += Character.charCount(right);
        }
    }

    private void addPair(long pair) {
        int slot = slot(pair);
        while (pairs[slot] != 0) {
            if (pairs[slot] == pair) {
                return;
            }
            slot = slot + 1 & pairs.length - 1;
        }
        pairs[slot] = pair;
        if (2 * ++pairCount > pairs.length) {
            long[] old = pairs;
            pairs = new long[2 * old.length];
            pairCount = 0;
            for (long kept : old) {
                if (kept != 0) {
                    addPair(kept);
                }
            }
        }
    }

    private boolean hasPair(int left, int right) {
        long pair = ((long) left << 32 | right) + 1;
        int slot = slot(pair);
        while (pairs[slot] != 0) {
            if (pairs[slot] == pair) {
                return true;
            }
            slot = slot + 1 & pairs.length - 1;
        }
        return false;
    }

    private int slot(long pair) {
        int mixed = (int) (pair >>> 32) * 0x9E3779B9 + (int) pair * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 15) * 0x2C1B3C6D;
        return (mixed ^ mixed >>> 13) & pairs.length - 1;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Cutter cutter(TokenSink sink) {
        return new Parts(sink);
    }

    private final class Parts implements Cutter {

        private final TokenSink sink;
        private final int[] utf8 = new int[4];
        /** For the symbol that starts at a character: where it ends, 0 when it was merged, and its neighbours. */
        private int[] ends = new int[64];
        private int[] previous = new int[64];
        private int[] next = new int[64];

        /** Candidates: the best score comes out first, of equal ones the leftmost. */
        private float[] heapScores = new float[64];
        private int[] heapLefts = new int[64];
        private int[] heapEnds = new int[64];
        private int heapSize;

        Parts(TokenSink sink) {
            this.sink = sink;
        }

        @Override
        public void cut(int[] points, int from, int to) {
            int start = from;
            for (int i = from + 1; i <= to; i++) {
                if (i == to || !hasPair(points[i - 1], points[i])) {
                    part(points, start, i);
                    start = i;
                }
            }
        }

        private void part(int[] points, int from, int to) {
            int count = to - from;
            if (count > ends.length) {
                int capacity = Math.max(count, 2 * ends.length);
                ends = new int[capacity];
                previous = new int[capacity];
                next = new int[capacity];
            }
            for (int i = 0; i < count; i++) {
                ends[i] = i + 1;
                previous[i] = i - 1;
                next[i] = i + 1 < count ? i + 1 : -1;
            }
            heapSize = 0;
            for (int i = 0; i + 1 < count; i++) {
                offer(points, from, i);
            }
            while (heapSize > 0) {
                int left = heapLefts[0];
                int end = heapEnds[0];
                removeBest();
                int right = ends[left] == 0 ? -1 : next[left];
                if (right < 0 || ends[right] != end) {
                    continue;
                }
                ends[left] = end;
                ends[right] = 0;
                next[left] = next[right];
                if (next[left] >= 0) {
                    previous[next[left]] = left;
                    offer(points, from, left);
                }
                if (previous[left] >= 0) {
                    offer(points, from, previous[left]);
                }
            }
            for (int i = 0; i >= 0; i = next[i]) {
                send(points, from + i, from + ends[i]);
            }
        }

        private void send(int[] points, int from, int to) {
            int id = vocabulary.idOf(vocabulary.walk(Vocabulary.ROOT, points, from, to));
            if (id >= 0) {
                sink.token(id, from, to);
                return;
            }
            // Only a single character can be without a token.
            int count = ByteTokens.encode(points[from], utf8);
            for (int k = 0; k < count; k++) {
                int each = bytes[utf8[k]] >= 0 ? bytes[utf8[k]] : unknown;
                if (each >= 0) {
                    sink.token(each, from, to);
                }
            }
        }

        private void offer(int[] points, int from, int left) {
            int end = ends[next[left]];
            int id = vocabulary.idOf(vocabulary.walk(Vocabulary.ROOT, points, from + left, from + end));
            if (id < 0) {
                return;
            }
            if (heapSize == heapScores.length) {
                heapScores = Arrays.copyOf(heapScores, 2 * heapSize);
                heapLefts = Arrays.copyOf(heapLefts, 2 * heapSize);
                heapEnds = Arrays.copyOf(heapEnds, 2 * heapSize);
            }
            int at = heapSize++;
            while (at > 0 && isBetter(scores[id], left, at - 1 >> 1)) {
                move(at - 1 >> 1, at);
                at = at - 1 >> 1;
            }
            heapScores[at] = scores[id];
            heapLefts[at] = left;
            heapEnds[at] = end;
        }

        private boolean isBetter(float score, int left, int other) {
            return score > heapScores[other] || score == heapScores[other] && left < heapLefts[other];
        }

        private void move(int from, int to) {
            heapScores[to] = heapScores[from];
            heapLefts[to] = heapLefts[from];
            heapEnds[to] = heapEnds[from];
        }

        private void removeBest() {
            float score = heapScores[--heapSize];
            int left = heapLefts[heapSize];
            int end = heapEnds[heapSize];
            int at = 0;
            for (int child = 1; child < heapSize; child = 2 * at + 1) {
                child += child + 1 < heapSize && isBetter(heapScores[child + 1], heapLefts[child + 1], child) ? 1 : 0;
                if (isBetter(score, left, child)) {
                    break;
                }
                move(child, at);
                at = child;
            }
            heapScores[at] = score;
            heapLefts[at] = left;
            heapEnds[at] = end;
        }
    }
}
