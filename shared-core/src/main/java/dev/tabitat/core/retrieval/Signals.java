package dev.tabitat.core.retrieval;

import java.util.OptionalDouble;

/**
 * What is known of how well one passage fits a question.
 *
 * @param similarity the cosine of passage and question, on the scale that all encoders share; 0 where nothing is
 * compared by meaning
 * @param sentence the same of its best sentence, where sentences were compared
 * @param ratio BM25 among the most that any passage can have, 0 to 1
 * @param share of what the question's words tell how much stands there, 0 to 1
 * @param quotation of the question how much stands there word for word, 0 to 1
 */
public record Signals(double similarity, OptionalDouble sentence, double ratio, double share, double quotation) {

    public Signals withSimilarity(double value) {
        return new Signals(value, sentence, ratio, share, quotation);
    }

    Signals withSentence(double value) {
        return new Signals(similarity, OptionalDouble.of(value), ratio, share, quotation);
    }

    Signals withQuotation(double value) {
        return new Signals(similarity, sentence, ratio, share, value);
    }
}
