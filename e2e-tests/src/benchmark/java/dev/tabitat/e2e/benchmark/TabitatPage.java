package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.e2e.support.Lab;
import java.net.URI;
import java.util.List;

/** The app's own page, asked through {@code globalThis.tabitat} only. */
final class TabitatPage implements AutoCloseable {

    static final String NAME = "Tabitat";
    static final String FP32 = "all-minilm-l6-v2:fp32";
    static final String Q8 = "all-minilm-l6-v2:q8";
    static final String Q4 = "all-minilm-l6-v2:q4";

    private final OpenPage page;

    private TabitatPage(OpenPage page) {
        this.page = page;
    }

    static TabitatPage open(Lab lab, URI url) {
        OpenPage page = OpenPage.at(lab, url);
        page.ask(
                "async () => { while (!globalThis.tabitat) await new Promise(r => setTimeout(r, 5)); await tabitat.ready; }",
                JsonObject.EMPTY);
        return new TabitatPage(page);
    }

    /** Which of the methods that the benchmark calls are missing. */
    List<String> missing() {
        return page.ask(
                "async () => ['install', 'device', 'tokenize', 'embed', 'bench'].filter(name => typeof tabitat[name] !== 'function')",
                JsonObject.EMPTY).array("answer").strings();
    }

    void install(String model) {
        call("install", new JsonString(model));
    }

    /** Measures the kernels. @return the facts */
    JsonObject device() {
        return ((JsonObject) call("device", JsonObject.of("measure", true))).object("facts");
    }

    /**
     * {@code {ms, tokens_per_s, backend, self_test, threads, load: {read_ms, choose_ms, prepare_ms, self_test_ms,
     * tokenizer_ms}}}.
     */
    JsonObject bench(String model, String backend, int threads, Size size, int runs) {
        return (JsonObject) call("bench",
                JsonObject.of("model", model, "backend", backend, "threads", threads, "tokens", size.tokens(),
                        "batch", size.batch(), "runs", runs));
    }

    Contestant as(String name, String backend, int threads) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double[] turn(Size size, int runs) {
                JsonObject answer = bench(Q8, backend, threads, size, runs);
                if (!answer.string("backend").equals(backend)) {
                    throw new Unable("answered on " + answer.string("backend"));
                }
                return OpenPage.numbers(answer.array("ms"));
            }
        };
    }

    /** Token ids as the model wants them, one list a text. */
    Json tokenize(List<String> texts) {
        return ((JsonObject) call("tokenize", JsonObject.of("model", Q8, "input", texts))).array("ids");
    }

    List<double[]> embed(String model, List<String> texts) {
        return OpenPage
                .rows(((JsonObject) call("embed", JsonObject.of("model", model, "input", texts))).array("embeddings"));
    }

    OpenPage page() {
        return page;
    }

    @Override
    public void close() {
        page.close();
    }

    private Json call(String method, Json argument) {
        return page.ask("({method, argument}) => tabitat[method](argument)",
                JsonObject.of("method", method, "argument", argument)).get("answer");
    }
}
