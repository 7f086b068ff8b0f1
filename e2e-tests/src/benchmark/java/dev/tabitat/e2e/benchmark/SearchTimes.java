package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.text.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Times searches of vectors: Tabitat's index alone, Orama and hnswlib-wasm, over the same vectors, each in a browser of
 * its own, taking turns.
 */
final class SearchTimes {

    static final String TABITAT_1 = "Tabitat, 1 thread";
    static final String TABITAT_2 = "Tabitat, 2 threads";

    private static final String ORAMA = "Orama";
    private static final String HNSWLIB = "hnswlib-wasm";

    /** Names of contestants that have an index, and of their pages. */
    private static final Map<String, String> ENGINES = engines();

    private static final int BATCH = 1000;
    private static final int CAP_MILLIS = 150_000;
    private static final int RECALL_QUERIES = 100;
    private static final int TURN_QUERIES = 50;
    private static final int WARM_UP_QUERIES = 300;
    private static final int SENTENCES = 1000;
    private static final int EMBEDDED_AT_ONCE = 50;
    private static final int PAUSE_MILLIS = 100;

    private final Stand stand;

    SearchTimes(Stand stand) {
        this.stand = stand;
    }

    private static Map<String, String> engines() {
        Map<String, String> engines = new LinkedHashMap<>();
        engines.put("Tabitat", SearchPage.TABITAT);
        engines.put(ORAMA, SearchPage.ORAMA);
        engines.put(HNSWLIB, SearchPage.HNSWLIB);
        return engines;
    }

    /** Whose index a contestant searches. */
    static String engine(String contestant) {
        return contestant.startsWith("Tabitat") ? "Tabitat" : contestant;
    }

    void measure() {
        stand.server().offer("/vectors/base.f32", vectors());
        for (int rows : new int[]{stand.settings().searchRows() / 10, stand.settings().searchRows()}) {
            SearchFigures figures = new SearchFigures(rows);
            stand.results().search.add(figures);
            measure(figures);
        }
    }

    private void measure(SearchFigures figures) {
        List<double[]> right = right(figures.rows());
        Map<String, SearchPage> pages = new LinkedHashMap<>();
        try {
            ENGINES.forEach((name, who) -> stand.attempt(name + " over " + figures.rows() + " vectors", () -> {
                SearchPage page = SearchPage.open(stand.server().url(), who);
                pages.put(name, page);
                figures.index(build(name, page, figures.rows()));
            }));
            pages.keySet().removeIf(name -> figures.index(name) == null);
            List<String> contestants = new ArrayList<>();
            for (String name : pages.keySet()) {
                contestants.addAll(name.equals("Tabitat") ? List.of(TABITAT_1, TABITAT_2) : List.of(name));
            }
            for (String contestant : contestants) {
                SearchPage page = pages.get(engine(contestant));
                boolean isTabitat = engine(contestant).equals("Tabitat");
                page.find(RECALL_QUERIES, isTabitat ? WARM_UP_QUERIES : TURN_QUERIES, threads(contestant));
                SearchPage.Found found = page.find(0, RECALL_QUERIES, threads(contestant));
                if (figures.index(engine(contestant)).isWhole()) {
                    figures.recall(contestant, right, found.rows());
                }
                if (found.threads() != threads(contestant)) {
                    stand.results().notes.add(contestant + ": its page has " + found.threads());
                }
            }
            play(figures, contestants, pages);
        } finally {
            pages.values().forEach(SearchPage::close);
        }
    }

    private void play(SearchFigures figures, List<String> contestants, Map<String, SearchPage> pages) {
        for (int round = 0; round < stand.settings().rounds(); round++) {
            List<String> order = new ArrayList<>(contestants);
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (String contestant : order) {
                pause();
                figures.turn(contestant, pages.get(engine(contestant))
                        .find(1000 + round * TURN_QUERIES, TURN_QUERIES, threads(contestant)).ms());
            }
        }
        for (String contestant : contestants) {
            System.out.println(figures.rows() + " vectors, " + contestant + ": ms "
                    + figures.quantileText(contestant, 0.5) + ", p95 "
                    + figures.quantileText(contestant, 0.95) + ", recall "
                    + figures.recall(contestant).map(Spread::number).orElse("not known"));
        }
    }

    private static int threads(String contestant) {
        return contestant.equals(TABITAT_2) ? 2 : 1;
    }

    private SearchFigures.Index build(String name, SearchPage page, int rows) {
        page.prepare(rows, 2);
        Optional<Memory> memory = Memory.of(page.lab(), page.page());
        try {
            long before = memory.isPresent() ? memory.get().resident() : 0;
            SearchPage.Built built = page.build(rows, BATCH, CAP_MILLIS);
            Optional<Long> grown = memory.isPresent() ? Optional.of(memory.get().resident() - before)
                    : Optional.empty();
            System.out.println(
                    name + ": " + built.rows() + " of " + rows + " vectors in " + Spread.number(built.ms()) + " ms");
            return new SearchFigures.Index(name, built, rows, grown);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<double[]> right(int rows) {
        try (SearchPage page = SearchPage.open(stand.server().url(), SearchPage.EXACT)) {
            page.prepare(rows, 1);
            page.build(rows, BATCH, Integer.MAX_VALUE);
            return page.find(0, RECALL_QUERIES, 1).rows();
        }
    }

    /** Embeddings of sentences, kept for the next run; their name changes with the sentences. */
    private byte[] vectors() {
        try {
            List<String> sentences = stand.artifacts().sentences(SENTENCES);
            Path cache = stand.settings().target().resolve(
                    "vectors-" + Digest.of(Utf8.encode(String.join("\n", sentences))).hex().substring(0, 12) + ".f32");
            if (!Files.exists(cache)) {
                Files.write(cache, embed(sentences));
            }
            return Files.readAllBytes(cache);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] embed(List<String> sentences) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * ModelShape.MINILM_L6.hidden() * sentences.size())
                .order(ByteOrder.LITTLE_ENDIAN);
        try (TabitatPage page = stand.tabitat()) {
            page.install(TabitatPage.Q8);
            for (int from = 0; from < sentences.size(); from += EMBEDDED_AT_ONCE) {
                List<String> some = sentences.subList(from, Math.min(sentences.size(), from + EMBEDDED_AT_ONCE));
                for (double[] vector : page.embed(TabitatPage.Q8, some)) {
                    for (double value : vector) {
                        bytes.putFloat((float) value);
                    }
                }
            }
        }
        return bytes.array();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between turns", e);
        }
    }
}
