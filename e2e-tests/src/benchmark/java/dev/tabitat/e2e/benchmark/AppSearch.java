package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * What a person waits for: {@code tabitat.search} in the app's page, from a question's text to passages, with the steps
 * that the answer names.
 */
final class AppSearch {

    /** In all, and by steps. */
    static final List<String> STEPS = List.of("total", "embed", "meaning", "words", "read");

    private static final int QUESTIONS = 200;

    private final Stand stand;

    AppSearch(Stand stand) {
        this.stand = stand;
    }

    /** Adds one document of sentences in an order that changes, until there are passages enough, then asks. */
    void measure() {
        int passages = stand.settings().searchRows() / 10;
        try (TabitatPage page = stand.tabitat()) {
            page.page().ask(
                    "async () => { if (typeof tabitat.search !== 'function') throw new Error('this page has no search'); }",
                    JsonObject.EMPTY);
            page.install(TabitatPage.Q8);
            List<String> sentences = stand.artifacts().sentences(1000);
            JsonObject answer = page.page()
                    .ask("""
                            async ({ sentences, passages }) => {
                              let held = (await tabitat.documents.status()).passages;
                              for (let part = 0; held < passages; part++) {
                                const paragraphs = [];
                                for (let i = 0; i < 2000; i++) {
                                  const five = [1, 3, 7, 11, 13].map(step => sentences[(i * step + part * 17 + step) % sentences.length]);
                                  paragraphs.push(`Part ${part}, ${i}. ${five.join(' ')}`);
                                }
                                await tabitat.documents.add(new Blob([paragraphs.join('\\n\\n')], { type: 'text/plain' }), { name: `part-${part}.txt` });
                                const now = (await tabitat.documents.status()).passages;
                                if (now === held) throw new Error('documents give no passages');
                                held = now;
                              }
                              return { passages: held };
                            }""",
                            JsonObject.of("sentences", sentences, "passages", passages))
                    .object("answer");
            stand.results().appSearch = JsonObject.of("passages", answer.integer("passages"), "steps",
                    steps(page, sentences));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject steps(TabitatPage page, List<String> sentences) {
        JsonObject answer = page.page().ask("""
                async ({ sentences, questions }) => {
                  const all = { total: [], embed: [], meaning: [], words: [], read: [] };
                  for (let i = 0; i < questions + 20; i++) {
                    const query = sentences[(i * 31) % sentences.length].split(' ').slice(0, 12).join(' ');
                    const start = performance.now();
                    const { durations } = await tabitat.search({ query });
                    const total = performance.now() - start;
                    if (i < 20) continue;
                    all.total.push(total);
                    for (const step of ['embed', 'meaning', 'words', 'read']) all[step].push(durations[step] / 1e6);
                  }
                  return all;
                }""", JsonObject.of("sentences", sentences, "questions", QUESTIONS)).object("answer");
        JsonObject.Builder steps = JsonObject.builder();
        for (String step : STEPS) {
            double[] ms = OpenPage.numbers(answer.array(step));
            Arrays.sort(ms);
            steps.put(step, JsonObject.of("p50", Spread.quantile(ms, 0.5), "p95", Spread.quantile(ms, 0.95)));
        }
        return steps.build();
    }
}
