package dev.tabitat.web.view.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Drawn;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The start screen says what is so, in every state. */
final class StartScreenTest {

    private final List<String> calls = new ArrayList<>();
    private final StartActions actions = Drawn.asked(StartActions.class, calls);
    private StartState state = StartState.FIRST;
    private Packages packages = Packages.UNKNOWN;

    @Test
    void saysThatTheModelIsStarting() {
        assertTrue(words().contains("the model is starting"));
    }

    @Test
    void countsTheFirstModelsBytes() {
        packages = packages.with(new Download("lande:q8", "downloading",
                Optional.of(JsonObject.of("done", 45_000, "total", 90_000)), Optional.empty()));
        assertTrue(words().contains("45 KB of 90 KB"), words());
    }

    @Test
    void waitsForWords() {
        state = state.asReady();
        assertTrue(words().contains("The answer appears here as you type."));
    }

    @Test
    void namesTheLanguageAndTheModel() {
        answer(0.97);
        assertTrue(words().contains("<spa>"), words());
        assertTrue(words().contains("lande:q8 on SIMD kernels."), words());
        assertTrue(words().contains("answered in 0.4 ms"), words());
        assertFalse(words().contains("Not sure"), words());
    }

    @Test
    void anAnswerThatDoesNotCountIsNotSureAndSaysWhyWithoutFigures() {
        for (String verdict : List.of("below_threshold", "too_short", "no_threshold", "too_few_letters")) {
            answer(1, JsonObject.of("verdict", verdict, "words", "The reason for " + verdict + "."));
            assertTrue(words().contains("Not sure"), words());
            assertTrue(words().contains("The reason for " + verdict + "."), words());
            assertTrue(words().contains("The likeliest first"), words());
            assertFalse(words().contains("100"), words());
            assertFalse(words().contains("This is"), words());
        }
    }

    @Test
    void whatIsNoLanguageShowsNoLanguages() {
        answer(1, JsonObject.of("verdict", "no_letters", "words", "The text has no letters.", "found", "no letters"));
        assertTrue(words().contains("Not sure"), words());
        assertTrue(words().contains("The text has no letters."), words());
        assertFalse(words().contains("<spa>"), words());
    }

    @Test
    void noFigureIsOneHundred() {
        answer(1);
        assertTrue(words().contains("99.9 %"), words());
        assertFalse(words().contains("100"), words());
    }

    @Test
    void samplesAreOfferedOnlyWhereAModelForThemIsHere() {
        assertTrue(words().contains("Morning train"), "as long as nothing is known");
        state = state.asReady();
        packages = packages.withCatalog(JsonArray.of(entry("lande:q8", "language-identification", "installed")));
        assertTrue(words().contains("Morning train"), words());
        packages = packages.withCatalog(JsonArray.of(entry("lande:q8", "language-identification", "available"),
                entry("reviews:c1", "reviews", "installed")));
        assertFalse(words().contains("Morning train"), words());
        assertTrue(words().contains("Install lande:q8"), words());
    }

    @Test
    void whatTheLabTaughtCanBeAskedForItsTask() {
        packages = packages.withCatalog(JsonArray.of(entry("lande:q8", "language-identification", "installed"),
                entry("reviews:c1", "reviews", "installed")));
        Drawn drawn = new Drawn(StartScreen.render(state, packages, PageStatus.FIRST, actions));
        drawn.click("reviews");
        assertEquals(List.of("useTask reviews"), calls);
        state = state.withTask("reviews");
        answer(0.9);
        state = state.answered(Optional.of(state.answer().get().with("task", "reviews").with("model", "reviews:c1")),
                Optional.empty());
        assertFalse(words().contains("<spa>"), "a label of a task is no language: " + words());
        assertFalse(words().contains("Morning train"), words());
    }

    @Test
    void aSetOfExamplesIsNoModel() {
        state = state.asReady();
        JsonObject examples = entry("examples-reviews:1", "reviews", "installed").with("kind", "examples").with("title",
                "Examples for reviews");
        packages = packages.withCatalog(JsonArray.of(entry("lande:q8", "language-identification", "installed"),
                entry("reviews:c1", "reviews", "installed"), examples));
        state = state.withTask("reviews");
        assertFalse(words().contains("Examples for reviews"), words());
        assertTrue(words().contains("2 models here"), words());
        packages = packages.withCatalog(JsonArray.of(examples));
        assertEquals(List.of(), packages.tasks());
    }

    private static JsonObject entry(String name, String task, String where) {
        return JsonObject.of("name", name, "task", task, "state", where, "labels", 2, "bytes", 90_000);
    }

    @Test
    void aDoubtSpeaksOfTheTaskOfTheModel() {
        answer(0.55);
        JsonObject answered = state.answer().get();
        state = state.withText("help", "").withTask("support");
        state = state.answered(Optional.of(answered.with("task", "support").with("judgements",
                JsonArray.of(JsonObject.of("verdict", "below_threshold", "words",
                        "The likeliest label has 55 %; it counts from 70 %.")))),
                Optional.empty());
        assertTrue(words().contains("Not sure"), words());
        assertFalse(words().contains("language"), words());
        assertFalse(words().contains("<spa>"), "labels of other tasks are no codes of languages: " + words());
        assertEquals("Not sure.", StartScreen.announcement(state.answer().get(), actions));
        state = state.answered(Optional.of(state.answer().get().with("judgements",
                JsonArray.of(JsonObject.of("verdict", "accepted", "words", "It counts from 50 %.")))),
                Optional.empty());
        assertEquals("This is spa.", StartScreen.announcement(state.answer().get(), actions));
    }

    @Test
    void countsModelsAndNothingElse() {
        packages = packages.withCatalog(JsonArray.of(entry("lande:q8", "model", "language-identification", "installed"),
                entry("minilm:q8", "model", "sentence-embedding", "installed"),
                entry("mine:c1", "model", "support", "available"),
                entry("mine-examples:1", "examples", "support", "installed"),
                entry("mine:lora", "adapter", "", "installed")));
        assertTrue(words().contains("2 of 3 models here"), words());
        assertTrue(words().contains("2 installed already."), words());
        assertFalse(words().contains("Answered by"), "an encoder and a data set give no labels: " + words());
        packages = packages.withCatalog(JsonArray.of(entry("lande:q8", "model", "language-identification", "installed"),
                entry("mine-examples:1", "examples", "support", "installed")));
        assertTrue(words().contains("1 model here") && words().contains("All are installed"), words());
    }

    private static JsonObject entry(String name, String kind, String task, String where) {
        return JsonObject.of("name", name, "kind", kind, "task", task, "state", where, "bytes", 9);
    }

    @Test
    void theTimeOfAnAnswerIsNotReadOutAtEveryLetter() {
        answer(0.97);
        assertEquals("This is <spa>.", StartScreen.announcement(state.answer().get(), actions));
        StringBuilder live = new StringBuilder();
        StartScreen.render(state, packages, PageStatus.FIRST, actions).forEach(html -> gatherLive(html, live));
        assertEquals("", live.toString());
    }

    /** An output is a live region too, unless it says otherwise. */
    private static void gatherLive(Html html, StringBuilder live) {
        boolean isOutput = html.tag().equals("output")
                && !html.attributes().getOrDefault("aria-live", "").equals("off");
        if (isOutput || html.attributes().getOrDefault("role", "").equals("status")) {
            write(html, live);
        }
        html.children().forEach(child -> gatherLive(child, live));
    }

    @Test
    void saysWhatFailedAndWhere() {
        state = state.asReady();
        state = state.withText("hello", "");
        state = state.answered(Optional.empty(), Optional.of(ApiError.of(new InvalidInput("The text is too long.",
                Finding.at("input").expected("at most 10 MB").found("11 MB")))));
        assertTrue(words().contains("The text is too long."), words());
        assertTrue(words().contains("at most 10 MB"), words());
    }

    @Test
    void handsTypedTextOn() {
        Html field = find(StartScreen.render(state, packages, PageStatus.FIRST, actions), "say");
        field.handlers().get("input").handle(new Typed("hola"));
        assertEquals(List.of("typed hola"), calls);
    }

    private void answer(double score) {
        answer(score, JsonObject.of("verdict", "accepted", "words",
                "lande:q8 is sure to 97.0 %; its answers count from 70.2 % on.", "confidence", score));
    }

    private void answer(double score, JsonObject judgement) {
        state = state.asReady();
        state = state.withText("el caf\u00e9 estar\u00e1 listo a las ocho y media", "");
        JsonArray scores = JsonArray.of(JsonObject.of("label", "spa", "score", score),
                JsonObject.of("label", "por", "score", 1 - score));
        state = state.answered(Optional.of(
                JsonObject.of("model", "lande:q8", "task", "language-identification", "results", JsonArray.of(scores),
                        "judgements", JsonArray.of(judgement), "total_duration", 400_000, "backend", "wasm")),
                Optional.empty());
    }

    private String words() {
        StringBuilder out = new StringBuilder();
        StartScreen.render(state, packages, PageStatus.FIRST, actions).forEach(html -> write(html, out));
        return out.toString();
    }

    private static void write(Html html, StringBuilder out) {
        out.append(html.isText() ? html.text() : " ");
        html.children().forEach(child -> write(child, out));
    }

    private static Html find(List<Html> among, String id) {
        for (Html html : among) {
            if (id.equals(html.attributes().get("id"))) {
                return html;
            }
            Html found = find(html.children(), id);
            if (!found.isText()) {
                return found;
            }
        }
        return Html.text("");
    }

    private record Typed(String value) implements Html.Event {

        @Override
        public String key() {
            return "";
        }

        @Override
        public Object raw() {
            return this;
        }
    }
}
