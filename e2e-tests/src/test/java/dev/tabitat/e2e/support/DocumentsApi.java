package dev.tabitat.e2e.support;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The documents of one tab, by the page's public API. */
public final class DocumentsApi {

    private static final Gson GSON = new Gson();

    private static final String FILE = "(data, name, type) => new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name, { type })";

    private static final String FIND = """
            async texts => {
              const ask = request => new Promise((ok, no) => { request.onsuccess = () => ok(request.result); request.onerror = () => no(request.error); });
              const needles = texts.flatMap(text => [['UTF-8', new TextEncoder().encode(text)],
                ['UTF-16', new Uint8Array(Uint16Array.from(text, c => c.charCodeAt(0)).buffer)]].map(([how, bytes]) => ({ text, how, bytes })));
              const has = (hay, needle) => {
                for (let at = hay.indexOf(needle[0]); at >= 0; at = hay.indexOf(needle[0], at + 1)) {
                  let same = 1;
                  while (same < needle.length && hay[at + same] === needle[same]) same++;
                  if (same === needle.length) return true;
                }
                return false;
              };
              const found = [];
              const look = (where, bytes) => needles.forEach(n => { if (n.bytes.length > 0 && has(bytes, n.bytes)) found.push(where + ': "' + n.text + '" in ' + n.how); });
              const visit = (where, value) => {
                if (typeof value === 'string') look(where, new TextEncoder().encode(value));
                else if (value instanceof ArrayBuffer) look(where, new Uint8Array(value));
                else if (ArrayBuffer.isView(value)) look(where, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
                else if (value && typeof value === 'object' && !(value instanceof Blob)) Object.entries(value).forEach(([key, inner]) => { look(where, new TextEncoder().encode(key)); visit(where, inner); });
                return value instanceof Blob ? value.arrayBuffer().then(all => look(where, new Uint8Array(all))) : undefined;
              };
              for (const { name } of await indexedDB.databases()) {
                const db = await ask(indexedDB.open(name));
                for (const store of db.objectStoreNames) {
                  if (store === 'chunks') continue;
                  const both = db.transaction(store, 'readonly').objectStore(store);
                  const keys = await ask(both.getAllKeys());
                  for (const key of keys) {
                    visit(name + '/' + store + ' key', String(key));
                    await visit(name + '/' + store + '/' + key, await ask(db.transaction(store, 'readonly').objectStore(store).get(key)));
                  }
                }
                db.close();
              }
              for (let at = 0; at < localStorage.length; at++) visit('localStorage', localStorage.key(at) + localStorage.getItem(localStorage.key(at)));
              return JSON.stringify(found);
            }
            """;

    private final Tab tab;

    public DocumentsApi(Tab tab) {
        this.tab = tab;
    }

    /** Takes a file in, and gives its entry. */
    public JsonObject add(String name, String type, byte[] bytes) {
        return run("async ([data, name, type]) => JSON.stringify(await tabitat.documents.add((" + FILE
                + ")(data, name, type)))", encoded(bytes), name, type).getAsJsonObject();
    }

    public JsonObject add(Texts.File file) {
        return add(file.name(), file.type(), file.bytes());
    }

    /** What adding this is rejected with. */
    public JsonObject refusal(String name, String type, byte[] bytes) {
        return tab.rejection("([data, name, type]) => tabitat.documents.add((" + FILE + ")(data, name, type))",
                new Object[]{encoded(bytes), name, type});
    }

    /** Begins to take a file in, and does not wait. */
    public void begin(String name, String type, byte[] bytes) {
        tab.page().evaluate(
                "([data, name, type]) => { tabitat.documents.add((" + FILE + ")(data, name, type)).catch(() => {}); }",
                new Object[]{encoded(bytes), name, type});
    }

    public JsonObject search(String query, Map<String, ?> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("query", query);
        return tab.call("search", options).getAsJsonObject();
    }

    public JsonObject search(String query) {
        return search(query, Map.of());
    }

    /** Whether any of the passages found holds this. */
    public boolean finds(String query, String sentence, Map<String, ?> more) {
        for (JsonElement passage : search(query, more).getAsJsonArray("passages")) {
            if (passage.getAsJsonObject().get("text").getAsString().contains(sentence)) {
                return true;
            }
        }
        return false;
    }

    /** Calls {@code tabitat.documents[method]}. */
    public JsonElement call(String method, Map<String, ?> options) {
        return run("async ([method, options]) => JSON.stringify(await tabitat.documents[method](JSON.parse(options)))",
                method, GSON.toJson(options));
    }

    public JsonObject remove(String id) {
        return run("async ([id]) => JSON.stringify(await tabitat.documents.remove(id))", id).getAsJsonObject();
    }

    /** What {@code tabitat.documents[method]} is rejected with. */
    public JsonObject rejection(String method, Map<String, ?> options) {
        return tab.rejection("([method, options]) => tabitat.documents[method](JSON.parse(options))",
                new Object[]{method, GSON.toJson(options)});
    }

    public JsonObject status() {
        return call("status", Map.of()).getAsJsonObject();
    }

    public JsonArray list() {
        return run("async () => JSON.stringify(await tabitat.documents.list())").getAsJsonArray();
    }

    public JsonObject read(String document, int start, int end) {
        return call("read", Map.of("document", document, "start", start, "end", end)).getAsJsonObject();
    }

    public void removeAll() {
        list().forEach(entry -> remove(entry.getAsJsonObject().get("id").getAsString()));
    }

    /**
     * Waits until this holds of {@code list} and {@code status}, which are the page's now; a minute and a half at most.
     */
    public void until(String condition) {
        String end = (String) tab.page().evaluate(
                "async () => { for (const end = performance.now() + 90000; ; await new Promise(r => setTimeout(r, 20))) {"
                        + " const list = await tabitat.documents.list(); const status = await tabitat.documents.status();"
                        + " if (" + condition
                        + ") return ''; if (performance.now() > end) return JSON.stringify({ list, status }); } }");
        if (!end.isEmpty()) {
            throw new AssertionError("Never came true: " + condition + "; last seen: " + end);
        }
    }

    /** All documents as one file. */
    public byte[] export(Map<String, ?> options) {
        String data = run(
                """
                        async ([options]) => {
                          const bytes = new Uint8Array(await (await tabitat.documents.export(JSON.parse(options))).arrayBuffer());
                          let text = '';
                          for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
                          return JSON.stringify(btoa(text));
                        }""",
                GSON.toJson(options)).getAsString();
        return Base64.getDecoder().decode(data);
    }

    public JsonObject take(byte[] export, Map<String, ?> options) {
        return run("async ([data, options]) => JSON.stringify(await tabitat.documents.import((" + FILE
                + ")(data, 'documents', ''), JSON.parse(options)))", encoded(export), GSON.toJson(options))
                .getAsJsonObject();
    }

    /** The report of taking this export in, or {@code rejected} and the code. */
    public String takeOutcome(byte[] export) {
        return (String) tab.page().evaluate(
                "data => tabitat.documents.import((" + FILE
                        + ")(data, 'documents', '')).then(r => JSON.stringify(r), e => 'rejected ' + e.code)",
                encoded(export));
    }

    /** What taking this export in is rejected with. */
    public JsonObject takeRefused(byte[] export, Map<String, ?> options) {
        return tab.rejection(
                "([data, options]) => tabitat.documents.import((" + FILE
                        + ")(data, 'documents', ''), JSON.parse(options))",
                new Object[]{encoded(export), GSON.toJson(options)});
    }

    /**
     * Every place in the browser's stores of this site where one of these texts stands, in UTF-8 or UTF-16; pieces of
     * models aside.
     */
    public JsonArray traces(String... texts) {
        return JsonParser.parseString((String) tab.page().evaluate(FIND, texts)).getAsJsonArray();
    }

    private JsonElement run(String script, Object... arguments) {
        return JsonParser.parseString((String) tab.page().evaluate(script, arguments));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
