package dev.tabitat.core.retrieval;

/**
 * The weights by which a passage's {@link Signals} become one score. Those of the product were chosen by
 * cross-validation: {@code mvn -B -Pevaluate -DskipTests -pl e2e-tests package -Devaluation.parts=weights};
 * docs/retrieval-evaluation.md has the figures.
 *
 * @param words what all of a question's words are worth against a similarity of 1
 * @param coverage how much of that goes by which words stand there, 0 to 1; the rest goes by how often (BM25)
 * @param quotation what a question is worth that stands there word for word ({@link Quotation})
 * @param sentence how much of the similarity goes by the best sentence where sentences were compared, 0 to 1
 */
public record Fusion(double words, double coverage, double quotation, double sentence) {

    public static final Fusion PRODUCT = new Fusion(0.4, 0.8, 0.3, 0.375);

    /** By which signals passages are ranked. */
    public enum Way {
        HYBRID,
        MEANING,
        WORDS
    }

    public double score(Signals signals, Way way) {
        double quoted = quotation * signals.quotation();
        if (way == Way.WORDS) {
            return signals.ratio() + quoted;
        }
        double similarity = signals.sentence().isEmpty() ? signals.similarity()
                : (1 - sentence) * signals.similarity() + sentence * signals.sentence().getAsDouble();
        return way == Way.MEANING ? similarity : similarity + words(signals.ratio(), signals.share()) + quoted;
    }

    /** What the question's words in a passage are worth. @param ratio, share as {@link WordIndex.Found} has them */
    double words(double ratio, double share) {
        return words * (coverage * share + (1 - coverage) * ratio);
    }
}
