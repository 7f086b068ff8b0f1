package dev.tabitat.web.documents;

import dev.tabitat.core.retrieval.Candidate;
import dev.tabitat.core.retrieval.Fusion;
import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.PassageRanking;
import dev.tabitat.core.retrieval.PassageSentences;
import dev.tabitat.core.retrieval.Quotation;
import dev.tabitat.core.retrieval.Relevance;
import dev.tabitat.core.retrieval.Signals;
import dev.tabitat.core.retrieval.SimilarityScale;
import dev.tabitat.core.retrieval.TermGroup;
import dev.tabitat.core.retrieval.WordIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds passages for a question by words, by meaning or by both, ranks them ({@link PassageRanking}) and grades each.
 *
 * <p>
 * Passages come from three lists: the nearest in meaning; the best by the question's words, of which function words
 * count little; and those that hold most of its words, all counting alike, since a quotation may be made of common
 * words.
 */
final class PassageSearch {

    private static final int MOST = 1000;
    /** How deep each way looks, so that what both find is found by both. */
    private static final int DEPTH = 200;
    private static final float EXACT_SHARE = 0.9f;
    private static final Hits NONE = new Hits(new int[0], new float[0]);

    private final DocumentIndex documentIndex;
    private final TextCache texts;
    private final SentenceVectors sentences;
    private final DocumentEnvironment environment;

    PassageSearch(DocumentIndex documentIndex, TextCache texts, SentenceVectors sentences,
            DocumentEnvironment environment) {
        this.documentIndex = documentIndex;
        this.texts = texts;
        this.sentences = sentences;
        this.environment = environment;
    }

    /** An encoder with the question's vector. @param chosen whose vectors are compared */
    record Meaning(Encoder encoder, Encoders.Chosen chosen, float[] question) {

        SimilarityScale scale() {
            return Relevance.scaleOf(encoder.name());
        }
    }

    /** A passage by the numbers that it was ranked by; ranks count from 1, 0 where it is in no such list. */
    static final class Ranked extends Candidate {

        final DocumentIndex.Found found;
        int meaningRank;
        int wordsRank;
        int exactRank;
        float similarity;
        boolean hasSimilarity;
        float wordsScore;
        Optional<SentenceVectors.Best> best = Optional.empty();
        OptionalDouble rerankScore = OptionalDouble.empty();
        Relevance.Verdict verdict = new Relevance.Verdict(Relevance.Grade.NOTHING, "");

        Ranked(DocumentIndex.Found found, float ratio, float share) {
            super(new Signals(0, OptionalDouble.empty(), ratio, share, 0));
            this.found = found;
        }

        @Override
        public int length() {
            return found.passage().end() - found.passage().start();
        }

        double share() {
            return signals().share();
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

    Result find(String question, Fusion.Way way, int k, Predicate<IndexedDocument> filter, Optional<Meaning> meaning) {
        long start = environment.nanos();
        int depth = Math.min(MOST, Math.max(DEPTH, 2 * k));
        List<TermGroup> terms = documentIndex.terms(question);
        Hits near = meaning.isPresent() ? documentIndex.byMeaning(meaning.get().question(), depth, filter) : NONE;
        long scanned = environment.nanos();
        boolean isByWords = way != Fusion.Way.MEANING;
        Hits quoting = isByWords ? quoting(terms, filter) : NONE;
        int[] besides = IntStream.concat(Arrays.stream(near.rows()), Arrays.stream(quoting.rows())).distinct()
                .toArray();
        WordIndex.Found told = documentIndex.byWords(terms, isByWords ? depth : 1, filter, besides);
        Map<Integer, Ranked> rows = candidates(near, told, isByWords, besides);
        Arrays.stream(quoting.rows()).forEach(row -> rows.get(row).mayQuote());
        meaning.ifPresent(one -> similarities(rows, near, one));
        long counted = environment.nanos();
        // Rows move when documents come or go, which may happen from here on.
        List<Ranked> ranked = new ArrayList<>(rows.values());
        Quotation quotation = Quotation.of(question);
        PassageRanking.PRODUCT.rank(ranked, way,
                one -> quotation.share(texts.of(one.found.document().id).text(), one.found.passage()),
                first -> compareSentences(first, meaning.orElseThrow()));
        List<Ranked> first = new ArrayList<>(ranked.subList(0, Math.min(k, ranked.size())));
        grade(first, way, meaning);
        return new Result(first, terms, near.size() == 0 ? -1 : near.scores()[0],
                new long[]{scanned - start, counted - scanned, environment.nanos() - counted});
    }

    /**
     * Passages that hold most of the question's words, function words too; none where no word counts less than others.
     */
    private Hits quoting(List<TermGroup> terms, Predicate<IndexedDocument> filter) {
        List<TermGroup> level = terms.stream().map(TermGroup::level).toList();
        return level.equals(terms) ? NONE
                : documentIndex.byWords(level, PassageRanking.PRODUCT.quotations(), filter, new int[0]).hits();
    }

    private Map<Integer, Ranked> candidates(Hits near, WordIndex.Found told, boolean isByWords, int[] besides) {
        Map<Integer, Ranked> rows = new LinkedHashMap<>();
        Hits words = told.hits();
        for (int i = 0; i < besides.length; i++) {
            int at = words.size() + i;
            rows.put(besides[i], new Ranked(documentIndex.at(besides[i]), told.scores()[at], told.shares()[at]));
        }
        for (int i = 0; i < near.size(); i++) {
            Ranked one = rows.get(near.rows()[i]);
            one.meaningRank = i + 1;
            one.similarity = near.scores()[i];
            one.hasSimilarity = true;
        }
        int exact = 0;
        for (int i = 0; isByWords && i < words.size(); i++) {
            int at = i;
            Ranked one = rows.computeIfAbsent(words.rows()[i],
                    row -> new Ranked(documentIndex.at(row), told.scores()[at], told.shares()[at]));
            one.wordsRank = i + 1;
            one.wordsScore = words.scores()[i];
            one.exactRank = one.share() >= EXACT_SHARE ? ++exact : 0;
        }
        return rows;
    }

    /** Of what words alone found; a passage without a vector yet counts like the worst that meaning found. */
    private void similarities(Map<Integer, Ranked> rows, Hits near, Meaning meaning) {
        int[] others = rows.entrySet().stream().filter(one -> !one.getValue().hasSimilarity).mapToInt(Map.Entry::getKey)
                .toArray();
        float[] found = documentIndex.similarities(meaning.question(), others, Float.NaN);
        float least = near.size() == 0 ? 0 : near.scores()[near.size() - 1];
        for (int i = 0; i < others.length; i++) {
            Ranked one = rows.get(others[i]);
            one.hasSimilarity = !Float.isNaN(found[i]);
            one.similarity = one.hasSimilarity ? found[i] : least;
        }
        rows.values().forEach(one -> one.set(one.signals().withSimilarity(meaning.scale().of(one.similarity))));
    }

    private List<OptionalDouble> compareSentences(List<Ranked> first, Meaning meaning) {
        List<SentenceVectors.Best> best = sentences.best(first.stream().map(one -> one.found).toList(),
                meaning.question(), meaning.encoder(), meaning.chosen().source());
        List<OptionalDouble> similarities = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Ranked one = first.get(i);
            one.best = one.hasSimilarity ? Optional.ofNullable(best.get(i)) : Optional.empty();
            similarities.add(one.best.isPresent() ? OptionalDouble.of(meaning.scale().of(one.best.get().similarity()))
                    : OptionalDouble.empty());
        }
        return similarities;
    }

    /** What merely shares the sentence that answers with a better passage is no finding of its own. */
    private static void grade(List<Ranked> ranked, Fusion.Way way, Optional<Meaning> meaning) {
        for (int i = 0; i < ranked.size(); i++) {
            Ranked one = ranked.get(i);
            double share = way == Fusion.Way.MEANING ? 0 : one.share();
            one.verdict = meaning.isEmpty() ? Relevance.judgeWords(Math.max(share, one.signals().quotation()))
                    : meaning.get().scale().isMeasured() ? Relevance.judge(one.score(), share)
                            : Relevance.judgeUnmeasured(share);
            if (one.grade() == Relevance.Grade.FOUND && one.best.isPresent() && ranked.subList(0, i).stream()
                    .anyMatch(better -> holds(better, one, one.best.get().sentence()))) {
                one.verdict = new Relevance.Verdict(Relevance.Grade.WEAK,
                        "It shares its best sentence with a passage that comes before it.");
            }
        }
    }

    private static boolean holds(Ranked better, Ranked one, PassageSentences.Sentence sentence) {
        return better.found.document() == one.found.document() && better.found.passage().start() <= sentence.start()
                && sentence.end() <= better.found.passage().end();
    }
}
