package dev.tabitat.core.retrieval;

/**
 * From when on a passage counts as an answer.
 *
 * @param encoder the encoder's name without its tag
 * @param similarity the least cosine of question and passage
 * @param n unanswerable questions that it was measured on; 0 where it was not
 * @param falseAlarms how many of those found something
 * @param dataset what they were
 */
public record RelevanceThreshold(String encoder, double similarity, int n, int falseAlarms, String dataset) {

    /** Where nothing is compared by meaning. */
    public static final RelevanceThreshold WORDS_ONLY = new RelevanceThreshold("", 2, 0, 0, "");
}
