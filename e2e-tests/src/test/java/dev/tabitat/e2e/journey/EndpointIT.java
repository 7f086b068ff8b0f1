package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Client libraries from npm as they are, pointed at the tab's own origin: npm ollama 0.6.4 and openai 6.49.0. */
final class EndpointIT {

    private static final String ENCODER = "all-minilm-l6-v2:q8";
    private static final Path MODULES = HostProcess.root().resolve("static-host/starter/node_modules");

    private static Path extra;
    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;

    @BeforeAll
    static void open() throws IOException {
        extra = Files.createTempDirectory("tabitat-clients");
        copy(MODULES.resolve("openai"), extra.resolve("openai"));
        // What a bundler does to the one import without a path; the libraries' own lines stay.
        Files.writeString(extra.resolve("ollama.mjs"), Files.readString(MODULES.resolve("ollama/dist/browser.mjs"))
                .replace("'whatwg-fetch'", "'./whatwg-fetch.js'"));
        Files.copy(MODULES.resolve("whatwg-fetch/fetch.js"), extra.resolve("whatwg-fetch.js"));
        host = HostProcess.start("--extra", extra.toString());
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
        tab.call("install", ENCODER);
        tab.page().evaluate(
                "async () => { for (let i = 0; i < 200 && !navigator.serviceWorker.controller; i++) await new Promise(r => setTimeout(r, 50));"
                        + " if (!navigator.serviceWorker.controller) throw new Error('no service worker took this page'); }");
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".mjs") || one.toString().endsWith(".js"))
                    .toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() throws IOException {
        List<String> offences = lab.offences();
        lab.close();
        host.close();
        try (Stream<Path> files = Files.walk(extra)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
        assertTrue(offences.isEmpty(), offences.toString());
    }

    /** Runs a script in the page; an answer that never comes fails instead of waiting for ever. */
    private static JsonObject run(String script) {
        return JsonParser.parseString((String) tab.page().evaluate(
                "async () => { const late = new Promise((r, no) => setTimeout(() => no(new Error('no answer in 60 s')), 60000));"
                        + " return JSON.stringify(await Promise.race([late, (async () => {" + script + "})()])); }"))
                .getAsJsonObject();
    }

    private static double[] direct(String text) {
        JsonArray embedding = tab.call("embed", Map.of("model", ENCODER, "input", text)).getAsJsonObject()
                .getAsJsonArray("embeddings").get(0).getAsJsonArray();
        double[] values = new double[embedding.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = embedding.get(i).getAsDouble();
        }
        return values;
    }

    private static void assertSame(double[] expected, JsonArray found) {
        assertEquals(expected.length, found.size());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found.get(i).getAsDouble(), 1e-6, "at " + i);
        }
    }

    @Test
    void ollamasLibraryListsAndEmbeds() {
        JsonObject all = run(
                "const { Ollama } = await import('/extra/ollama.mjs'); const client = new Ollama({ host: location.origin });"
                        + " return { list: await client.list(), made: await client.embed({ model: 'all-minilm-l6-v2:q8', input: ['a boat on a lake', 'Ein Boot'] }), short: await client.embed({ model: 'all-minilm-l6-v2', input: 'x y' }) };");
        assertTrue(all.getAsJsonObject("list").getAsJsonArray("models").toString().contains("\"all-minilm-l6-v2:q8\""),
                all.get("list").toString());
        JsonArray embeddings = all.getAsJsonObject("made").getAsJsonArray("embeddings");
        assertEquals(2, embeddings.size());
        assertSame(direct("a boat on a lake"), embeddings.get(0).getAsJsonArray());
        assertTrue(all.getAsJsonObject("made").get("total_duration").getAsLong() > 0);
        assertEquals(ENCODER, all.getAsJsonObject("short").get("model").getAsString(), "a name without its tag");
    }

    @Test
    void openAisLibraryListsAndEmbedsInBothEncodings() {
        JsonObject all = run("const { default: OpenAI } = await import('/extra/openai/index.mjs');"
                + " const client = new OpenAI({ baseURL: location.origin + '/v1', apiKey: 'none', dangerouslyAllowBrowser: true, maxRetries: 0 });"
                + " const list = []; for await (const one of client.models.list()) list.push(one);"
                + " return { list, one: await client.models.retrieve('lande:q8'), packed: await client.embeddings.create({ model: 'all-minilm-l6-v2:q8', input: 'a boat on a lake' }),"
                + " plain: await client.embeddings.create({ model: 'all-minilm-l6-v2:q8', input: ['a boat on a lake'], encoding_format: 'float' }) };");
        assertTrue(all.get("list").toString().contains("\"lande:q8\""), all.get("list").toString());
        assertEquals("model", all.getAsJsonObject("one").get("object").getAsString());
        double[] expected = direct("a boat on a lake");
        for (String name : List.of("packed", "plain")) {
            JsonObject made = all.getAsJsonObject(name);
            assertSame(expected, made.getAsJsonArray("data").get(0).getAsJsonObject().getAsJsonArray("embedding"));
            assertTrue(made.getAsJsonObject("usage").get("total_tokens").getAsInt() > 4, made.get("usage").toString());
        }
    }

    @Test
    void librariesGetErrorsThatTheyUnderstand() {
        JsonObject all = run(
                "const { default: OpenAI } = await import('/extra/openai/index.mjs'); const { Ollama } = await import('/extra/ollama.mjs');"
                        + " const openai = new OpenAI({ baseURL: location.origin + '/v1', apiKey: 'none', dangerouslyAllowBrowser: true, maxRetries: 0 });"
                        + " const ollama = new Ollama({ host: location.origin }); const out = {};"
                        + " await openai.embeddings.create({ model: 'nobody:q8', input: 'x' }).catch(e => out.missing = { name: e.constructor.name, status: e.status, message: e.message });"
                        + " await openai.embeddings.create({ model: 'all-minilm-l6-v2:q8', input: 'x', dimensions: 7 }).catch(e => out.dimensions = { status: e.status, message: e.message });"
                        + " await openai.chat.completions.create({ model: 'lande:q8', messages: [] }).catch(e => out.chat = { status: e.status, message: e.message });"
                        + " await ollama.embed({ model: 'lande:q8', input: 'x' }).catch(e => out.classifier = { message: e.message });"
                        + " return out;");
        assertEquals(404, all.getAsJsonObject("missing").get("status").getAsInt(), all.toString());
        assertTrue(all.getAsJsonObject("missing").get("message").getAsString().contains("not installed"),
                all.toString());
        assertEquals(400, all.getAsJsonObject("dimensions").get("status").getAsInt());
        assertEquals(404, all.getAsJsonObject("chat").get("status").getAsInt());
        assertFalse(all.getAsJsonObject("classifier").get("message").getAsString().isEmpty());
    }

    @Test
    void whatARequestAsksOfItsFormIsKeptOrRefused() {
        JsonObject all = run(
                "const ask = (path, body) => fetch(path, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }).then(async r => ({ status: r.status, body: await r.json() }));"
                        + " const model = 'all-minilm-l6-v2', long = 'word '.repeat(1000), out = {};"
                        + " out.untagged = await ask('/v1/models/' + model); out.nobody = await ask('/v1/models/nobody'); out.crooked = await ask('/v1/models/%E0%A4%A');"
                        + " out.fewer = await ask('/api/embed', { model, input: 'hi', dimensions: 64 }); out.same = await ask('/api/embed', { model, input: 'hi', dimensions: 384 });"
                        + " out.whole = await ask('/api/embed', { model, input: long, truncate: false }); out.cut = await ask('/api/embed', { model, input: long, truncate: true });"
                        + " out.short = await ask('/api/embed', { model, input: 'hi', truncate: false });"
                        + " out.tokens = await ask('/v1/embeddings', { model, input: [101, 7592, 102] }); out.lists = await ask('/v1/embeddings', { model, input: [[101, 102]] });"
                        + " out.empty = await ask('/api/embed', { model, input: ['', 'a boat'] }); out.blank = await ask('/v1/embeddings', { model, input: '' }); return out;");
        Map<String, Integer> expected = Map.ofEntries(Map.entry("untagged", 200), Map.entry("nobody", 404),
                Map.entry("crooked", 400), Map.entry("fewer", 400), Map.entry("same", 200), Map.entry("whole", 400),
                Map.entry("cut", 200),
                Map.entry("short", 200), Map.entry("tokens", 400), Map.entry("lists", 400), Map.entry("empty", 200),
                Map.entry("blank", 200));
        expected.forEach((name, status) -> assertEquals(status, all.getAsJsonObject(name).get("status").getAsInt(),
                name + ": " + all.getAsJsonObject(name).toString().substring(0,
                        Math.min(400, all.getAsJsonObject(name).toString().length()))));
        assertTrue(all.getAsJsonObject("tokens").toString().contains("check_embedding_ctx_length=False"),
                all.get("tokens").toString());
        assertEquals(ENCODER, all.getAsJsonObject("untagged").getAsJsonObject("body").get("id").getAsString());
        assertEquals(2, all.getAsJsonObject("empty").getAsJsonObject("body").getAsJsonArray("embeddings").size());
    }

    @Test
    void theClassifyRouteAnswers() {
        JsonObject all = run(
                "const ask = (path, init) => fetch(path, init).then(async r => ({ status: r.status, body: await r.json() }));"
                        + " const post = (path, body) => ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });"
                        + " return { right: await post('/v1/classify', { task: 'language-identification', input: 'Der Zug kommt heute viel zu sp\u00e4t.', top_k: 2 }), broken: await post('/v1/classify', '{'),"
                        + " list: await post('/v1/classify', '[]'), other: await ask('/api/pull'), wrong: await ask('/api/embed') };");
        assertEquals(200, all.getAsJsonObject("right").get("status").getAsInt(), all.toString());
        assertTrue(all.getAsJsonObject("right").toString().contains("\"deu\""), all.toString());
        assertEquals(400, all.getAsJsonObject("broken").get("status").getAsInt());
        assertEquals(400, all.getAsJsonObject("list").get("status").getAsInt());
        assertEquals(404, all.getAsJsonObject("other").get("status").getAsInt());
        assertEquals(405, all.getAsJsonObject("wrong").get("status").getAsInt());
    }

    @Test
    void anotherPageOfTheOriginIsServedToo() throws IOException {
        Files.writeString(extra.resolve("plain.html"), "<!doctype html><title>plain</title>");
        var page = lab.newPage();
        page.navigate(host.url() + "extra/plain.html");
        String models = (String) page
                .evaluate("async () => (await fetch('/v1/models', { signal: AbortSignal.timeout(20000) })).text()");
        assertTrue(models.contains("lande:q8"), models);
        page.close();
    }

    @Test
    void otherPagesAreAskedOnceAndThenOnlyTheTabThatAnswered() throws IOException {
        Files.writeString(extra.resolve("counting.html"), "<!doctype html><title>counting</title>");
        assertTrue(GivenCases.one("endpoint-client-pages", "POST /v1/embeddings of one word").input()
                .startsWith("1, 2, 3 pages"));
        for (int count = 1; count <= 3; count++) {
            otherPagesAreAskedOnce(count);
        }
    }

    private static void otherPagesAreAskedOnce(int count) {
        List<Page> pages = Stream.generate(lab::newPage).limit(count).toList();
        for (Page page : pages) {
            page.navigate(host.url() + "extra/counting.html");
            page.evaluate(
                    "() => { globalThis.asks = 0; navigator.serviceWorker.addEventListener('message', e => { if (e.data && e.data.ask) globalThis.asks++; });"
                            + " navigator.serviceWorker.startMessages(); }");
        }
        embedFrom(pages.get(0));
        int afterTheFirst = asks(pages);
        assertTrue(afterTheFirst <= pages.size(), "each page is asked at most once: " + afterTheFirst);
        for (Page page : pages) {
            embedFrom(page);
        }
        assertEquals(afterTheFirst, asks(pages), "the remembered tab alone is asked");

        tab.page().reload();
        tab.ready();
        embedFrom(pages.get(pages.size() - 1));
        assertEquals(afterTheFirst + pages.size(), asks(pages),
                "a tab that is gone is forgotten, and all are asked again, once");
        pages.forEach(Page::close);
    }

    private static void embedFrom(Page page) {
        String answer = (String) page.evaluate(
                "async () => (await fetch('/v1/embeddings', { method: 'POST', body: JSON.stringify({ model: 'all-minilm-l6-v2:q8', input: 'word' }),"
                        + " signal: AbortSignal.timeout(20000) })).text()");
        assertTrue(answer.contains("\"embedding\""), answer);
    }

    private static int asks(List<Page> pages) {
        return pages.stream().mapToInt(page -> (Integer) page.evaluate("globalThis.asks")).sum();
    }

    @Test
    void aMalformedPathIsTheAskersMistake() {
        String given = GivenCases.one("endpoint-client-pages", "GET /v1/models/%").input().substring("GET ".length());
        JsonObject all = run(
                "const ask = path => fetch(path).then(async r => ({ status: r.status, body: await r.json() }));"
                        + " return { name: await ask('" + given
                        + "'), end: await ask('/v1/models/x%'), other: await ask('/v1/%zz'), ollama: await ask('/api/%C3'), escaped: await ask('/v1/models/50%25') };");
        for (String malformed : List.of("name", "end", "other", "ollama")) {
            assertEquals(400, all.getAsJsonObject(malformed).get("status").getAsInt(), all.toString());
        }
        assertTrue(all.getAsJsonObject("name").getAsJsonObject("body").getAsJsonObject("error").get("message")
                .getAsString().contains("%E0%A4%A"), all.toString());
        assertEquals(404, all.getAsJsonObject("escaped").get("status").getAsInt(), all.toString());
        assertTrue(all.getAsJsonObject("escaped").toString().contains("50%"), all.toString());
    }

    @Test
    void itWorksWithoutANetwork() {
        lab.context().setOffline(true);
        try {
            JsonObject tags = run("return (await fetch('/api/tags', { signal: AbortSignal.timeout(20000) })).json();");
            assertTrue(tags.toString().contains("lande:q8"), tags.toString());
        } finally {
            lab.context().setOffline(false);
        }
    }
}
