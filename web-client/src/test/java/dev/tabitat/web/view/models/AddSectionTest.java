package dev.tabitat.web.view.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.models.AddState.Consent;
import dev.tabitat.web.view.models.AddState.Hub;
import dev.tabitat.web.view.models.AddState.Inspection;
import dev.tabitat.web.view.models.AddState.Question;
import dev.tabitat.web.view.models.AddState.Search;
import dev.tabitat.web.view.parts.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code Add a model} says what it will do before it does it, and what it found. */
final class AddSectionTest {

    private static final JsonObject HERE = JsonObject.of("hub", "intfloat/multilingual-e5-small");

    private final List<String> calls = new ArrayList<>();
    private final AddActions actions = Drawn.asked(AddActions.class, calls);
    private AddState state = AddState.FIRST.with(Hub.known("https://huggingface.co", "none"));

    private Drawn draw() {
        return new Drawn(List.of(AddSection.render(state, ModelsState.FIRST, actions)));
    }

    private String words() {
        return draw().words();
    }

    @Test
    void saysWhatIsSentBeforeAnythingIs() {
        assertTrue(words().contains("A search sends your words to huggingface.co"), words());
        draw().click("Search");
        state = state.withField(AddState.WHERE, "a/b");
        draw().click("Look");
        assertEquals(List.of("look", "look"), calls);
    }

    @Test
    void withoutAHubThatIsSaidAndNothingIsOfferedToSearch() {
        state = state.with(Hub.known("", "none"));
        assertTrue(words().contains("without a model hub (--no-hub)"), words());
        assertFalse(words().contains("Words to search for"), words());
        draw().click("Look");
    }

    @Test
    void consentNamesTheServerAndWhatItSees() {
        state = state.withConsent(Optional.of(new Consent("https://huggingface.co", Question.INSPECT)));
        assertTrue(words().contains("huggingface.co will see which model files you fetch; nothing of yours is sent."),
                words());
        draw().click("Not now");
        state = state.withConsent(Optional.of(new Consent("https://huggingface.co", Question.SEARCH)));
        assertTrue(words().contains("will see the words that you search for"), words());
        draw().click("Allow");
        assertEquals(List.of("decline", "allow"), calls);
    }

    @Test
    void hitsShowWhatTheHubSaysAndAreLookedAt() {
        state = state.with(new Search("e5", false, Optional.of(JsonArray.of(
                JsonObject.of("id", "intfloat/multilingual-e5-small", "task", "sentence-similarity", "downloads",
                        3_210_000, "gated", false),
                JsonObject.of("id", "a/gated", "gated", true))), Optional.empty()));
        assertTrue(words().contains("2 models for"), words());
        assertTrue(words().contains("sentence-similarity \u00b7 3210000 downloads a month"), words());
        assertTrue(words().contains("its authors ask for an agreement"), words());
        draw().withClass("hub-hits").get(0).children().get(1).children().get(1).handlers().get("click").handle(null);
        assertEquals(List.of("inspectHub a/gated"), calls);
        state = state.with(new Search("zz", false, Optional.of(JsonArray.EMPTY), Optional.empty()));
        assertTrue(words().contains("No model of the hub matches"), words());
    }

    @Test
    void aModelThatRunsHereShowsItsFactsItsFitAndItsChoices() {
        state = state.with(Inspection.begun("intfloat/multilingual-e5-small", HERE).withPlan(plan()));
        assertTrue(words().contains("Kind embedding model"), words());
        assertTrue(words().contains("Parameters 117.7 million"), words());
        assertTrue(words().contains("Reads up to 512 tokens"), words());
        assertTrue(words().contains("Put before a question \u201cquery:\u201d"), words());
        assertTrue(words().contains("claimed Licence: MIT"), words());
        assertTrue(words().contains("This model fits:"), words());
        assertTrue(words().contains("2 of 3 files are needed"), words());
        assertTrue(words().contains("Add, download 488 MB"), words());
        state = state.with(state.inspection().withChoice(2));
        assertTrue(words().contains("Add, download 135 MB"), "another file is another download: " + words());
        state = state.with(state.inspection().withChoice(1));
        assertTrue(words().contains("Add, download 488 MB"), "what is quantized here is fetched whole: " + words());
        assertEquals("intfloat/multilingual-e5-small:q8", state.name());
        assertEquals("mine:1", state.withField(AddState.NAME, " mine:1 ").name());
        draw().click("Add, download 488 MB");
        draw().click("Put away");
        assertEquals(List.of("add", "dismiss"), calls);
        assertFalse(words().contains("Chat template"), words());
    }

    @Test
    void whatWasAddedSaysWhetherItRunsHere() {
        JsonObject added = JsonObject.of("name", "a/b:q8", "notices", JsonArray.of("No licence is stated."),
                "self_test", JsonObject.of("passed", true, "backend", "wasm", "cosine", 0.9999));
        state = state.withAdded(Optional.of(added));
        assertTrue(words().contains("a/b:q8 is in this tab. checked Its first answers agree"), words());
        assertTrue(words().contains("No licence is stated."), words());
        state = state.withAdded(Optional.of(added.with("self_test",
                JsonObject.of("passed", false, "backend", "", "cosine", 0))));
        assertTrue(words().contains("a/b:q8 is in this tab, but does not run here."), words());
    }

    @Test
    void speedIsMarkedByHowItIsKnown() {
        JsonObject fit = plan().object("fit").with("tokens_per_s", JsonObject.of("value", 12.5, "known", "estimated"));
        state = state.with(Inspection.begun("g", HERE)
                .withPlan(plan().without("choices").with("kind", "generator").with("chat_template", "unsupported")
                        .with("fit", fit)));
        assertTrue(words().contains("estimated Speed: about 12.5 tokens a second"), words());
        assertTrue(words().contains("Chat template has parts that are not supported"), words());
    }

    @Test
    void whatCannotRunSaysExactlyWhyAndCannotBeAdded() {
        state = state.with(Inspection.begun("a/b", JsonObject.of("hub", "a/b"))
                .withPlan(JsonObject.of("supported", false, "kind", "encoder", "architecture", "t5", "parameters",
                        JsonNull.NULL, "problems",
                        JsonArray.of(JsonObject.of("code", "unsupported_architecture", "message",
                                "The architecture t5 is not supported.", "remedy", "Choose a BERT.")))));
        assertTrue(words().contains("cannot be added"), words());
        assertTrue(words().contains("The architecture t5 is not supported. Choose a BERT."), words());
        assertFalse(words().contains("Add, "), words());
        assertFalse(words().contains("Parameters"), words());
    }

    @Test
    void aGatedModelOffersATokenAndAFailureCanBeTriedAgain() {
        ApiError refused = new ApiError("Refused", "refused", "People have to agree to the terms.", "", "", "", "");
        state = state.with(Inspection.begun("a/b", JsonObject.of("hub", "a/b")).withError(refused));
        assertTrue(words().contains("a/b could not be read."), words());
        assertTrue(words().contains("Access token"), words());
        draw().click("Keep the token and look again");
        draw().click("Try again");
        assertEquals(List.of("saveToken", "again"), calls);
        state = state.with(Hub.known("https://huggingface.co", "locked"));
        assertTrue(words().contains("Unlock and look again"), words());
        state = state.with(state.hub().withError(new ApiError("Refused", "refused", "Another passphrase.", "", "", "",
                "")));
        assertTrue(words().contains("The token was not kept or opened. Another passphrase."), words());
        state = state.with(Inspection.begun("m.gguf", JsonObject.EMPTY).withError(refused));
        assertFalse(words().contains("Access token"), "files of this device need no token: " + words());
    }

    private static JsonObject plan() {
        JsonObject fit = JsonObject.of("terms",
                JsonArray.of(JsonObject.of("name", "weights", "bytes", 470_000_000, "how", "estimated")),
                "total_bytes", 520_000_000, "available_bytes", 2_100_000_000L, "verdict", "fits", "tokens_per_s",
                JsonObject.of("value", JsonNull.NULL, "known", "unknown"));
        return JsonObject.of("supported", true, "name", "intfloat/multilingual-e5-small:f32", "problems",
                JsonArray.EMPTY,
                "kind", "encoder", "architecture", "bert",
                "task", "sentence-similarity", "parameters", 117_653_760, "context", 512, "quantization", "F32",
                "files", JsonArray.of(JsonObject.of("path", "model.safetensors", "bytes", 470_641_600, "needed", true),
                        JsonObject.of("path", "tokenizer.json", "bytes", 17_082_730, "needed", true),
                        JsonObject.of("path", "pytorch_model.bin", "bytes", 470_641_600, "needed", false)),
                "download_bytes", 487_724_330, "licence", JsonObject.of("spdx", "MIT", "known", "claimed"), "prompts",
                JsonObject.of("query", "query: ", "passage", "passage: "), "chat_template", "none", "fit", fit,
                "choices", JsonArray.of(
                        JsonObject.of("file", "model.safetensors", "quantization", "as-is", "bytes", 470_641_600, "fit",
                                fit),
                        JsonObject.of("file", "model.safetensors", "quantization", "q8", "bytes", 120_000_000, "fit",
                                fit),
                        JsonObject.of("file", "onnx/model_int8.onnx", "quantization", "int8", "bytes", 118_000_000,
                                "fit", fit)));
    }
}
