package dev.tabitat.e2e.support;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** One open tab, spoken to through the page's public API. */
public final class Tab {

    private static final Gson GSON = new Gson();

    private final Page page;

    private Tab(Page page) {
        this.page = page;
    }

    public static Tab open(Lab lab, URI url) {
        Page page = lab.newPage();
        page.navigate(url.toString());
        return new Tab(page);
    }

    public Page page() {
        return page;
    }

    public Tab ready() {
        page.evaluate(
                "async () => { while (!globalThis.tabitat) await new Promise(r => setTimeout(r, 5)); await tabitat.ready; }");
        return this;
    }

    /** Calls a method of {@code globalThis.tabitat} and waits for its answer. */
    public JsonElement call(String method, Map<String, ?> options) {
        return JsonParser.parseString((String) page.evaluate(
                "async ([method, options]) => JSON.stringify(await tabitat[method](JSON.parse(options)))",
                new Object[]{method, GSON.toJson(options)}));
    }

    public JsonElement call(String method, String argument) {
        return JsonParser.parseString((String) page.evaluate(
                "async ([method, argument]) => JSON.stringify(await tabitat[method](argument))",
                new Object[]{method, argument}));
    }

    public JsonElement call(String method) {
        return call(method, Map.of());
    }

    /** Runs a script that rejects, and gives the public fields of what it rejected with. */
    public JsonObject rejection(String asyncFunction, Object argument) {
        String text = (String) page.evaluate(
                "argument => (" + asyncFunction + ")(argument).then("
                        + "value => { throw new Error('It should have failed, and gave ' + JSON.stringify(value)); },"
                        + "e => JSON.stringify({name: e.name, code: e.code, message: e.message, expected: e.expected,"
                        + " found: e.found, where: e.where, remedy: e.remedy}))",
                argument);
        return JsonParser.parseString(text).getAsJsonObject();
    }

    public JsonObject classify(String text) {
        return call("classify", Map.of("task", "language-identification", "input", text)).getAsJsonObject();
    }

    /** The most likely label, for a named model. */
    public String label(String model, String text) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("model", model);
        options.put("input", text);
        return top(call("classify", options).getAsJsonObject());
    }

    public static String top(JsonObject answer) {
        return answer.getAsJsonArray("results").get(0).getAsJsonArray().get(0).getAsJsonObject().get("label")
                .getAsString();
    }
}
