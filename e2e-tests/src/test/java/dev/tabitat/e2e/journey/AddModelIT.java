package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.HubServer;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Programs;
import dev.tabitat.e2e.support.Tab;
import dev.tabitat.e2e.support.TokenRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of other ecosystems are added by the API: from a hub, from files of the device and from an address. */
final class AddModelIT {

    private static final String ADD = "([source, options]) => tabitat.addModel(source, options)";
    private static final String INSPECT = "([source, options]) => tabitat.inspectModel(source, options)";

    @TempDir
    private Path folder;

    private static JsonObject add(Tab tab, Map<String, ?> source, Map<String, ?> options) {
        return run(tab, ADD, source, options);
    }

    private static JsonObject run(Tab tab, String script, Map<String, ?> source, Map<String, ?> options) {
        String text = (String) tab.page().evaluate(
                "async args => JSON.stringify(await (" + script + ")(args))", List.of(source, options));
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static JsonObject refused(Tab tab, String script, Map<String, ?> source, Map<String, ?> options) {
        return tab.rejection(script, List.of(source, options));
    }

    private static List<String> installed(Tab tab) {
        List<String> names = new ArrayList<>();
        for (JsonElement one : tab.call("installed").getAsJsonArray()) {
            names.add(one.getAsJsonObject().get("name").getAsString());
        }
        return names;
    }

    private static long received(Tab tab, String origin) {
        for (JsonElement one : tab.call("ledger").getAsJsonObject().getAsJsonArray("entries")) {
            if (one.getAsJsonObject().get("origin").getAsString().equals(origin)) {
                return one.getAsJsonObject().get("received_bytes").getAsLong();
            }
        }
        return 0;
    }

    @Test
    void aModelOfAHubIsSearchedInspectedAddedAndThereOffline() {
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess.start(hub.offer("acme/sentences", HubServer.sentences()).hostOptions());
                Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            JsonObject first = refused(tab, INSPECT, Map.of("hub", "acme/sentences"), Map.of("consent", false));
            assertEquals("needs_consent", first.get("code").getAsString());
            assertEquals(hub.origin(), first.get("where").getAsString());
            assertEquals(0, hub.requests().size(), "nothing was sent: " + hub.requests());

            JsonObject found = tab.call("searchHub", Map.of("query", "SENT", "consent", true)).getAsJsonObject();
            assertEquals("acme/sentences", found.getAsJsonArray("results").get(0).getAsJsonObject().get("id")
                    .getAsString());
            hub.refuse(1);
            JsonObject plan = run(tab, INSPECT, Map.of("hub", "acme/sentences"), Map.of());
            assertTrue(plan.get("supported").getAsBoolean(), plan.toString());
            assertEquals("encoder", plan.get("kind").getAsString());
            assertFalse(installed(tab).contains(plan.get("name").getAsString()));

            JsonObject added = add(tab, Map.of("hub", "acme/sentences"), Map.of());
            String name = added.get("name").getAsString();
            assertEquals(plan.get("name").getAsString(), name);
            assertEquals("lfs-sha256", added.getAsJsonObject("verified").get("by").getAsString());
            assertTrue(installed(tab).contains(name));
            JsonObject q8 = add(tab, Map.of("hub", "acme/sentences"), Map.of("quantization", "q8"));
            assertEquals("acme/sentences:q8", q8.get("name").getAsString());
            assertTrue(received(tab, hub.fileOrigin()) > 40_000, tab.call("ledger").toString());
            assertTrue(tab.call("connections").toString().contains("files of models of " + hub.origin()));
            assertTrue(tab.call("lineage").toString().contains("hf:acme/sentences@"));

            hub.stop();
            lab.context().setOffline(true);
            assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
            assertTrue(installed(tab).containsAll(List.of(name, "acme/sentences:q8")));
            assertEquals("unavailable",
                    refused(tab, ADD, Map.of("hub", "acme/other"), Map.of()).get("code").getAsString());
            lab.context().setOffline(false);
            tab.call("remove", name);
            assertFalse(installed(tab).contains(name));
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void aKilledBrowserGoesOnWhereItsPiecesEnd() {
        Map<String, byte[]> files = HubServer.large(12 << 20);
        long bytes = files.get("model.safetensors").length;
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess.start(hub.offer("acme/large", files).hostOptions());
                Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            run(tab, INSPECT, Map.of("hub", "acme/large"), Map.of("consent", true));
            assertTrue(received(tab, hub.fileOrigin()) < 2 << 20, "an inspection reads headers: " + tab.call("ledger"));
            hub.throttle(3 << 20);
            tab.page().evaluate(
                    """
                            () => new Promise(enough => {
                              tabitat.addModel({ hub: 'acme/large' }, { onProgress: p => { if (p.verified_chunks >= 5) enough(); } });
                            })
                            """);
            lab.kill();
            hub.throttle(0);
            hub.expire();
            hub.requests().clear();
            lab.open();
            Tab again = Tab.open(lab, host.url()).ready();
            JsonObject added = add(again, Map.of("hub", "acme/large"), Map.of());
            List<String> ranges = hub.requests().stream().filter(one -> one.startsWith("GET /repos/"))
                    .filter(one -> one.endsWith("-" + (bytes - 1))).toList();
            assertEquals(1, ranges.size(), hub.requests().toString());
            long from = Long.parseLong(ranges.get(0).replaceAll(".*bytes=([0-9]+)-.*", "$1"));
            System.out.println("Added after a kill from byte " + from + " of " + bytes);
            assertTrue(from >= 4 << 20 && from % (1 << 20) == 0, ranges.toString());
            assertTrue(installed(again).contains(added.get("name").getAsString()));
            assertTrue(again.call("check").getAsJsonObject().get("ok").getAsBoolean());
        }
    }

    @Test
    void whatTheHubRefusesOrSendsWrongIsSaidAndNothingIsHalfAdded() {
        Map<String, byte[]> pickles = HubServer.sentences();
        pickles.put("pytorch_model.bin", pickles.remove("model.safetensors"));
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess.start(hub.offer("acme/gated", HubServer.sentences()).gate("acme/gated")
                        .offer("acme/new", HubServer.large(2 << 20)).rename("acme/old", "acme/new")
                        .offer("acme/pickles", pickles).hostOptions());
                Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            List<String> before = installed(tab);
            Map<String, ?> consent = Map.of("consent", true);
            JsonObject gated = refused(tab, ADD, Map.of("hub", "acme/gated"), consent);
            assertEquals("refused", gated.get("code").getAsString(), gated.toString());
            assertTrue(gated.get("remedy").getAsString().contains("agree"), gated.toString());
            JsonObject missing = refused(tab, ADD, Map.of("hub", "acme/missing"), consent);
            assertEquals("invalid_input", missing.get("code").getAsString(), missing.toString());
            JsonObject renamed = refused(tab, ADD, Map.of("hub", "acme/old"), consent);
            assertEquals("acme/new", renamed.get("found").getAsString(), renamed.toString());
            JsonObject revision = refused(tab, ADD, Map.of("hub", "acme/new", "revision", "v9"), consent);
            assertTrue(revision.get("message").getAsString().contains("revision"), revision.toString());
            JsonObject pickle = refused(tab, ADD, Map.of("hub", "acme/pickles"), consent);
            assertEquals("pickle", pickle.get("found").getAsString(), pickle.toString());

            hub.spoil(body -> body.length < 1 << 20 ? body : Arrays.copyOf(body, 100));
            JsonObject cut = refused(tab, ADD, Map.of("hub", "acme/new"), consent);
            assertEquals("unavailable", cut.get("code").getAsString(), cut.toString());
            assertTrue(cut.get("message").getAsString().contains("ended too soon"), cut.toString());
            hub.spoil(body -> {
                byte[] changed = body.clone();
                changed[changed.length - 9] ^= body.length > 1 << 20 ? 1 : 0;
                return changed;
            });
            JsonObject changed = refused(tab, ADD, Map.of("hub", "acme/new"), consent);
            assertEquals("damaged_data", changed.get("code").getAsString(), changed.toString());
            assertEquals(before, installed(tab));
            hub.spoil(body -> body.length < 1 << 20 ? body : Arrays.copyOf(body, 300_000));
            add(tab, Map.of("hub", "acme/new"), consent);
            hub.spoil(body -> body);

            tab.call("setHubToken", Map.of("token", HubServer.TOKEN, "passphrase", "four long words"));
            JsonObject opened = add(tab, Map.of("hub", "acme/gated"), consent);
            assertTrue(installed(tab).contains(opened.get("name").getAsString()));
            assertEquals(List.of(), List.copyOf(hub.strayTokens()), "the token goes to the hub's origin alone");
            assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
        }
    }

    private List<Path> files(Map<String, byte[]> content) throws IOException {
        for (Map.Entry<String, byte[]> one : content.entrySet()) {
            Path file = folder.resolve("mine").resolve(one.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, one.getValue());
        }
        return List.of(folder.resolve("mine"));
    }

    /** Chooses a folder in an input of the page. */
    private static void choose(Tab tab, Path chosen) {
        tab.page().evaluate("""
                () => {
                  const input = document.createElement('input');
                  input.type = 'file';
                  input.id = 'chosen';
                  input.webkitdirectory = true;
                  document.body.append(input);
                }
                """);
        tab.page().setInputFiles("#chosen", chosen);
    }

    @Test
    void aFolderOfTheDeviceIsAddedWithoutAnyRequestAndAChangedFileIsNamed() throws IOException {
        String chosen = "([name]) => tabitat.addModel({ files: [...document.querySelector('#chosen').files] }, { name })";
        try (HostProcess host = HostProcess.start("--no-hub"); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            List<Path> folders = files(HubServer.large(9 << 20));
            choose(tab, folders.get(0));
            PlaywrightAssertions.assertThat(tab.page().locator(".offline")).containsText("Offline-ready");
            lab.context().setOffline(true);
            String plan = (String) tab.page().evaluate(
                    "async () => JSON.stringify(await tabitat.inspectModel({ files: [...document.querySelector('#chosen').files] }))");
            assertTrue(plan.contains("\"supported\":true"), plan);
            String added = (String) tab.page().evaluate("async args => JSON.stringify(await (" + chosen + ")(args))",
                    List.of("mini:mine"));
            assertTrue(added.contains("\"by\":\"local\""), added);
            lab.context().setOffline(false);
            assertTrue(installed(tab).contains("mini:mine"));
            assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());

            Path weights = folder.resolve("mine/model.safetensors");
            Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 1 << 20));
            JsonObject gone = tab.rejection(chosen, List.of("mini:other"));
            assertEquals("damaged_data", gone.get("code").getAsString(), gone.toString());
            assertTrue(gone.get("remedy").getAsString().contains("Choose the files again"), gone.toString());
            assertFalse(installed(tab).contains("mini:other"));
            JsonObject noHub = refused(tab, ADD, Map.of("hub", "acme/sentences"), Map.of("consent", true));
            assertEquals("refused", noHub.get("code").getAsString(), noHub.toString());
            assertEquals(List.of(), lab.offences());
        }
    }

    /** A model as other programs push it: an OCI layout of its files. */
    private static Path layout(Path into, Map<String, byte[]> content) throws IOException {
        Path blobs = Files.createDirectories(into.resolve("blobs/sha256"));
        StringBuilder layers = new StringBuilder();
        for (Map.Entry<String, byte[]> one : content.entrySet()) {
            Files.write(blobs.resolve(HubServer.sha256(one.getValue())), one.getValue());
            layers.append(layers.isEmpty() ? "" : ",").append("""
                    {"mediaType":"application/vnd.cncf.model.weight.v1.raw","digest":"sha256:%s","size":%d,
                     "annotations":{"org.cncf.model.filepath":"%s"}}""".formatted(
                    HubServer.sha256(one.getValue()), one.getValue().length, one.getKey()));
        }
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        Files.write(blobs.resolve(HubServer.sha256(config)), config);
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "artifactType":"application/vnd.cncf.model.manifest.v1+json",
                 "config":{"mediaType":"application/vnd.cncf.model.config.v1+json","digest":"sha256:%s","size":2},
                 "layers":[%s]}""".formatted(HubServer.sha256(config), layers)
                .getBytes(StandardCharsets.UTF_8);
        Files.write(blobs.resolve(HubServer.sha256(manifest)), manifest);
        Files.writeString(into.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(into.resolve("index.json"), """
                {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "digest":"sha256:%s","size":%d,"annotations":{"org.opencontainers.image.ref.name":"small"}}]}"""
                .formatted(HubServer.sha256(manifest), manifest.length));
        return into;
    }

    @Test
    void aModelOfARegistryThatAsksForTokensIsAdded() throws Exception {
        String reason = "this journey needs skopeo and docker-registry (Debian packages of these names)";
        assumeTrue(Programs.areHere("skopeo", "docker-registry"), reason);
        try (TokenRegistry registry = new TokenRegistry(Files.createDirectories(folder.resolve("registry")))) {
            Path layout = layout(Files.createDirectories(folder.resolve("layout")), HubServer.sentences());
            Programs.run("skopeo", "copy", "--preserve-digests", "--dest-tls-verify=false", "--dest-creds",
                    TokenRegistry.CREDENTIALS, "oci:" + layout + ":small",
                    "docker://127.0.0.1:" + registry.port() + "/acme/sentences:small");
            String redirecting = registry.redirectingFront();
            String entry = redirecting + " token=" + registry.tokenServer() + " blobs=" + registry.store();
            try (HostProcess host = HostProcess.start("--registry", entry); Lab lab = new Lab()) {
                Tab tab = Tab.open(lab, host.url()).ready();
                Map<String, String> source = Map.of("oci", redirecting.substring("http://".length())
                        + "/acme/sentences:small");
                JsonObject first = refused(tab, ADD, source, Map.of("consent", false));
                assertEquals("needs_consent", first.get("code").getAsString());
                JsonObject added = add(tab, source, Map.of("consent", true, "name", "sentences:registry"));
                assertEquals("oci-digest", added.getAsJsonObject("verified").get("by").getAsString());
                assertTrue(installed(tab).contains("sentences:registry"));
                assertTrue(received(tab, registry.store()) > 40_000, tab.call("ledger").toString());
                JsonObject closed = refused(tab, ADD,
                        Map.of("oci", redirecting.substring("http://".length()) + "/private/sentences:small"),
                        Map.of("consent", true));
                assertTrue(closed.get("message").getAsString().contains("sign-in"), closed.toString());
                assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
            }
        }
    }

    @Test
    void anAddressIsReadWhereItsServerAllowsIt() throws IOException {
        Path extra = Files.createDirectories(folder.resolve("extra"));
        byte[] stories = Files.readAllBytes(HostProcess.root().resolve(
                "shared-core/src/test/resources/dev/tabitat/core/generation/stories260K-q8_0.gguf"));
        Files.write(extra.resolve("stories260K-q8_0.gguf"), stories);
        Files.write(extra.resolve("broken.gguf"), Arrays.copyOf(stories, 1000));
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess.start(with(hub.offer("acme/sentences", HubServer.sentences())
                        .hostOptions(), "--extra", extra.toString()));
                Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            JsonObject added = add(tab, Map.of("url", host.url() + "extra/stories260K-q8_0.gguf"), Map.of());
            assertEquals("stories260k:q8_0", added.get("name").getAsString());
            assertEquals("local", added.getAsJsonObject("verified").get("by").getAsString());
            JsonObject broken = refused(tab, ADD, Map.of("url", host.url() + "extra/broken.gguf"), Map.of());
            assertEquals("unsupported", broken.get("code").getAsString(), broken.toString());
            assertEquals("damaged_file", broken.get("found").getAsString(), broken.toString());
            JsonObject none = refused(tab, ADD, Map.of("url", host.url() + "extra/none.gguf"), Map.of());
            assertEquals("unavailable", none.get("code").getAsString(), none.toString());
            JsonObject blocked = refused(tab, ADD, Map.of("url", "https://files.example/a.gguf"),
                    Map.of("consent", true));
            assertTrue(blocked.get("remedy").getAsString().contains("--hub-files"), blocked.toString());
            JsonObject linked = add(tab, Map.of("url", hub.origin() + "/acme/sentences/blob/main/model.safetensors"),
                    Map.of("consent", true));
            assertEquals("lfs-sha256", linked.getAsJsonObject("verified").get("by").getAsString());
        }
    }

    private static String[] with(String[] options, String... more) {
        String[] all = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return all;
    }

    @Test
    void twoTabsThatAddTheSameModelAtOnceBothHaveIt() {
        Map<String, byte[]> files = HubServer.large(6 << 20);
        long bytes = files.get("model.safetensors").length;
        try (HubServer hub = new HubServer();
                HostProcess host = HostProcess.start(hub.offer("acme/large", files).hostOptions());
                Lab lab = new Lab()) {
            Tab one = Tab.open(lab, host.url()).ready();
            Tab two = Tab.open(lab, host.url()).ready();
            String begin = "() => { globalThis.adding = tabitat.addModel({ hub: 'acme/large' }, { consent: true }); }";
            hub.throttle(4 << 20);
            one.page().evaluate(begin);
            two.page().evaluate(begin);
            String first = (String) one.page().evaluate("async () => (await adding).digest");
            assertEquals(first, two.page().evaluate("async () => (await adding).digest"));
            assertEquals(1, hub.requests().stream().filter(request -> request.startsWith("GET /repos/"))
                    .filter(request -> !request.contains("bytes=") || request.endsWith("bytes=0-" + (bytes - 1)))
                    .filter(request -> request.contains(HubServer.sha256(files.get("model.safetensors")))).count(),
                    "the weights came once: " + hub.requests());
            assertTrue(two.call("check").getAsJsonObject().get("ok").getAsBoolean());
        }
    }
}
