package dev.tabitat.core.retrieval;

import java.util.List;
import java.util.Locale;

/**
 * How surely a passage answers a question, graded: found, weak, or nothing relevant, by its {@link Fusion#score score}.
 * Every encoder has its own scale of similarity, which is measured; docs/documents.md says how. Where nothing is
 * compared by meaning, words alone decide. {@link VerdictEvidence} has how often the grades are wrong.
 */
public final class Relevance {

    private static final double FOUND_SCORE = 0.5;
    private static final double WEAK_SCORE = 0.33;
    /** The same by words alone: shares of what the question's words tell. */
    private static final double FULL_SHARE = 0.9;
    private static final double FOUND_SHARE = 0.5;
    private static final double WEAK_SHARE = 0.2;

    private static final List<SimilarityScale> KNOWN = List.of(
            new SimilarityScale("all-minilm-l6-v2", 1, 0, true),
            new SimilarityScale("bge-small-en-v1.5", 1.7, -0.68, true));

    private Relevance() {}

    /** How surely a passage answers. */
    public enum Grade {
        FOUND,
        WEAK,
        NOTHING;

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
        return KNOWN.stream().filter(one -> one.encoder().equals(name)).findFirst()
                .orElse(new SimilarityScale(name, 1, 0, false));
    }

    /** From which score on a passage counts as found, and as weak. */
    public static double leastScore(Grade grade) {
        return grade == Grade.FOUND ? FOUND_SCORE : WEAK_SCORE;
    }

    /**
     * From which share of the question's words on a passage counts as found, and as weak, where nothing is compared by
     * meaning.
     */
    public static double leastShare(Grade grade) {
        return grade == Grade.FOUND ? FOUND_SHARE : WEAK_SHARE;
    }

    /**
     * By meaning and words. @param score the cosine on its encoder's scale and what the words are worth @param share of
     * the words that stand there, 0 to 1
     */
    public static Verdict judge(double score, double share) {
        if (share >= FULL_SHARE) {
            return new Verdict(Grade.FOUND, "A passage holds nearly every word of the question.");
        }
        if (score >= FOUND_SCORE) {
            return new Verdict(Grade.FOUND, "The best passage is near in meaning and words.");
        }
        return score >= WEAK_SCORE || share >= FOUND_SHARE
                ? new Verdict(Grade.WEAK,
                        "The best passage is only somewhat near in meaning and words: it may not answer the question.")
                : new Verdict(Grade.NOTHING,
                        "No passage is near in meaning, and none holds enough of the question's words.");
    }

    /**
     * By meaning and words, of an encoder whose similarities were not measured: only words can say that something was
     * found, and nothing can say that nothing is there.
     */
    public static Verdict judgeUnmeasured(double share) {
        return share >= FULL_SHARE ? new Verdict(Grade.FOUND, "A passage holds nearly every word of the question.")
                : new Verdict(Grade.WEAK,
                        "How near counts as found was never measured for this encoder: the passages may not answer the question.");
    }

    /** By words alone. @param share as above */
    public static Verdict judgeWords(double share) {
        if (share >= FOUND_SHARE) {
            return new Verdict(Grade.FOUND, share >= FULL_SHARE ? "A passage holds nearly every word of the question."
                    : "A passage holds most of what the question's words tell.");
        }
        return share >= WEAK_SHARE
                ? new Verdict(Grade.WEAK,
                        "A passage holds some of the question's words: it may not answer the question.")
                : new Verdict(Grade.NOTHING, "No passage holds enough of the question's words.");
    }
}
