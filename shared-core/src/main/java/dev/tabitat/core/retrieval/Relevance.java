package dev.tabitat.core.retrieval;

import java.util.List;
import java.util.Locale;

/**
 * How surely a passage answers a question, graded: found, weak, or nothing relevant. What is measured is {@link #score}: the cosine on the
 * scale of one encoder, and what the passage holds of the question's words. Every encoder has its own scale, which is measured;
 * docs/documents.md says how. Where nothing is compared by meaning, words alone decide.
 */
public final class Relevance {

    /** What all of a question's words are worth against a cosine of 1. */
    public static final double WORDS_WEIGHT = 0.4;
    /** What a question is worth that stands there word for word ({@link Quotation}). */
    public static final double QUOTATION_WEIGHT = 0.3;
    /** How much of {@link #WORDS_WEIGHT} goes by which words stand there; the rest goes by how often (BM25). */
    private static final double COVERAGE_PART = 0.8;
    private static final double FOUND_SCORE = 0.5;
    private static final double WEAK_SCORE = 0.33;
    /** The same by words alone: shares of what the question's words tell. */
    private static final double FULL_SHARE = 0.9;
    private static final double FOUND_SHARE = 0.5;
    private static final double WEAK_SHARE = 0.2;

    private static final List<SimilarityScale> KNOWN = List.of(
            new SimilarityScale("all-minilm-l6-v2", 1, 0, 0, 0, ""),
            new SimilarityScale("bge-small-en-v1.5", 1.7, -0.68, 0, 0, ""));
    private static final SimilarityScale UNKNOWN = new SimilarityScale("", 1, 0, 0, 0, "");

    private Relevance() {}

    /** How surely a passage answers. */
    public enum Grade {
        FOUND, WEAK, NOTHING;

        /** As scripts see it. */
        public String id() {
            return this == NOTHING ? "nothing_relevant" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param why a sentence for a person */
    public record Verdict(Grade grade, String why) {}

    /** @param encoder a package's name, with or without its tag */
    public static SimilarityScale scaleOf(String encoder) {
        int colon = encoder.indexOf(':');
        String name = colon < 0 ? encoder : encoder.substring(0, colon);
        return KNOWN.stream().filter(one -> one.encoder().equals(name)).findFirst().orElse(UNKNOWN);
    }

    /** From which score on a passage counts as found, and as weak. */
    public static double leastScore(Grade grade) {
        return grade == Grade.FOUND ? FOUND_SCORE : WEAK_SCORE;
    }

    /** From which share of the question's words on a passage counts as found, and as weak, where nothing is compared by meaning. */
    public static double leastShare(Grade grade) {
        return grade == Grade.FOUND ? FOUND_SHARE : WEAK_SHARE;
    }

    /** What the question's words in a passage are worth. @param ratio, share as {@link WordIndex.Found} has them */
    public static double words(double ratio, double share) {
        return WORDS_WEIGHT * (COVERAGE_PART * share + (1 - COVERAGE_PART) * ratio);
    }

    /** By meaning and words. @param score the cosine on its encoder's scale and what the words are worth @param share of the words that stand there, 0 to 1 */
    public static Verdict judge(double score, double share) {
        if (share >= FULL_SHARE) {
            return new Verdict(Grade.FOUND, "A passage holds nearly every word of the question.");
        }
        if (score >= FOUND_SCORE) {
            return new Verdict(Grade.FOUND, "The best passage is near in meaning and words.");
        }
        return score >= WEAK_SCORE || share >= FOUND_SHARE ? new Verdict(Grade.WEAK, "The best passage is only somewhat near in meaning and words: it may not answer the question.")
                : new Verdict(Grade.NOTHING, "No passage is near in meaning, and none holds enough of the question's words.");
    }

    /** By words alone. @param share as above */
    public static Verdict judgeWords(double share) {
        if (share >= FOUND_SHARE) {
            return new Verdict(Grade.FOUND, share >= FULL_SHARE ? "A passage holds nearly every word of the question." : "A passage holds most of what the question's words tell.");
        }
        return share >= WEAK_SHARE ? new Verdict(Grade.WEAK, "A passage holds some of the question's words: it may not answer the question.")
                : new Verdict(Grade.NOTHING, "No passage holds enough of the question's words.");
    }
}
