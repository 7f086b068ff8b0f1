package dev.tabitat.web.documents;

import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.PassageSentences;
import dev.tabitat.core.retrieval.Quotation;
import dev.tabitat.core.retrieval.Relevance;
import dev.tabitat.core.retrieval.SimilarityScale;
import dev.tabitat.core.retrieval.TermGroup;
import dev.tabitat.core.retrieval.WordIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Ranks passages for a question, by words, by meaning or by both, and grades each.
 *
 * <p>By both: the scores are added, the cosine on its encoder's scale and what the question's words are worth ({@link Relevance}). Those
 * that come first are looked through for the question itself, which may be a quotation, and compared once more by their best sentence: the
 * mean of both cosines counts.
 */
final class Finder {

    private static final int MOST = 1000;
    /** How deep each way looks, so that what both find is found by both. */
    private static final int DEPTH = 200;
    /** Of how many of the first it is looked up whether they quote the question, and of how many the sentences are compared. */
    private static final int BY_QUOTATION = 40;
    private static final int BY_SENTENCES = 15;
    private static final float EXACT_SHARE = 0.9f;

    private final Library library;
    private final Texts texts;
    private final SentenceVectors sentences;
    private final DocumentsWorld world;

    Finder(Library library, Texts texts, SentenceVectors sentences, DocumentsWorld world) {
        this.library = library;
        this.texts = texts;
        this.sentences = sentences;
        this.world = world;
    }

    /** An encoder with the question's vector. @param chosen whose vectors are compared */
    record Meaning(Encoder encoder, Encoders.Chosen chosen, float[] question) {}

    /** A passage by the numbers that it was ranked by; ranks count from 1, 0 where it is in no such list. */
    static final class Ranked {

        final Library.Found found;
        int meaningRank;
        int wordsRank;
        int exactRank;
        float similarity;
        boolean hasSimilarity;
        float wordsScore;
        float ratio;
        float share;
        double quotation;
        Optional<SentenceVectors.Best> best = Optional.empty();
        double score;
        Relevance.Verdict verdict = new Relevance.Verdict(Relevance.Grade.NOTHING, "");

        Ranked(Library.Found found) {
            this.found = found;
        }

        Relevance.Grade grade() {
            return verdict.grade();
        }
    }

    /**
     * @param ranked the best first, {@code k} at most
     * @param steps nanoseconds by meaning, by words, and of reading and comparing sentences
     */
    record Result(List<Ranked> ranked, List<TermGroup> terms, float bestSimilarity, long[] steps) {}

    /** @param mode {@code words}, or with a meaning {@code meaning} or {@code hybrid} */
    Result find(String question, String mode, int k, Predicate<Shelved> filter, Optional<Meaning> meaning) {
        long start = world.nanos();
        int depth = Math.min(MOST, Math.max(DEPTH, 2 * k));
        List<TermGroup> terms = library.terms(question);
        Hits near = meaning.isPresent() ? library.byMeaning(meaning.get().question(), depth, filter) : new Hits(new int[0], new float[0]);
        long scanned = world.nanos();
        WordIndex.Found told = library.byWords(terms, mode.equals("meaning") ? 1 : depth, filter, near.rows());
        Hits words = mode.equals("meaning") ? new Hits(new int[0], new float[0]) : told.hits();
        Map<Integer, Ranked> rows = candidates(near, told, words);
        if (meaning.isPresent()) {
            similarities(rows, near, meaning.get());
        }
        long counted = world.nanos();
        // Rows move when documents come or go, which may happen from here on.
        List<Ranked> ranked = new ArrayList<>(rows.values());
        ranked.forEach(one -> one.score = score(one, mode, meaning));
        sort(ranked);
        if (!mode.equals("meaning")) {
            Quotation quotation = Quotation.of(question);
            for (Ranked one : ranked.subList(0, Math.min(BY_QUOTATION, ranked.size()))) {
                one.quotation = quotation.share(texts.of(one.found.document().id).text(), one.found.passage());
                one.score = score(one, mode, meaning);
            }
            sort(ranked);
        }
        if (meaning.isPresent()) {
            compareSentences(ranked.subList(0, Math.min(BY_SENTENCES, ranked.size())), mode, meaning.get());
            sort(ranked);
        }
        List<Ranked> first = new ArrayList<>(ranked.subList(0, Math.min(k, ranked.size())));
        grade(first, mode, meaning);
        return new Result(first, terms, near.size() == 0 ? -1 : near.scores()[0], new long[] {scanned - start, counted - scanned, world.nanos() - counted});
    }

    private Map<Integer, Ranked> candidates(Hits near, WordIndex.Found told, Hits words) {
        Map<Integer, Ranked> rows = new LinkedHashMap<>();
        int besides = told.hits().size();
        for (int i = 0; i < near.size(); i++) {
            Ranked one = new Ranked(library.at(near.rows()[i]));
            one.meaningRank = i + 1;
            one.similarity = near.scores()[i];
            one.hasSimilarity = true;
            one.ratio = told.scores()[besides + i];
            one.share = told.shares()[besides + i];
            rows.put(near.rows()[i], one);
        }
        int exact = 0;
        for (int i = 0; i < words.size(); i++) {
            Ranked one = rows.computeIfAbsent(words.rows()[i], row -> new Ranked(library.at(row)));
            one.wordsRank = i + 1;
            one.wordsScore = words.scores()[i];
            one.ratio = told.scores()[i];
            one.share = told.shares()[i];
            one.exactRank = one.share >= EXACT_SHARE ? ++exact : 0;
        }
        return rows;
    }

    /** Of what words alone found; a passage without a vector yet counts like the worst that meaning found. */
    private void similarities(Map<Integer, Ranked> rows, Hits near, Meaning meaning) {
        int[] others = rows.entrySet().stream().filter(one -> !one.getValue().hasSimilarity).mapToInt(Map.Entry::getKey).toArray();
        float[] found = library.similarities(meaning.question(), others, Float.NaN);
        float least = near.size() == 0 ? 0 : near.scores()[near.size() - 1];
        for (int i = 0; i < others.length; i++) {
            Ranked one = rows.get(others[i]);
            one.hasSimilarity = !Float.isNaN(found[i]);
            one.similarity = one.hasSimilarity ? found[i] : least;
        }
    }

    private static double score(Ranked one, String mode, Optional<Meaning> meaning) {
        double quoted = Relevance.QUOTATION_WEIGHT * one.quotation;
        if (meaning.isEmpty()) {
            return one.ratio + quoted;
        }
        SimilarityScale scale = Relevance.scaleOf(meaning.get().encoder().name());
        double cosine = one.best.map(best -> (one.similarity + best.similarity()) / 2.0).orElse((double) one.similarity);
        return scale.of(cosine) + (mode.equals("hybrid") ? Relevance.words(one.ratio, one.share) + quoted : 0);
    }

    private void compareSentences(List<Ranked> first, String mode, Meaning meaning) {
        List<SentenceVectors.Best> best = sentences.best(first.stream().map(one -> one.found).toList(), meaning.question(), meaning.encoder(), meaning.chosen().source());
        for (int i = 0; i < first.size(); i++) {
            if (first.get(i).hasSimilarity) {
                first.get(i).best = Optional.ofNullable(best.get(i));
                first.get(i).score = score(first.get(i), mode, Optional.of(meaning));
            }
        }
    }

    /** Of two that score alike the one that was found first stays first. */
    private static void sort(List<Ranked> ranked) {
        ranked.sort((a, b) -> Double.compare(b.score, a.score));
    }

    /** What merely shares the sentence that answers with a better passage is no finding of its own. */
    private static void grade(List<Ranked> ranked, String mode, Optional<Meaning> meaning) {
        for (int i = 0; i < ranked.size(); i++) {
            Ranked one = ranked.get(i);
            one.verdict = meaning.isEmpty() ? Relevance.judgeWords(Math.max(one.share, one.quotation)) : Relevance.judge(one.score, mode.equals("hybrid") ? one.share : 0);
            if (one.grade() == Relevance.Grade.FOUND && one.best.isPresent() && ranked.subList(0, i).stream().anyMatch(better -> holds(better, one, one.best.get().sentence()))) {
                one.verdict = new Relevance.Verdict(Relevance.Grade.WEAK, "It shares its best sentence with a passage that comes before it.");
            }
        }
    }

    private static boolean holds(Ranked better, Ranked one, PassageSentences.Sentence sentence) {
        return better.found.document() == one.found.document() && better.found.passage().start() <= sentence.start() && sentence.end() <= better.found.passage().end();
    }
}
