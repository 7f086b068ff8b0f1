package dev.tabitat.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person adds a generator by file; it goes on from prompts, and what it said can be made again. */
final class GenerateIT {

    private static final Path MODEL = HostProcess.root()
            .resolve("shared-core/src/test/resources/dev/tabitat/core/generation/stories260K-q8_0.gguf");
    private static final String STORY = ", there was a little girl named Lily. She loved to play outside in the park.";

    @TempDir
    private Path folder;

    private static JsonObject added(Tab tab) throws IOException {
        return json(tab, "async base64 => JSON.stringify(await tabitat.addModel({files: [new File("
                + "[Uint8Array.from(atob(base64), c => c.charCodeAt(0))], 'stories.gguf')]}, {name: 'stories:q8'}))",
                Base64.getEncoder().encodeToString(Files.readAllBytes(MODEL)));
    }

    private static JsonObject json(Tab tab, String function, Object argument) {
        return JsonParser.parseString((String) tab.page().evaluate(function, argument)).getAsJsonObject();
    }

    /** Goes on greedily from the beginning of a story; {@code parts} is what onToken was given. */
    private static JsonObject story(Tab tab) {
        return json(tab, "async tokens => { let parts = ''; const made = await tabitat.generate({model: 'stories:q8',"
                + " prompt: 'Once upon a time', options: {temperature: 0, repeat_penalty: 1, num_predict: tokens,"
                + " seed: 1}, onToken: part => { parts += part.text; }}); return JSON.stringify({...made, parts}); }",
                27);
    }

    private static String transcript(Tab tab, JsonObject made) {
        return (String) tab.page().evaluate(
                "async digest => (await tabitat.export({what: 'transcript', digest})).text()",
                made.get("transcript").getAsString());
    }

    private static JsonObject replay(Tab tab, String transcript) {
        return json(tab, "async text => JSON.stringify(await tabitat.replayTranscript(new Blob([text])))", transcript);
    }

    @Test
    void aStoryIsTheSameAfterAReloadOfflineInAnotherTabAndOnTheJvm() throws IOException {
        try (Lab lab = new Lab()) {
            String transcript;
            HostProcess host = HostProcess.start();
            try (host) {
                Tab tab = Tab.open(lab, host.url()).ready();
                assertThat(tab.page().locator(".offline")).containsText("Offline-ready");
                JsonObject model = added(tab);
                assertEquals("generator", model.get("kind").getAsString(), model.toString());
                JsonObject made = story(tab);
                assertEquals(STORY, made.get("response").getAsString(), made.toString());
                assertEquals(STORY, made.get("parts").getAsString());
                assertEquals("wasm", made.get("backend").getAsString(), made.toString());
                assertEquals(made.get("prompt_eval_count").getAsInt() - 1,
                        story(tab).get("prompt_cached_count").getAsInt());
                transcript = transcript(tab, made);

                Tab other = Tab.open(lab, host.url()).ready();
                assertEquals("true", replay(other, transcript).get("identical").toString());
                other.page().close();
            }
            lab.context().setOffline(true);
            Tab reloaded = Tab.open(lab, host.url()).ready();
            JsonObject again = story(reloaded);
            assertEquals(STORY, again.get("response").getAsString());
            assertEquals("true", replay(reloaded, transcript).get("identical").toString());
            assertTrue(lab.offences().isEmpty(), lab.offences().toString());

            HostProcess.Ran ran = HostProcess.run("transcript",
                    Files.writeString(folder.resolve("transcript.json"), transcript).toString(), "--model",
                    MODEL.toString());
            assertEquals(0, ran.exit(), ran.output());
            assertTrue(ran.output().startsWith("identical  27 tokens"), ran.output());
        }
    }

    @Test
    void aCancelledCallKeepsItsTextAndBadOptionsAreRefusedByName() throws IOException {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            added(tab);
            JsonObject part = json(tab, "async prompt => { const stop = new AbortController(); return JSON.stringify("
                    + "await tabitat.generate({model: 'stories:q8', prompt, options: {num_predict: 400, seed: 3},"
                    + " signal: stop.signal, onToken: () => stop.abort()})); }", "Once upon a time");
            assertEquals("cancelled", part.get("done_reason").getAsString(), part.toString());
            assertTrue(part.get("eval_count").getAsInt() >= 1, part.toString());
            JsonObject hot = tab.rejection("prompt => tabitat.generate({model: 'stories:q8', prompt,"
                    + " options: {temperature: 11}})", "Once");
            assertTrue(hot.get("expected").getAsString().contains("0 to 10"), hot.toString());
            JsonObject format = tab.rejection("prompt => tabitat.generate({model: 'stories:q8', prompt,"
                    + " format: 'json'})", "Once");
            assertEquals("unsupported", format.get("code").getAsString(), format.toString());
            assertTrue(lab.offences().isEmpty(), lab.offences().toString());
        }
    }

    @Test
    void aGeneratorIsTriedOnItsCard() throws IOException {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            added(tab);
            Page page = tab.page();
            page.evaluate("() => { location.hash = 'models'; }");
            Locator card = page.locator("[id='model-stories:q8']");
            card.locator("textarea").fill("Once upon a time");
            card.getByText("Generate", new Locator.GetByTextOptions().setExact(true)).click();
            assertThat(card.locator("[role=status]"))
                    .containsText(Pattern.compile("a second, measured on this device"));
            assertThat(card.locator(".generated")).not().isEmpty();
            assertTrue(lab.offences().isEmpty(), lab.offences().toString());
        }
    }
}
