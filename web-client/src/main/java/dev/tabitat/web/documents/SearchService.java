package dev.tabitat.web.documents;

import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.retrieval.Fusion;
import dev.tabitat.core.retrieval.Passage;
import dev.tabitat.core.retrieval.Relevance;
import dev.tabitat.core.retrieval.SimilarityScale;
import dev.tabitat.core.retrieval.TermGroup;
import dev.tabitat.core.retrieval.VerdictEvidence;
import dev.tabitat.core.retrieval.Words;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.params.DocumentParams;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The search over private documents: answers questions with graded passages, the best first, or reports that none is
 * relevant.
 */
final class SearchService {

    private static final int MAX_QUESTION_LENGTH = 10_000;
    /** How many of the first passages a re-ranker orders again. */
    static final int RERANKED = 50;

    private final DocumentIndex documentIndex;
    private final TextCache texts;
    private final Encoders encoders;
    private final DocumentEnvironment environment;
    private final SentenceVectors sentences;
    private final PassageSearch finder;
    private final Rerankers rerankers;

    SearchService(DocumentIndex documentIndex, TextCache texts, Encoders encoders, Rerankers rerankers,
            DocumentEnvironment environment) {
        this.rerankers = rerankers;
        this.documentIndex = documentIndex;
        this.texts = texts;
        this.encoders = encoders;
        this.environment = environment;
        this.sentences = new SentenceVectors(texts);
        this.finder = new PassageSearch(documentIndex, texts, sentences, environment);
    }

    /** Forgets what is kept of other documents than these. */
    void retain(Predicate<String> ids) {
        sentences.retain(ids);
    }

    /** Nothing of what documents say stays in memory. */
    void forgetAll() {
        sentences.forgetAll();
    }

    /**
     * What a re-ranker made of the passages that were found.
     *
     * @param ranked in its order
     * @param used the re-ranker, how many passages it ordered, and how long that took; empty where there was none
     * @param notice why it could not be used; empty where it was, or there is none
     */
    private record Reranked(List<PassageSearch.Ranked> ranked, Optional<JsonObject> used, String notice) {}

    /** As {@code SearchResult} in tabitat.d.ts. */
    JsonObject search(DocumentParams.Search asked, CancellationToken stop) {
        long start = environment.nanos();
        String query = question(asked.query());
        String wanted = asked.mode();
        Predicate<IndexedDocument> filter = filter(asked);
        Optional<Encoders.Chosen> active = encoders.active();
        Optional<Encoder> encoder = wanted.equals("words") || documentIndex.embedded() == 0 || active.isEmpty()
                ? Optional.empty()
                : encoders.open(active.get());
        boolean isKnown = encoder.isEmpty() || encoder.get().knows(query);
        Optional<PassageSearch.Meaning> meaning = encoder.isPresent() && isKnown
                ? Optional.of(
                        new PassageSearch.Meaning(encoder.get(), active.orElseThrow(), encoder.get().question(query)))
                : Optional.empty();
        String mode = meaning.isPresent() ? wanted : "words";
        long embedded = environment.nanos();
        Fusion.Way way = Fusion.Way.valueOf(mode.toUpperCase(Locale.ROOT));
        Optional<StoredPackage> reranker = asked.rerank() ? rerankers.installed() : Optional.empty();
        PassageSearch.Result found = finder.find(query, way,
                reranker.isPresent() ? Math.max(RERANKED, asked.k()) : asked.k(), filter, meaning);
        Optional<PassageSearch.Ranked> best = found.ranked().stream().findFirst();
        Reranked reranked = rerank(reranker, query, found.ranked(), stop);
        List<PassageSearch.Ranked> shown = reranked.ranked().subList(0,
                Math.min(asked.k(), reranked.ranked().size()));
        Relevance.Grade grade = highest(shown);
        List<Json> passages = new ArrayList<>();
        for (PassageSearch.Ranked one : shown) {
            passages.add(passage(one, meaning.isPresent(), found.terms()));
        }
        boolean isNothing = grade == Relevance.Grade.NOTHING;
        JsonObject result = JsonObject.of("passages", isNothing ? JsonArray.EMPTY : new JsonArray(passages), "verdict",
                documentIndex.all().isEmpty() ? "no_documents" : grade.id(),
                "reason", reason(meaning, way, found, best), "mode", mode,
                "searched",
                JsonObject.of("documents", documentIndex.all().stream().filter(filter).count(), "passages",
                        documentIndex.passages(), "embedded", documentIndex.embedded()),
                "total_duration", environment.nanos() - start,
                "durations", JsonObject.of("embed", embedded - start, "meaning", found.steps()[0], "words",
                        found.steps()[1], "read", found.steps()[2]));
        if (isNothing && !passages.isEmpty()) {
            result = result.with("nearest", new JsonArray(passages));
        }
        if (meaning.isPresent()) {
            result = result.with("encoder", meaning.get().encoder().name());
        }
        result = reranked.used().isPresent() ? result.with("reranker", reranked.used().get()) : result;
        String notice = isKnown ? notice(wanted, mode, active)
                : "The encoder " + encoder.get().name()
                        + " does not support the script of this question: only words were compared.";
        if (meaning.isPresent() && !meaning.get().scale().isMeasured()) {
            notice = ("How near counts as found was never measured for " + meaning.get().encoder().name()
                    + ": by its similarity alone nothing is found, and nothing is said to be absent. " + notice).trim();
        }
        notice = (notice + " " + reranked.notice()).strip();
        return notice.isEmpty() ? result : result.with("notice", notice);
    }

    /** The best grade among passages, whatever their order. */
    private static Relevance.Grade highest(List<PassageSearch.Ranked> passages) {
        Relevance.Grade highest = Relevance.Grade.NOTHING;
        for (PassageSearch.Ranked one : passages) {
            if (one.grade() == Relevance.Grade.FOUND || highest == Relevance.Grade.NOTHING) {
                highest = one.grade();
            }
        }
        return highest;
    }

    /** The first passages in a re-ranker's order, then the others as they were; each keeps its grade. */
    private Reranked rerank(Optional<StoredPackage> reranker, String query, List<PassageSearch.Ranked> found,
            CancellationToken stop) {
        if (reranker.isEmpty() || found.size() < 2) {
            return new Reranked(found, Optional.empty(), "");
        }
        long start = environment.nanos();
        List<PassageSearch.Ranked> first = new ArrayList<>(found.subList(0, Math.min(RERANKED, found.size())));
        List<String> passages = new ArrayList<>();
        for (PassageSearch.Ranked one : first) {
            passages.add(underHeadings(one.found));
        }
        try {
            float[] scores = rerankers.open(reranker.get()).scores(query, passages, (tokens, total) -> {
                environment.yieldToMessages();
                stop.check();
            });
            for (int i = 0; i < scores.length; i++) {
                first.get(i).rerankScore = OptionalDouble.of(scores[i]);
            }
        } catch (Cancelled given) {
            throw given;
        } catch (TabitatException unusable) {
            return new Reranked(found, Optional.empty(),
                    "The re-ranker " + reranker.get().name() + " was not used: " + unusable.getMessage());
        }
        first.sort((a, b) -> Double.compare(b.rerankScore.getAsDouble(), a.rerankScore.getAsDouble()));
        List<PassageSearch.Ranked> all = new ArrayList<>(first);
        all.addAll(found.subList(first.size(), found.size()));
        return new Reranked(all, Optional.of(JsonObject.of("name", reranker.get().name(), "passages", first.size(),
                "duration", environment.nanos() - start)), "");
    }

    /** A passage as it is embedded: its document's title and its headings before it. */
    private String underHeadings(DocumentIndex.Found found) {
        String own = texts.of(found.document().id).text().substring(found.passage().start(), found.passage().end());
        String under = found.passage().under(found.document().head.heading());
        return under.isEmpty() ? own : under + "\n" + own;
    }

    private static String question(String given) {
        String query = Utf8.replaceUnpairedSurrogates(given);
        if (query.trim().isEmpty() || query.length() > MAX_QUESTION_LENGTH) {
            throw new InvalidInput("There is no question to answer.",
                    Finding.at("search, query").expected("1 to " + MAX_QUESTION_LENGTH + " characters")
                            .found(query.trim().isEmpty() ? "an empty text" : query.length() + " characters"));
        }
        return query;
    }

    private String notice(String wanted, String mode, Optional<Encoders.Chosen> active) {
        if (!wanted.equals(mode)) {
            return active.isEmpty() ? "No encoder is installed: only words were compared."
                    : !encoders.isHere(active.get())
                            ? "The encoder " + active.get().name()
                                    + ", which made the vectors, is not here: only words were compared."
                            : "Nothing is embedded yet: only words were compared.";
        }
        return !mode.equals("words") && documentIndex.embedded() < documentIndex.passages() ? documentIndex.embedded()
                + " of " + documentIndex.passages() + " passages are compared by meaning so far." : "";
    }

    private static Predicate<IndexedDocument> filter(DocumentParams.Search asked) {
        List<String> only = asked.documents();
        String after = moment(asked.addedAfter(), "added_after");
        String before = moment(asked.addedBefore(), "added_before");
        return one -> (only.isEmpty() || only.contains(one.id))
                && (after.isEmpty() || one.head.addedAtUtc().compareTo(after) >= 0)
                && (before.isEmpty() || one.head.addedAtUtc().compareTo(before) < 0);
    }

    /** ISO 8601 in UTC: such moments sort as texts do. */
    private static String moment(String text, String name) {
        boolean isDate = text.length() >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-';
        if (!text.isEmpty() && (!isDate || text.length() > 10 && !text.endsWith("Z"))) {
            throw new InvalidInput("This is no moment.",
                    Finding.at("search, " + name).expected("a date, or a moment in UTC, such as 2026-11-29T08:00:00Z")
                            .found(text.length() > 60 ? "a long text" : text));
        }
        return text;
    }

    private static JsonObject reason(Optional<PassageSearch.Meaning> meaning, Fusion.Way way,
            PassageSearch.Result found,
            Optional<PassageSearch.Ranked> best) {
        List<TermGroup> asked = found.terms().stream().filter(TermGroup::isContent).toList();
        JsonObject reason = JsonObject.of("words_asked", asked.size(), "words_found",
                asked.stream().filter(one -> !one.variants().isEmpty()).count());
        if (meaning.isPresent()) {
            SimilarityScale scale = meaning.get().scale();
            if (scale.isMeasured()) {
                reason = reason.with("least_score", Relevance.leastScore(Relevance.Grade.WEAK))
                        .with("found_score", Relevance.leastScore(Relevance.Grade.FOUND))
                        .with("least_similarity", scale.cosine(Relevance.leastScore(Relevance.Grade.WEAK)));
            }
            reason = found.bestSimilarity() > -1 ? reason.with("best_similarity", (double) found.bestSimilarity())
                    : reason;
            reason = best.isPresent() ? reason.with("best_score", best.get().score()) : reason;
        } else {
            reason = reason.with("least_share", Relevance.leastShare(Relevance.Grade.WEAK)).with("found_share",
                    Relevance.leastShare(Relevance.Grade.FOUND));
            reason = best.isPresent() ? reason.with("best_share", best.get().share()) : reason;
        }
        if (best.isEmpty()) {
            return reason;
        }
        reason = reason.with("why", best.get().verdict.why());
        Optional<VerdictEvidence> evidence = VerdictEvidence.of(meaning.map(one -> one.encoder().name()).orElse(""),
                way, best.get().grade());
        return evidence.isPresent() ? reason.with("evidence", evidence.get().toJson()) : reason;
    }

    /** Of each word that carries what is asked for, how often it or what stands for it is there; by how it is shown. */
    private Map<String, Integer> counts(DocumentIndex.Found found, List<TermGroup> terms) {
        Map<String, String> labels = labels(terms);
        Map<String, Integer> counts = new TreeMap<>();
        Words.Sink count = (start, end, term) -> {
            if (labels.containsKey(term)) {
                counts.merge(labels.get(term), 1, Integer::sum);
            }
        };
        String under = found.passage().under(found.document().head.title());
        Words.each(texts.of(found.document().id).text(), found.passage().start(), found.passage().end(), count);
        Words.each(under, 0, under.length(), count);
        return counts;
    }

    /** The words of the index that stand for words that carry what is asked for, and which. */
    private static Map<String, String> labels(List<TermGroup> terms) {
        Map<String, String> labels = new HashMap<>();
        for (TermGroup group : terms) {
            if (group.isContent()) {
                group.variants().forEach(variant -> labels.putIfAbsent(variant.term(), group.label()));
            }
        }
        return labels;
    }

    private JsonObject passage(PassageSearch.Ranked one, boolean byMeaning, List<TermGroup> terms) {
        DocumentIndex.Found found = one.found;
        DocumentText text = texts.of(found.document().id);
        Passage passage = found.passage();
        DocumentHead head = found.document().head;
        JsonObject json = JsonObject.of("document", found.document().id, "title",
                head.title().isEmpty() ? head.name() : head.title(), "start", passage.start(), "end", passage.end(),
                "text", text.text().substring(passage.start(), passage.end()), "score", one.score(), "relevance",
                one.grade().id(), "ranks", ranks(one, byMeaning, terms),
                "highlights", highlights(text.text(), passage, terms), "context", passage.context(), "index",
                found.index(), "of", found.document().passages.size());
        boolean isPart = one.best.isPresent() && one.best.get().sentence().end()
                - one.best.get().sentence().start() < passage.end() - passage.start();
        if (isPart) {
            json = json.with("sentence", JsonArray.of(one.best.get().sentence().start() - passage.start(),
                    one.best.get().sentence().end() - passage.start()));
        }
        Optional<JsonObject> place = PlaceJson.of(text, passage.start(), passage.end());
        return place.isPresent() ? json.with("place", place.get()) : json;
    }

    private static JsonArray highlights(String text, Passage passage, List<TermGroup> terms) {
        Map<String, String> labels = labels(terms);
        List<Json> highlights = new ArrayList<>();
        int[] last = {-1};
        Words.each(text, passage.start(), passage.end(), (start, end, term) -> {
            if (!labels.containsKey(term) || end <= last[0]) {
                return;
            }
            // What is joined comes whole and in parts, pairs overlap: everything is marked once.
            int from = Math.max(start, last[0]);
            if (from == last[0] && !highlights.isEmpty()) {
                JsonArray before = (JsonArray) highlights.remove(highlights.size() - 1);
                highlights.add(JsonArray.of(before.get(0), end - passage.start()));
            } else {
                highlights.add(JsonArray.of(from - passage.start(), end - passage.start()));
            }
            last[0] = end;
        });
        return new JsonArray(highlights);
    }

    private JsonObject ranks(PassageSearch.Ranked one, boolean byMeaning, List<TermGroup> terms) {
        JsonObject ranks = one.exactRank > 0 ? JsonObject.of("exact", JsonObject.of("rank", one.exactRank))
                : JsonObject.EMPTY;
        if (one.wordsRank > 0) {
            List<Json> counted = new ArrayList<>();
            counts(one.found, terms).forEach((term, count) -> counted.add(JsonObject.of("term", term, "count", count)));
            ranks = ranks.with("words", JsonObject.of("rank", one.wordsRank, "score", (double) one.wordsScore, "share",
                    one.share(), "terms", new JsonArray(counted)));
        }
        if (byMeaning && one.meaningRank > 0) {
            JsonObject meaning = JsonObject.of("rank", one.meaningRank, "similarity", (double) one.similarity);
            ranks = ranks.with("meaning",
                    one.best.isPresent() ? meaning.with("sentence_similarity", (double) one.best.get().similarity())
                            : meaning);
        }
        if (one.rerankScore.isPresent()) {
            ranks = ranks.with("reranker", JsonObject.of("score", one.rerankScore.getAsDouble()));
        }
        return ranks;
    }
}
