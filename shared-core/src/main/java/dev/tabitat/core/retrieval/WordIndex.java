package dev.tabitat.core.retrieval;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Passages of many documents by their words, ranked by BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009).
 *
 * <p>score = sum over the question's words of idf · f · (k1 + 1) / (f + k1 · (1 - b + b · length / mean length)), with idf = ln(1 + (N -
 * n + .5) / (n + .5)), which is never negative. k1 is .9 and b .4, as found for short passages by Anserini's authors: passages are cut to
 * about one length, so that length tells little. Rows are numbered from 0; removing some moves the later ones down.
 */
public final class WordIndex {

    private static final double K1 = 0.9;
    private static final double B = 0.4;
    private static final int MOST_ROWS = 1 << 23;
    private static final int ENTRY_BYTES = 96;

    private final Map<String, Postings> postings = new HashMap<>();
    private int[] lengths = new int[64];
    private int size;
    private long totalLength;
    private float[] scores = new float[0];
    private float[] told = new float[0];

    /** Rows in ascending order, shifted left by eight, and how often the word stands there. */
    private static final class Postings {

        private int[] entries = new int[2];
        private int size;

        void add(int entry) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size + Math.max(2, size / 2));
            }
            entries[size++] = entry;
        }

        /** @return whether nothing is left */
        boolean remove(int from, int to) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                int row = entries[i] >>> 8;
                if (row < from) {
                    kept++;
                } else if (row >= to) {
                    entries[kept++] = entries[i] - (to - from << 8);
                }
            }
            // Nothing of what was removed stays behind the end.
            Arrays.fill(entries, kept, size, 0);
            size = kept;
            return size == 0;
        }
    }

    /** How many passages there are. */
    public int size() {
        return size;
    }

    /**
     * Adds the passages of a document at the end.
     *
     * @return the row of its first
     * @throws OutOfBudget beyond some eight million passages; nothing has changed then
     */
    public int add(PassageWords document) {
        int first = size;
        int count = document.passages();
        if (size + (long) count > MOST_ROWS) {
            throw new OutOfBudget("There are too many passages for one index.", Finding.at("word index").expected("at most " + MOST_ROWS).found((long) size + count).remedy("Delete some documents."));
        }
        if (size + count > lengths.length) {
            lengths = Arrays.copyOf(lengths, Math.max(size + count, lengths.length + lengths.length / 2));
        }
        for (int i = 0; i < count; i++) {
            lengths[size + i] = document.lengths()[i];
            totalLength += document.lengths()[i];
        }
        for (int t = 0; t < document.terms().length; t++) {
            Postings list = postings.computeIfAbsent(document.terms()[t], none -> new Postings());
            for (int posting : document.postings()[t]) {
                list.add(posting + (first << 8));
            }
        }
        size += count;
        return first;
    }

    /** Removes rows with every word that only they had. @param to behind the last one */
    public void remove(int from, int to) {
        if (from < 0 || to < from || to > size) {
            throw new IllegalArgumentException("Rows " + from + " to " + to + " of " + size);
        }
        for (int row = from; row < to; row++) {
            totalLength -= lengths[row];
        }
        System.arraycopy(lengths, to, lengths, from, size - to);
        Arrays.fill(lengths, size - (to - from), size, 0);
        size -= to - from;
        for (Iterator<Postings> all = postings.values().iterator(); all.hasNext(); ) {
            if (all.next().remove(from, to)) {
                all.remove();
            }
        }
    }

    /** In how many passages a word stands. */
    public int frequency(String term) {
        Postings list = postings.get(term);
        return list == null ? 0 : list.size;
    }

    /**
     * What was found.
     *
     * @param shares of each hit, how much of what the question's words tell it holds, 0 to 1: the idf of those that stand there among that of all
     */
    public record Found(Hits hits, float[] shares) {}

    /** The hits of {@link #find} alone. */
    public Hits search(List<String> terms, int k, Ranges where) {
        return find(terms, k, where).hits();
    }

    /**
     * The {@code k} best passages, or as many as hold any of the words.
     *
     * @param terms different words as {@link Words} gives them
     */
    public Found find(List<String> terms, int k, Ranges where) {
        if (size == 0) {
            return new Found(new Hits(new int[0], new float[0]), new float[0]);
        }
        if (scores.length < size) {
            scores = new float[lengths.length];
            told = new float[lengths.length];
        }
        double mean = Math.max(1, (double) totalLength / size);
        double all = 0;
        for (String term : terms) {
            Postings list = postings.get(term);
            double idf = idf(list == null ? 0 : list.size);
            all += idf;
            if (list != null) {
                add(list, idf, mean, where);
            }
        }
        TopRows best = new TopRows(k);
        for (int i = 0; i < where.bounds().length; i += 2) {
            for (int row = where.bounds()[i]; row < where.bounds()[i + 1]; row++) {
                if (scores[row] > 0) {
                    best.offer(scores[row], row);
                    scores[row] = 0;
                }
            }
        }
        Hits hits = best.hits();
        float[] shares = new float[hits.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) Math.min(1, told[hits.rows()[i]] / all);
        }
        for (int i = 0; i < where.bounds().length; i += 2) {
            Arrays.fill(told, where.bounds()[i], where.bounds()[i + 1], 0);
        }
        return new Found(hits, shares);
    }

    private double idf(int passages) {
        return Math.log(1 + (size - passages + 0.5) / (passages + 0.5));
    }

    private void add(Postings list, double idf, double mean, Ranges where) {
        int[] bounds = where.bounds();
        int range = 0;
        for (int i = 0; i < list.size; i++) {
            int row = list.entries[i] >>> 8;
            while (range < bounds.length && row >= bounds[range + 1]) {
                range += 2;
            }
            if (range == bounds.length) {
                return;
            }
            if (row >= bounds[range]) {
                int f = list.entries[i] & 0xFF;
                scores[row] += (float) (idf * f * (K1 + 1) / (f + K1 * (1 - B + B * lengths[row] / mean)));
                told[row] += (float) idf;
            }
        }
    }

    /** What it takes in memory, about: entries, words and what a table of words costs. */
    public long memoryBytes() {
        long bytes = 4L * lengths.length + 8L * scores.length;
        for (Map.Entry<String, Postings> one : postings.entrySet()) {
            bytes += ENTRY_BYTES + 2L * one.getKey().length() + 4L * one.getValue().entries.length;
        }
        return bytes;
    }
}
