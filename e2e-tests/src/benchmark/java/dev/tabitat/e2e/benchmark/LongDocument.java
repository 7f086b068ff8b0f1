package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.e2e.support.Pdfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how long a PDF of 2,000 pages takes until its words are searchable, and which page tasks exceed 50 ms
 * meanwhile.
 */
final class LongDocument {

    private static final int PAGES = 2000;
    private static final int ROUNDS = 5;

    private final Stand stand;

    LongDocument(Stand stand) {
        this.stand = stand;
    }

    void measure() {
        try (TabitatPage page = stand.tabitat()) {
            Path file = Files.write(stand.settings().target().resolve("long.pdf"), Pdfs.ofPages(PAGES));
            List<Double> seconds = new ArrayList<>();
            List<Double> longest = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                page.page().ask("""
                        async () => {
                          location.hash = 'documents';
                          while (!document.querySelector('#documents-files')) await new Promise(r => setTimeout(r, 20));
                          __watch.longTasks.length = 0;
                          return {};
                        }""", JsonObject.EMPTY);
                // By its path: bytes handed over by a script would be decoded on the page.
                page.page().choose("#documents-files", file);
                JsonObject took = page.page().ask("""
                        async () => {
                          const start = performance.now();
                          let mine;
                          while (!mine || !['words', 'ready', 'failed'].includes(mine.state)) {
                            await new Promise(r => setTimeout(r, 20));
                            mine = (await tabitat.documents.list()).find(d => d.name === 'long.pdf');
                          }
                          const seconds = (performance.now() - start) / 1000;
                          if (mine.state === 'failed') throw new Error(JSON.stringify(mine.error));
                          await tabitat.documents.remove(mine.id);
                          return { seconds, longest: Math.max(0, ...__watch.longTasks.map(task => task.ms)) };
                        }""", JsonObject.EMPTY).object("answer");
                seconds.add(took.number("seconds"));
                longest.add(took.number("longest"));
            }
            stand.results().longDocument = JsonObject.of("pages", PAGES, "seconds", seconds, "longest_page_task_ms",
                    longest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
