package dev.tabitat.web.documents;

import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.Passage;
import dev.tabitat.core.retrieval.RankFusion;
import dev.tabitat.core.retrieval.Relevance;
import dev.tabitat.core.retrieval.RelevanceThreshold;
import dev.tabitat.core.retrieval.WordIndex;
import dev.tabitat.core.retrieval.Words;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.Params;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Answers questions with passages: by words, by meaning, or by both, fused once over all; or says that nothing fits. */
final class Asking {

    private static final int MOST = 1000;
    private static final int MOST_QUESTION = 10_000;
    /** How deep each way looks, so that what both find is found by both. */
    private static final int DEPTH = 200;
    private static final int FUSION = 60;
    /** From which share of what a question's words tell a passage counts as holding them. */
    private static final float EXACT_SHARE = 0.9f;
    /** How many of the best by words are looked through for one that holds most of the question. */
    private static final int LOOKED_THROUGH = 10;
    private static final WordIndex.Found NO_WORDS = new WordIndex.Found(new Hits(new int[0], new float[0]), new float[0]);
    private static final List<String> MODES = List.of("hybrid", "meaning", "words");

    private final Library library;
    private final Texts texts;
    private final Encoders encoders;
    private final DocumentsWorld world;

    Asking(Library library, Texts texts, Encoders encoders, DocumentsWorld world) {
        this.library = library;
        this.texts = texts;
        this.encoders = encoders;
        this.world = world;
    }

    /** As {@code SearchResult} in tabitat.d.ts. */
    JsonObject search(Params params) {
        long start = world.nanos();
        String query = question(params);
        int k = params.countOr("k", 10, MOST);
        String wanted = params.oneOf("mode", "hybrid", MODES);
        Predicate<Shelved> filter = filter(params);
        Optional<Encoders.Chosen> active = encoders.active();
        Optional<Encoder> encoder = wanted.equals("words") || library.embedded() == 0 ? Optional.empty() : active.flatMap(encoders::open);
        String mode = encoder.isPresent() ? wanted : "words";
        List<String> terms = Words.query(query);
        float[] asked = encoder.map(one -> one.question(query)).orElse(new float[0]);
        long embedded = world.nanos();
        int depth = Math.max(DEPTH, 2 * k);
        Hits meaning = encoder.isPresent() ? library.byMeaning(asked, Math.min(MOST, depth), filter) : new Hits(new int[0], new float[0]);
        long scanned = world.nanos();
        WordIndex.Found told = mode.equals("meaning") ? NO_WORDS : library.byWords(terms, Math.min(MOST, depth), filter);
        Hits words = told.hits();
        // Rows move when documents come or go, which may happen at the first wait below: from here on by document.
        Map<Integer, Library.Found> passages = new HashMap<>();
        for (Hits hits : List.of(meaning, words)) {
            for (int row : hits.rows()) {
                passages.computeIfAbsent(row, library::at);
            }
        }
        long counted = world.nanos();
        List<JsonObject> found = fused(meaning, told, mode, k, terms, passages);
        Optional<Relevance.Verdict> verdict = found.isEmpty() ? Optional.empty() : Optional.of(judge(encoder, meaning, told, terms, passages));
        boolean isRelevant = verdict.isPresent() && verdict.get().relevant();
        long end = world.nanos();
        JsonObject result = JsonObject.of("passages", isRelevant ? first(found, k) : List.of(),
                "verdict", library.all().isEmpty() ? "no_documents" : isRelevant ? "found" : "nothing_relevant",
                "reason", reason(encoder, meaning, verdict, terms), "mode", mode,
                "searched", JsonObject.of("documents", library.all().stream().filter(filter).count(), "passages", library.passages(), "embedded", library.embedded()),
                "total_duration", end - start,
                "durations", JsonObject.of("embed", embedded - start, "meaning", scanned - embedded, "words", counted - scanned, "read", end - counted));
        if (!isRelevant && !found.isEmpty()) {
            result = result.with("nearest", new JsonArray(new ArrayList<Json>(first(found, k))));
        }
        if (encoder.isPresent()) {
            result = result.with("encoder", encoder.get().name());
        }
        String notice = notice(wanted, mode, active);
        return notice.isEmpty() ? result : result.with("notice", notice);
    }

    private static String question(Params params) {
        String query = Utf8.replaceUnpairedSurrogates(params.requireText("query"));
        if (query.trim().isEmpty() || query.length() > MOST_QUESTION) {
            throw new InvalidInput("There is no question to answer.", Finding.at("search, query").expected("1 to " + MOST_QUESTION + " characters")
                    .found(query.trim().isEmpty() ? "an empty text" : query.length() + " characters"));
        }
        return query;
    }

    private String notice(String wanted, String mode, Optional<Encoders.Chosen> active) {
        if (!wanted.equals(mode)) {
            return active.isEmpty() ? "No encoder is installed: only words were compared." : !encoders.isHere(active.get()) ? "The encoder " + active.get().name() + ", which made the vectors, is not here: only words were compared."
                    : "Nothing is embedded yet: only words were compared.";
        }
        return !mode.equals("words") && library.embedded() < library.passages() ? library.embedded() + " of " + library.passages() + " passages are compared by meaning so far." : "";
    }

    private static List<JsonObject> first(List<JsonObject> found, int k) {
        return found.subList(0, Math.min(k, found.size()));
    }

    private Predicate<Shelved> filter(Params params) {
        List<String> only = params.has("documents") ? params.inputs("documents") : List.of();
        String after = moment(params, "added_after");
        String before = moment(params, "added_before");
        return one -> (only.isEmpty() || only.contains(one.id)) && (after.isEmpty() || one.head.addedAtUtc().compareTo(after) >= 0) && (before.isEmpty() || one.head.addedAtUtc().compareTo(before) < 0);
    }

    /** ISO 8601 in UTC: such moments sort as texts do. */
    private static String moment(Params params, String name) {
        String text = params.text(name).orElse("");
        boolean isDate = text.length() >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-';
        if (!text.isEmpty() && (!isDate || text.length() > 10 && !text.endsWith("Z"))) {
            throw new InvalidInput("This is no moment.", Finding.at("search, " + name).expected("a date, or a moment in UTC, such as 2026-11-29T08:00:00Z").found(text.length() > 60 ? "a long text" : text));
        }
        return text;
    }

    private Relevance.Verdict judge(Optional<Encoder> encoder, Hits meaning, WordIndex.Found words, List<String> terms, Map<Integer, Library.Found> passages) {
        int fullest = -1;
        for (int i = 0; i < Math.min(LOOKED_THROUGH, words.hits().size()); i++) {
            fullest = fullest < 0 || words.shares()[i] > words.shares()[fullest] ? i : fullest;
        }
        return Relevance.judge(encoder.map(one -> Relevance.thresholdOf(one.name())).orElse(RelevanceThreshold.WORDS_ONLY), meaning.size() == 0 ? -1 : meaning.scores()[0],
                fullest < 0 ? 0 : words.shares()[fullest], fullest >= 0 && hasRare(passages.get(words.hits().rows()[fullest]), terms));
    }

    /** Whether a passage holds a word that hardly any other has. */
    private boolean hasRare(Library.Found passage, List<String> terms) {
        Map<String, Integer> counts = counts(passage, terms);
        return terms.stream().anyMatch(term -> counts.containsKey(term) && Relevance.isRare(library.frequency(term), library.passages()));
    }

    private Map<String, Integer> counts(Library.Found found, List<String> terms) {
        Map<String, Integer> counts = new TreeMap<>();
        String text = texts.of(found.document().id).text();
        Passage passage = found.passage();
        Words.Sink count = (start, end, term) -> {
            if (terms.contains(term)) {
                counts.merge(term, 1, Integer::sum);
            }
        };
        Words.each(text, passage.start(), passage.end(), count);
        Words.each(passage.context(), 0, passage.context().length(), count);
        return counts;
    }

    private JsonObject reason(Optional<Encoder> encoder, Hits meaning, Optional<Relevance.Verdict> verdict, List<String> terms) {
        long there = terms.stream().filter(term -> library.frequency(term) > 0).count();
        JsonObject reason = JsonObject.of("words_asked", terms.size(), "words_found", there);
        if (encoder.isPresent()) {
            RelevanceThreshold threshold = Relevance.thresholdOf(encoder.get().name());
            reason = reason.with("least_similarity", threshold.similarity());
            reason = meaning.size() > 0 ? reason.with("best_similarity", (double) meaning.scores()[0]) : reason;
            reason = threshold.n() > 0 ? reason.with("evidence", JsonObject.of("n", threshold.n(), "false_alarms", threshold.falseAlarms(), "dataset", threshold.dataset())) : reason;
        }
        return verdict.isPresent() ? reason.with("why", verdict.get().why()) : reason;
    }

    private List<JsonObject> fused(Hits meaning, WordIndex.Found told, String mode, int k, List<String> terms, Map<Integer, Library.Found> passages) {
        Hits words = told.hits();
        List<JsonObject> found = new ArrayList<>();
        Map<Integer, Integer> meaningRank = ranks(meaning);
        Map<Integer, Integer> wordsRank = ranks(words);
        Hits exact = mode.equals("hybrid") ? exact(told) : new Hits(new int[0], new float[0]);
        Map<Integer, Integer> exactRank = ranks(exact);
        List<Hits> rankings = mode.equals("hybrid") ? List.of(meaning, words, exact) : List.of(mode.equals("meaning") ? meaning : words);
        RankFusion.Fused fused = RankFusion.reciprocal(rankings, FUSION, k);
        for (int i = 0; i < fused.size(); i++) {
            int row = fused.rows()[i];
            double score = mode.equals("hybrid") ? fused.scores()[i] : mode.equals("meaning") ? meaning.scores()[meaningRank.get(row)] : words.scores()[wordsRank.get(row)];
            JsonObject ranks = exactRank.containsKey(row) ? JsonObject.of("exact", JsonObject.of("rank", exactRank.get(row) + 1)) : JsonObject.EMPTY;
            found.add(passage(passages.get(row), score, ranks, Optional.ofNullable(meaningRank.get(row)).map(at -> JsonObject.of("rank", at + 1, "similarity", (double) meaning.scores()[at])),
                    Optional.ofNullable(wordsRank.get(row)).map(at -> JsonObject.of("rank", at + 1, "score", (double) words.scores()[at])), terms));
        }
        return found;
    }

    /**
     * Passages that hold nearly all that the question's words tell, the best by words first: a ranking of its own, since by ranks alone
     * a quotation that stands there word for word would weigh no more than any first by meaning.
     */
    private static Hits exact(WordIndex.Found words) {
        int[] rows = new int[words.hits().size()];
        float[] scores = new float[rows.length];
        int n = 0;
        for (int i = 0; i < rows.length; i++) {
            if (words.shares()[i] >= EXACT_SHARE) {
                rows[n] = words.hits().rows()[i];
                scores[n++] = words.hits().scores()[i];
            }
        }
        return new Hits(Arrays.copyOf(rows, n), Arrays.copyOf(scores, n));
    }

    private static Map<Integer, Integer> ranks(Hits hits) {
        Map<Integer, Integer> ranks = new HashMap<>();
        for (int i = 0; i < hits.size(); i++) {
            ranks.put(hits.rows()[i], i);
        }
        return ranks;
    }

    private JsonObject passage(Library.Found found, double score, JsonObject exact, Optional<JsonObject> meaning, Optional<JsonObject> words, List<String> terms) {
        DocumentText text = texts.of(found.document().id);
        Passage passage = found.passage();
        List<Json> highlights = new ArrayList<>();
        int[] last = {-1};
        Words.each(text.text(), passage.start(), passage.end(), (start, end, term) -> {
            // A compound comes whole and in parts: the whole is marked, once.
            if (terms.contains(term) && start >= last[0]) {
                highlights.add(JsonArray.of(start - passage.start(), end - passage.start()));
                last[0] = end;
            }
        });
        JsonObject ranks = exact;
        if (words.isPresent()) {
            List<JsonObject> counted = new ArrayList<>();
            counts(found, terms).forEach((term, count) -> counted.add(JsonObject.of("term", term, "count", count)));
            ranks = ranks.with("words", words.get().with("terms", new JsonArray(new ArrayList<Json>(counted))));
        }
        ranks = meaning.isPresent() ? ranks.with("meaning", meaning.get()) : ranks;
        DocumentHead head = found.document().head;
        JsonObject json = JsonObject.of("document", found.document().id, "title", head.title().isEmpty() ? head.name() : head.title(), "start", passage.start(), "end", passage.end(),
                "text", text.text().substring(passage.start(), passage.end()), "score", score, "ranks", ranks, "highlights", new JsonArray(highlights), "context", passage.context(),
                "index", found.index(), "of", found.document().passages.size());
        Optional<JsonObject> place = Places.of(text, passage.start(), passage.end());
        return place.isPresent() ? json.with("place", place.get()) : json;
    }
}
