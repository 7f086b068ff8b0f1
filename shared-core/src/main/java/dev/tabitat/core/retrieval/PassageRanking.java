package dev.tabitat.core.retrieval;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Ranks passages in three steps, each dearer than the one before and for fewer passages: by similarity and words; by
 * whether the question stands there word for word, of the first and of those that hold most of its words; by the best
 * sentence, of the first.
 *
 * @param fusion the weights
 * @param quotations of how many of the first it is looked up whether they quote the question
 * @param sentences of how many of the first the sentences are compared, at most
 * @param characters that are compared by sentences, at most, but for the first passage: embedding them is what a
 * question costs
 */
public record PassageRanking(Fusion fusion, int quotations, int sentences, int characters) {

    public static final PassageRanking PRODUCT = new PassageRanking(Fusion.PRODUCT, 40, 15, 5000);

    /** Compares the sentences of passages. */
    @FunctionalInterface
    public interface SentenceComparison<C extends Candidate> {

        /** Of each the similarity of its best sentence, on the common scale; empty where there is none to compare. */
        List<OptionalDouble> best(List<C> passages);
    }

    /**
     * Sorts candidates, the best first; of two that score alike the one that came first stays first.
     *
     * @param quotation how much of the question stands in a passage word for word, 0 to 1; not asked by meaning alone
     * @param comparison not asked by words alone
     */
    public <C extends Candidate> void rank(List<C> candidates, Fusion.Way way, ToDoubleFunction<C> quotation,
            SentenceComparison<C> comparison) {
        candidates.forEach(one -> one.score(fusion, way));
        sort(candidates);
        if (way != Fusion.Way.MEANING) {
            for (int i = 0; i < candidates.size(); i++) {
                C one = candidates.get(i);
                if (i < quotations || one.isSuspectedToQuote()) {
                    one.set(one.signals().withQuotation(quotation.applyAsDouble(one)));
                    one.score(fusion, way);
                }
            }
            sort(candidates);
        }
        if (way != Fusion.Way.WORDS) {
            List<C> first = candidates.subList(0, compared(candidates));
            List<OptionalDouble> best = comparison.best(first);
            for (int i = 0; i < first.size(); i++) {
                if (best.get(i).isPresent()) {
                    first.get(i).set(first.get(i).signals().withSentence(best.get(i).getAsDouble()));
                    first.get(i).score(fusion, way);
                }
            }
            sort(candidates);
        }
    }

    private int compared(List<? extends Candidate> candidates) {
        int count = 0;
        long sum = 0;
        while (count < Math.min(sentences, candidates.size())) {
            sum += candidates.get(count).length();
            if (count > 0 && sum > characters) {
                break;
            }
            count++;
        }
        return count;
    }

    private static void sort(List<? extends Candidate> candidates) {
        candidates.sort((a, b) -> Double.compare(b.score(), a.score()));
    }
}
