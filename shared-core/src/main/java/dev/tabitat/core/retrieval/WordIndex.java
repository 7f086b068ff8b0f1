package dev.tabitat.core.retrieval;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passages of many documents by their words, ranked by BM25 (Robertson and Zaragoza, The Probabilistic Relevance
 * Framework, 2009).
 *
 * <p>
 * score = sum over the question's words of idf · f · (k1 + 1) / (f + k1 · (1 - b + b · length / mean length)), with idf
 * = ln(1 + (N - n + .5) / (n + .5)), which is never negative. A word of the question is a {@link TermGroup}: f counts
 * its forms by their weights, n the passages that hold any of them. k1 is .9 and b .4, as found for short passages by
 * Anserini's authors: passages are cut to about one length, so that length tells little. Rows are numbered from 0;
 * removing some moves the later ones down.
 */
public final class WordIndex {

    private static final double K1 = 0.9;
    private static final double B = 0.4;
    private static final int MAX_ROWS = 1 << 23;
    private static final int ENTRY_BYTES = 96;
    private static final int STEM_BYTES = 120;
    /** Passages of fewer words count as having so many: how short a cell or a line is tells nothing. */
    private static final int SHORT = 20;
    /** Of the commonest language's function words so great a part speaks for another language. */
    private static final int LANGUAGE_PART = 4;

    private final Map<String, Postings> postings = new HashMap<>();
    private int[] lengths = new int[64];
    private int size;
    private long totalLength;
    private float[] scores = new float[0];
    private float[] told = new float[0];
    /**
     * How often a group's words stand in each row, and the greatest weight of those that do; all zero between searches.
     */
    private float[] frequencies = new float[0];
    private float[] strengths = new float[0];
    private int[] touched = new int[0];
    /** Of each language that was asked in, the words by their stems. */
    private final Map<Language, Map<String, List<String>>> stems = new EnumMap<>(Language.class);

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
        if (size + (long) count > MAX_ROWS) {
            throw new OutOfBudget("There are too many passages for one index.", Finding.at("word index")
                    .expected("at most " + MAX_ROWS).found((long) size + count).remedy("Delete some documents."));
        }
        if (size + count > lengths.length) {
            lengths = Arrays.copyOf(lengths, Math.max(size + count, lengths.length + lengths.length / 2));
        }
        for (int i = 0; i < count; i++) {
            lengths[size + i] = document.lengths()[i];
            totalLength += document.lengths()[i];
        }
        for (int t = 0; t < document.terms().length; t++) {
            Postings list = postings.get(document.terms()[t]);
            if (list == null) {
                list = new Postings();
                postings.put(document.terms()[t], list);
                for (Map.Entry<Language, Map<String, List<String>>> one : stems.entrySet()) {
                    note(one.getKey(), one.getValue(), document.terms()[t]);
                }
            }
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
        for (Iterator<Postings> all = postings.values().iterator(); all.hasNext();) {
            if (all.next().remove(from, to)) {
                all.remove();
                // Made anew from the words that are left.
                stems.clear();
            }
        }
    }

    private static void note(Language language, Map<String, List<String>> all, String term) {
        all.computeIfAbsent(language.stem(term), none -> new ArrayList<>(1)).add(term);
    }

    /** The words that have this stem in a language. */
    List<String> withStem(Language language, String stem) {
        Map<String, List<String>> all = stems.get(language);
        if (all == null) {
            all = new HashMap<>();
            for (String term : postings.keySet()) {
                note(language, all, term);
            }
            stems.put(language, all);
        }
        return all.getOrDefault(stem, List.of());
    }

    /** Hands over every word, in no order. */
    void eachTerm(Consumer<String> sink) {
        postings.keySet().forEach(sink);
    }

    /** The languages of the passages, by their function words; those that a good part of these belong to. */
    List<Language> languages() {
        long[] counts = new long[Language.values().length];
        long most = 1;
        for (Language language : Language.values()) {
            for (String word : language.stopWords()) {
                counts[language.ordinal()] += frequency(word);
            }
            most = Math.max(most, counts[language.ordinal()]);
        }
        List<Language> spoken = new ArrayList<>();
        for (Language language : Language.values()) {
            if (LANGUAGE_PART * counts[language.ordinal()] >= most) {
                spoken.add(language);
            }
        }
        return spoken;
    }

    /** In how many passages a word stands. */
    public int frequency(String term) {
        Postings list = postings.get(term);
        return list == null ? 0 : list.size;
    }

    /**
     * What was found.
     *
     * @param scores of the rows of {@code hits}, then of those asked for besides: BM25 among the most that any passage
     * can have, 0 to 1
     * @param shares of the same, how much of what the question's words tell it holds, 0 to 1: the idf of those that
     * stand there among that of all, each by its weight
     */
    public record Found(Hits hits, float[] scores, float[] shares) {}

    /** The {@code k} best passages, or as many as hold any of the words. */
    public Found find(List<TermGroup> groups, int k, RowRanges where) {
        return find(groups, k, where, new int[0]);
    }

    /** The same, and how rows do that were found otherwise. @param besides rows of any passages */
    public Found find(List<TermGroup> groups, int k, RowRanges where, int[] besides) {
        if (scores.length < size) {
            scores = new float[lengths.length];
            told = new float[lengths.length];
            frequencies = new float[lengths.length];
            strengths = new float[lengths.length];
            touched = new int[lengths.length];
        }
        double mean = Math.max(1, (double) totalLength / Math.max(1, size));
        double all = 0;
        for (TermGroup group : groups) {
            all += add(group, mean);
        }
        TopRows best = new TopRows(k);
        for (int i = 0; i < where.bounds().length; i += 2) {
            for (int row = where.bounds()[i]; row < where.bounds()[i + 1]; row++) {
                if (scores[row] > 0) {
                    best.offer(scores[row], row);
                }
            }
        }
        Hits hits = best.hits();
        float[] ratios = new float[hits.size() + besides.length];
        float[] shares = new float[ratios.length];
        for (int i = 0; i < ratios.length && all > 0; i++) {
            int row = i < hits.size() ? hits.rows()[i] : besides[i - hits.size()];
            ratios[i] = (float) Math.min(1, scores[row] / (all * (K1 + 1)));
            shares[i] = (float) Math.min(1, told[row] / all);
        }
        Arrays.fill(scores, 0, size, 0);
        Arrays.fill(told, 0, size, 0);
        return new Found(hits, ratios, shares);
    }

    private double idf(int passages) {
        return Math.log(1 + (size - passages + 0.5) / (passages + 0.5));
    }

    /**
     * Adds what passages earn by one word of the question, in whatever forms. @return the most that they can hold of it
     */
    private double add(TermGroup group, double mean) {
        int count = 0;
        for (TermGroup.Variant variant : group.variants()) {
            Postings list = postings.get(variant.term());
            for (int i = 0; list != null && i < list.size; i++) {
                int row = list.entries[i] >>> 8;
                if (frequencies[row] == 0) {
                    touched[count++] = row;
                }
                frequencies[row] += variant.weight() * (list.entries[i] & 0xFF);
                strengths[row] = Math.max(strengths[row], variant.weight());
            }
        }
        double idf = idf(count) * group.weight();
        for (int i = 0; i < count; i++) {
            int row = touched[i];
            double f = frequencies[row];
            scores[row] += (float) (idf * f * (K1 + 1)
                    / (f + K1 * (1 - B + B * Math.max(SHORT, lengths[row]) / Math.max(SHORT, mean))));
            told[row] += (float) (idf * strengths[row]);
            frequencies[row] = 0;
            strengths[row] = 0;
        }
        // A function word that no passage has tells nothing of any.
        return count == 0 && !group.isContent() ? 0 : idf;
    }

    /** What it takes in memory, about: entries, words and what a table of words costs. */
    public long memoryBytes() {
        long bytes = 4L * lengths.length + 20L * scores.length;
        for (Map.Entry<String, Postings> one : postings.entrySet()) {
            bytes += ENTRY_BYTES + 2L * one.getKey().length() + 4L * one.getValue().entries.length
                    + (long) STEM_BYTES * stems.size();
        }
        return bytes;
    }
}
