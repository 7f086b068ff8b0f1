package dev.tabitat.core.retrieval;

import java.util.List;

/**
 * Whether anything found is an answer, or nothing fits. An encoder's cosine of unrelated texts is not zero, and every encoder has its own
 * scale, so that the least cosine is measured; docs/documents.md says how. Exact words are evidence of their own.
 */
public final class Relevance {

    /** How much of the question's words, by what they tell, a passage must hold where one of them is rare. */
    private static final double RARE_SHARE = 0.6;
    /** The same where none is. */
    private static final double FULL_SHARE = 0.999;
    private static final int FEW = 3;
    private static final int RARE_PART = 100;

    private static final List<RelevanceThreshold> KNOWN = List.of(
            new RelevanceThreshold("all-minilm-l6-v2", 0.3707, 600, 30, "sentences of speeches asked of Debian's packages, and descriptions of packages asked of speeches"),
            new RelevanceThreshold("bge-small-en-v1.5", 0.65, 0, 0, ""));
    private static final RelevanceThreshold UNKNOWN = new RelevanceThreshold("", 0.35, 0, 0, "");

    private Relevance() {}

    /** @param why a sentence for a person */
    public record Verdict(boolean relevant, String why) {}

    /** @param encoder a package's name, with or without its tag */
    public static RelevanceThreshold thresholdOf(String encoder) {
        int colon = encoder.indexOf(':');
        String name = colon < 0 ? encoder : encoder.substring(0, colon);
        return KNOWN.stream().filter(one -> one.encoder().equals(name)).findFirst().orElse(UNKNOWN);
    }

    /** Whether hardly any passage holds a word: at most three, or one in a hundred. */
    public static boolean isRare(int frequency, int passages) {
        return frequency > 0 && (frequency <= FEW || frequency <= passages / RARE_PART);
    }

    /**
     * @param similarity the best cosine; -1 without
     * @param share of the question's words in the best passage by words, each weighed by what it tells, 0 to 1
     * @param hasRare whether that passage holds a rare one of them
     */
    public static Verdict judge(RelevanceThreshold threshold, double similarity, double share, boolean hasRare) {
        if (similarity >= threshold.similarity()) {
            return new Verdict(true, "The nearest passage is near enough in meaning.");
        }
        if (share >= FULL_SHARE) {
            return new Verdict(true, "A passage holds every word of the question.");
        }
        if (hasRare && share >= RARE_SHARE) {
            return new Verdict(true, "A passage holds rare words of the question.");
        }
        return new Verdict(false, similarity < 0 ? "No passage holds enough of the question's words." : "No passage is near enough in meaning, and none holds enough of the question's words.");
    }
}
