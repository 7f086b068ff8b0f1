package dev.tabitat.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tabitat.e2e.support.DocumentsApi;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.HubServer;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person adds models on the models screen: from a hub, from a folder; each state is accessible and pictured. */
final class AddModelScreenIT {

    private static final Path MODELS = HostProcess.root()
            .resolve("shared-core/src/test/resources/dev/tabitat/core/model/encoder");

    @TempDir
    private Path folder;

    private static Page models(Lab lab, HostProcess host) {
        return models(Tab.open(lab, host.url()).ready());
    }

    private static Page models(Tab tab) {
        Page page = tab.page();
        page.evaluate("() => { location.hash = 'models'; }");
        assertThat(page.locator("#models-offered[aria-busy]")).hasCount(0);
        assertThat(page.locator("#add-model")).isVisible();
        return page;
    }

    private static void press(Page page, String name) {
        button(page, name).click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void look(Page page, String where) {
        page.locator("#add-where").fill(where);
        page.locator("#add-where").press("Enter");
    }

    /** A small model of the core's tests, as files of a folder. */
    private static Map<String, byte[]> small(String name) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String path : List.of("config.json", "model.safetensors")) {
            files.put(path, Files.readAllBytes(MODELS.resolve(name).resolve(path)));
        }
        files.put("tokenizer.json", HubServer.sentences().get("tokenizer.json"));
        return files;
    }

    private Path onDisk(String name) throws IOException {
        Path into = Files.createDirectory(folder.resolve(name));
        for (Map.Entry<String, byte[]> file : small(name).entrySet()) {
            Files.write(into.resolve(file.getKey()), file.getValue());
        }
        return into;
    }

    /** Nothing scrolls sideways, axe finds nothing serious, and a picture is taken. */
    private static void inspect(Page page, String state, String scheme, int width) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path
                .of(System.getProperty("tabitat.shots"), "add-" + state + "-" + scheme + "-" + width + ".png")));
        String where = state + ", " + scheme + ", " + width + " px";
        assertTrue((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"),
                "scrolls sideways: " + where);
        assertEquals(List.of(), new AxeBuilder(page).analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml()).toList(), where);
    }

    @ParameterizedTest(name = "{0}, {1} px wide")
    @CsvSource({"light, 1280", "dark, 360", "light, 320"})
    void aModelOfAHubIsSearchedLookedAtAndAdded(String scheme, int width) {
        Lab.Trait[] traits = scheme.equals("dark") ? new Lab.Trait[]{Lab.Trait.DARK} : new Lab.Trait[0];
        Map<String, byte[]> unknown = new LinkedHashMap<>(HubServer.sentences());
        unknown.put("config.json", "{\"model_type\":\"t5\"}".getBytes(StandardCharsets.UTF_8));
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess.start(hub.offer("acme/sentences", HubServer.sentences())
                        .offer("acme/t5-sentences", unknown).hostOptions());
                Lab lab = new Lab(traits)) {
            Page page = models(lab, host);
            page.setViewportSize(width, 860);
            look(page, "sentences");
            page.locator("#add-consent").waitFor();
            assertThat(page.locator("#add-consent")).isFocused();
            assertThat(page.locator("#add-consent")).containsText("will see the words that you search for");
            assertEquals(0, hub.requests().size(), "nothing was sent: " + hub.requests());
            inspect(page, "consent", scheme, width);
            press(page, "Allow");
            assertThat(page.locator(".hub-hits li")).hasCount(2);
            inspect(page, "results", scheme, width);

            press(page, "Look at acme/t5-sentences");
            assertThat(page.locator("#add-inspection")).containsText("cannot be added");
            assertThat(page.locator("#add-inspection .dots li").first()).containsText("t5");
            assertThat(page.locator("#add-inspection .btn.go")).hasCount(0);
            inspect(page, "unsupported", scheme, width);

            press(page, "Look at acme/sentences");
            Locator card = page.locator("#add-inspection");
            assertThat(card).containsText("embedding model");
            assertThat(card).isFocused();
            assertThat(card).containsText("Licence: MIT");
            assertThat(card).containsText("This model fits:");
            card.locator("summary").first().click();
            inspect(page, "inspected", scheme, width);
            card.locator("label", new Locator.LocatorOptions().setHasText("8-bit")).click();
            card.locator(".btn.go").click();
            Locator added = page.locator("[id='model-acme/sentences:q8']");
            added.waitFor();
            assertThat(added).containsText("acme/sentences, revision ");
            assertThat(added).containsText("by the digests that the hub publishes");
            assertThat(page.locator("#models-here [id='model-acme/sentences:q8']")).hasCount(1);
            assertThat(page.locator("#add-where")).hasValue("sentences");
            inspect(page, "added", scheme, width);
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void progressOutlivesNavigationAndReloadAndGoesOn() {
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess
                        .start(hub.offer("acme/large", HubServer.large(12 << 20)).hostOptions());
                Lab lab = new Lab()) {
            Page page = models(lab, host);
            hub.throttle(2 << 20);
            look(page, "acme/large");
            press(page, "Allow");
            page.locator("#add-inspection .btn.go").click();
            Locator download = page.locator("#downloads .dl");
            assertThat(download).containsText("Downloading acme/large:");
            assertThat(download).containsText("a second");
            page.evaluate("() => { location.hash = 'device'; }");
            assertThat(page.locator("#screen-device")).hasCount(1);
            page.evaluate("() => { location.hash = 'models'; }");
            assertThat(download).containsText("Downloading acme/large:");
            press(page, "Pause");
            assertThat(download).containsText("Paused: acme/large:");
            press(page, "Resume");
            page.waitForFunction(
                    "() => Number(document.querySelector('#downloads progress')?.getAttribute('value')) > 0.3");
            page.reload();
            assertThat(download).containsText("Paused: acme/large:");
            long before = hub.requests().stream().filter(one -> one.contains("/repos/")).count();
            hub.throttle(0);
            press(page, "Resume");
            page.locator("[id^='model-acme/large:']").waitFor();
            assertThat(download).hasCount(0);
            assertTrue(hub.requests().stream().filter(one -> one.contains("/repos/")).count() > before);
            JsonObject check = new com.google.gson.Gson().fromJson(
                    (String) page.evaluate("async () => JSON.stringify(await tabitat.check())"), JsonObject.class);
            assertTrue(check.get("ok").getAsBoolean(), check.toString());
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void whatIsGivenUpLeavesNothingBehind() {
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess
                        .start(hub.offer("acme/large", HubServer.large(12 << 20)).hostOptions());
                Lab lab = new Lab()) {
            Page page = models(lab, host);
            hub.throttle(2 << 20);
            look(page, "acme/large");
            press(page, "Allow");
            page.locator("#add-inspection .btn.go").click();
            page.waitForFunction(
                    "() => Number(document.querySelector('#downloads progress')?.getAttribute('value')) > 0.2");
            press(page, "Cancel");
            assertThat(page.locator("#downloads .dl")).hasCount(0);
            page.waitForFunction("async () => (await tabitat.downloads()).length === 0");
            page.reload();
            assertThat(page.locator("#add-model")).isVisible();
            assertThat(page.locator("#downloads .dl")).hasCount(0);
        }
    }

    @Test
    void aGatedModelIsOpenedByATokenAndAHostWithoutAHubSaysSo() {
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess.start(hub.offer("acme/gated", HubServer.sentences())
                        .gate("acme/gated").hostOptions());
                Lab lab = new Lab()) {
            Page page = models(lab, host);
            look(page, "acme/gated");
            press(page, "Allow");
            assertThat(page.locator("#add-inspection")).containsText("could not be read");
            inspect(page, "gated", "light", 1280);
            page.locator("#hub-token").fill(HubServer.TOKEN);
            page.locator("#hub-passphrase").fill("four unrelated words here");
            press(page, "Keep the token and look again");
            assertThat(page.locator("#add-inspection")).containsText("embedding model");
            assertEquals(0, hub.strayTokens().size());
        }
        try (HostProcess host = HostProcess.start("--no-hub"); Lab lab = new Lab()) {
            Page page = models(lab, host);
            assertThat(page.locator("#add")).containsText("runs without a model hub (--no-hub)");
            assertThat(page.locator("#add")).not().containsText("Words to search for");
        }
    }

    @Test
    void aFolderOfATokenClassifierIsAddedAndTriedOnItsCard() throws IOException {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Page page = models(lab, host);
            page.locator("#model-folder").setInputFiles(onDisk("bert-tokens"));
            assertThat(page.locator("#add-inspection")).containsText("token classifier");
            page.locator("#add-inspection .btn.go").click();
            Locator card = page.locator("#models-here .model",
                    new Page.LocatorOptions().setHasText("files of this device"));
            card.waitFor();
            assertThat(card).containsText("token classifier");
            card.locator(".btn.go", new Locator.LocatorOptions().setHasText("Try it")).click();
            assertThat(page.locator("#trial-text")).isFocused();
            page.locator("#trial-text").fill("ada lives in london");
            press(page, "Mark");
            assertThat(card.locator(".trial-rows li, .trial-answer p").first()).isVisible();
            assertThat(card.locator(".trial-answer .msg")).hasCount(0);
            inspect(page, "tried", "light", 1280);
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void anAddedEncoderReadsDocumentsAndARerankerOrdersWhatIsFound() throws IOException {
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess.start(hub.offer("acme/sentences", HubServer.sentences()).hostOptions());
                Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            Page page = models(tab);
            tab.call("install", "all-minilm-l6-v2:q8");
            DocumentsApi documents = new DocumentsApi(tab);
            documents.add("leave.md", "text/markdown",
                    "# Leave\n\nEvery employee has thirty days of leave a year.".getBytes(StandardCharsets.UTF_8));
            documents.add("records.md", "text/markdown",
                    "# Records\n\nWe keep patient records for ten years after the last visit."
                            .getBytes(StandardCharsets.UTF_8));
            page.evaluate("async () => { await tabitat.addModel({ hub: 'acme/sentences' }, { consent: true }); }");
            page.locator("#model-folder").setInputFiles(onDisk("modernbert-ranker"));
            assertThat(page.locator("#add-inspection")).containsText("re-ranker");
            page.locator("#add-inspection .btn.go").click();
            page.locator("#models-here .model", new Page.LocatorOptions().setHasText("re-ranker")).waitFor();

            page.evaluate("() => { location.hash = 'documents'; }");
            page.locator("#documents-encoder summary").click();
            page.locator("#documents-encoder .encoders .btn").click();
            page.locator("#documents-encoder .facts-list", new Page.LocatorOptions().setHasText("acme/sentences:"))
                    .first().waitFor();
            page.locator("#documents-query").fill("days of leave and years of records");
            button(page, "Ask").click();
            page.locator("#documents-ask",
                    new Page.LocatorOptions().setHasText("were ordered again by")).waitFor();
            inspect(page, "documents", "light", 1280);
            JsonObject plain = new com.google.gson.Gson().fromJson((String) page.evaluate(
                    "async () => JSON.stringify(await tabitat.search({ query: 'patient records', rerank: false }))"),
                    JsonObject.class);
            assertFalse(plain.has("reranker"), plain.toString());
            assertEquals(List.of(), lab.offences());
        }
    }
}
