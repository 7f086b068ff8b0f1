package dev.tabitat.e2e.benchmark;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.e2e.support.Lab;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A page of the browser, spoken to in JSON. */
final class OpenPage implements AutoCloseable {

    private final Page page;

    private OpenPage(Page page) {
        this.page = page;
    }

    static OpenPage at(Lab lab, URI url) {
        Page page = lab.newPage();
        page.navigate(url.toString());
        return new OpenPage(page);
    }

    /**
     * What an asynchronous function gives for an argument.
     *
     * @throws Unable when it rejects
     */
    JsonObject ask(String function, JsonObject argument) {
        String answer;
        try {
            answer = (String) page.evaluate("async text => { try { return JSON.stringify({answer: (await (" + function
                    + ")(JSON.parse(text))) ?? null}); }"
                    + " catch (e) { return JSON.stringify({error: [e.message, e.found, e.where].filter(Boolean).join(' | ')}); } }",
                    argument.toString());
        } catch (PlaywrightException e) {
            throw new Unable(e.getMessage().lines().findFirst().orElse("the page is gone"));
        }
        JsonObject outcome = JsonReader.readObject(answer, JsonLimits.DEFAULT);
        if (outcome.has("error")) {
            throw new Unable(outcome.string("error"));
        }
        return outcome;
    }

    /** Chooses a file in a file input, as a person would. */
    void choose(String selector, Path file) {
        page.locator(selector).setInputFiles(file);
    }

    /** The numbers of an array. */
    static double[] numbers(JsonArray array) {
        return array.items().stream().mapToDouble(item -> ((JsonNumber) item).doubleValue()).toArray();
    }

    /** The rows of an array of arrays of numbers. */
    static List<double[]> rows(JsonArray array) {
        return array.items().stream().map((Json row) -> numbers((JsonArray) row)).toList();
    }

    @Override
    public void close() {
        page.close();
    }
}
