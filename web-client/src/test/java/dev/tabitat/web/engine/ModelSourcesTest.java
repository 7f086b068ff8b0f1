package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.format.SafetensorsOutline;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.protocol.DeclaredTypes;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models of a hub, of files, of registries and of addresses, as the engine's methods add them. */
final class ModelSourcesTest {

    private static final JsonObject HUB = JsonObject.of("hub", "acme/sentences");
    private static final String NAME = "acme/sentences:f16";

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final RecordStore records = new MemoryRecords();
    private final FakeHub hub = new FakeHub();
    private Engine engine;

    @BeforeEach
    void start() {
        environment.http = hub;
        environment.hosting = new Hosting(List.of(), List.of(), Optional.of(FakeHub.ADDRESSES));
        hub.offer("acme/sentences", FakeHub.sentences());
        records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes"));
        restart();
    }

    private void restart() {
        engine = new Engine(environment, records, "", environment::send);
        engine.begin();
    }

    private JsonObject add(JsonObject source, Object... more) {
        JsonObject params = JsonObject.of("source", source, "consent", true);
        for (int i = 0; i < more.length; i += 2) {
            params = params.with((String) more[i], more[i + 1]);
        }
        return object("addModel", params, Optional.empty());
    }

    private JsonObject object(String method, JsonObject params, Optional<Slices> bytes) {
        FromEngine end = environment.call(engine, method, params, bytes);
        if (end instanceof FromEngine.Done done) {
            DeclaredTypes.require(method, done.result());
            return (JsonObject) done.result();
        }
        throw new AssertionError(((FromEngine.Failed) end).error().toString());
    }

    private ApiError refused(String method, JsonObject params, Optional<Slices> bytes) {
        FromEngine end = environment.call(engine, method, params, bytes);
        if (end instanceof FromEngine.Failed failed) {
            assertFalse(failed.error().message().isEmpty() || failed.error().expected().isEmpty()
                    || failed.error().found().isEmpty(), failed.error().toString());
            return failed.error();
        }
        throw new AssertionError(end.text());
    }

    private ApiError refused(JsonObject source, Object... more) {
        JsonObject params = JsonObject.of("source", source, "consent", true);
        for (int i = 0; i < more.length; i += 2) {
            params = params.with((String) more[i], more[i + 1]);
        }
        return refused("addModel", params, Optional.empty());
    }

    private List<String> installed() {
        return ((JsonArray) environment.done(engine, "installed")).objects().stream().map(one -> one.string("name"))
                .toList();
    }

    private JsonObject files(Map<String, byte[]> files) {
        List<JsonObject> listed = new ArrayList<>();
        files.forEach((path, bytes) -> listed.add(JsonObject.of("path", path, "bytes", bytes.length)));
        return JsonObject.of("source", JsonObject.of("files", listed));
    }

    private static Optional<Slices> joined(Map<String, byte[]> files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.values().forEach(all::writeBytes);
        return Optional.of(Slices.of(all.toByteArray()));
    }

    @Test
    void nothingIsSentBeforeThePersonAgrees() {
        ApiError first = refused("inspectModel", JsonObject.of("source", HUB, "consent", false), Optional.empty());
        assertEquals("needs_consent", first.code());
        assertEquals(FakeHub.ORIGIN, first.where());
        assertEquals("needs_consent",
                refused("searchHub", JsonObject.of("query", "x", "consent", false), Optional.empty()).code());
        assertEquals("needs_consent",
                refused("addModel", JsonObject.of("source", HUB, "consent", false), Optional.empty()).code());
        assertEquals("needs_consent",
                refused("addModel",
                        JsonObject.of("source", JsonObject.of("oci", "registry.example/a/b:c"), "consent", false),
                        Optional.empty()).code());
        assertEquals("needs_consent", refused("inspectModel",
                JsonObject.of("source", JsonObject.of("url", "https://files.example/a.gguf"), "consent", false),
                Optional.empty())
                .code());
        assertEquals(List.of(), hub.requests);
        assertFalse(object("hub", JsonObject.EMPTY, Optional.empty()).bool("consent"));

        object("inspectModel", JsonObject.of("source", HUB, "consent", true), Optional.empty());
        assertTrue(object("hub", JsonObject.EMPTY, Optional.empty()).bool("consent"));
        restart();
        object("inspectModel", JsonObject.of("source", HUB, "consent", false), Optional.empty());
        assertTrue(object("forgetOrigin", JsonObject.of("origin", FakeHub.ORIGIN), Optional.empty())
                .bool("forgotten"));
        assertEquals("needs_consent",
                refused("inspectModel", JsonObject.of("source", HUB, "consent", false), Optional.empty()).code());

        // A script's own call that does not say names the source itself: that is noted for nobody else.
        object("inspectModel", JsonObject.of("source", HUB), Optional.empty());
        assertFalse(object("hub", JsonObject.EMPTY, Optional.empty()).bool("consent"));
    }

    @Test
    void anInspectionSaysWhatWouldBeAddedAndReadsHeadersOnly() {
        hub.offer("acme/large", FakeHub.large());
        JsonObject plan = object("inspectModel",
                JsonObject.of("source", JsonObject.of("hub", "acme/large"), "consent", true), Optional.empty());
        assertTrue(plan.bool("supported"), plan.toString());
        assertEquals("encoder", plan.string("kind"));
        assertEquals("hf:acme/large@" + FakeHub.COMMIT, plan.string("source"));
        assertEquals("acme/large:f32", plan.string("name"));
        assertEquals("MIT", plan.object("licence").string("spdx"));
        assertTrue(hub.sentBytes < 600_000, hub.sentBytes + " bytes");
        assertEquals(List.of(), installed());
    }

    @Test
    void aModelOfTheHubIsAddedWithItsFilesAsTheyAre() {
        JsonObject added = add(HUB);
        assertEquals(NAME, added.string("name"));
        assertEquals("encoder", added.string("kind"));
        assertEquals("lfs-sha256", added.object("verified").string("by"));
        assertEquals(true, added.object("self_test").bool("passed"));
        assertEquals(List.of(NAME), installed());
        Manifest manifest = Manifest.read(Utf8.encode(JsonReader
                .readObject(records.text(Table.PACKAGES, NAME).orElseThrow(),
                        JsonLimits.DEFAULT)
                .string("manifest")));
        assertEquals(Digest.of(FakeHub.sentences().get("model.safetensors")),
                manifest.layer("model.safetensors").digest(), "the layer's digest is the published one");
        assertTrue(environment.object(engine, "check").bool("ok"));
        environment.done(engine, "catalog");
        assertTrue(records.keys(Table.META).stream().noneMatch(key -> key.startsWith("staged/")));

        environment.settle();
        JsonObject ledger = environment.object(engine, "ledger");
        assertTrue(ledger.toString().contains(FakeHub.ORIGIN) && ledger.toString().contains(FakeHub.FILES),
                ledger.toString());
        assertEquals(hub.sentBytes, ledger.integer("received_bytes"), "every byte is counted");
        assertTrue(environment.done(engine, "lineage").toString().contains("hf:acme/sentences@" + FakeHub.COMMIT));

        long before = hub.sentBytes;
        assertEquals(added.string("digest"), add(HUB).string("digest"), "a second time it is there");
        assertTrue(hub.sentBytes - before < 100_000, "nothing but the inspection is fetched again");
        environment.done(engine, "remove", "name", NAME);
        assertEquals(List.of(), installed());
        assertEquals(List.of(), records.keys(Table.CHUNKS));
        assertEquals(List.of(), records.keys(Table.SETTINGS).stream().filter(key -> key.startsWith("added-from"))
                .toList());
    }

    @Test
    void quantizedHereTheRecipeIsNotedAndTheOriginalsGo() {
        JsonObject added = add(HUB, "quantization", "q8");
        assertEquals("acme/sentences:q8", added.string("name"));
        String record = records.text(Table.PACKAGES, "acme/sentences:q8").orElseThrow();
        assertTrue(record.contains("\\\\\\\"kind\\\\\\\":\\\\\\\"int8\\\\\\\"") || record.contains("int8"), record);
        assertFalse(record.contains(Digest.of(FakeHub.sentences().get("model.safetensors")).toString()));
        assertEquals("acme/sentences:q4", add(HUB, "quantization", "q4").string("name"));
        assertEquals(NAME, add(HUB).string("name"));
        assertEquals(List.of(NAME, "acme/sentences:q4", "acme/sentences:q8"), installed());
        assertEquals("incompatible", refused(HUB, "name", "acme/sentences:q8").code());
        assertTrue(environment.object(engine, "check").bool("ok"));
    }

    @Test
    void aFolderOfThisDeviceIsAdded() {
        Map<String, byte[]> folder = new LinkedHashMap<>();
        FakeHub.sentences().forEach((path, bytes) -> folder.put("my model/" + path, bytes));
        JsonObject plan = object("inspectModel", files(folder), joined(folder));
        assertTrue(plan.bool("supported"), plan.toString());
        assertEquals("local", plan.string("source"));
        JsonObject added = object("addModel", files(folder).with("name", "mini:mine"), joined(folder));
        assertEquals("mini:mine", added.string("name"));
        assertEquals("local", added.object("verified").string("by"));
        assertEquals(List.of(), hub.requests);
        assertEquals("mini:mine", object("addModel", files(folder).with("name", "mini:mine"), joined(folder))
                .string("name"));
        assertEquals("my-model:f16", object("addModel", files(folder), joined(folder)).string("name"));
        Map<String, byte[]> other = new LinkedHashMap<>(folder);
        byte[] changed = other.get("my model/model.safetensors").clone();
        changed[changed.length - 2] ^= 1;
        other.put("my model/model.safetensors", changed);
        ApiError taken = refused("addModel", files(other).with("name", "mini:mine"), joined(other));
        assertEquals("incompatible", taken.code(), taken.toString());
        assertTrue(environment.object(engine, "check").bool("ok"));
    }

    @Test
    void filesThatDoNotAddUpAndPicklesAreRefusedByName() {
        Map<String, byte[]> folder = new LinkedHashMap<>(FakeHub.sentences());
        assertEquals("invalid_input", refused("addModel", files(folder), Optional.of(Slices.of(new byte[3]))).code());
        assertEquals("invalid_input", refused("addModel", files(folder), Optional.empty()).code());
        folder.put("pytorch_model.bin", folder.remove("model.safetensors"));
        ApiError pickle = refused("addModel", files(folder), joined(folder));
        assertEquals("unsupported", pickle.code());
        assertEquals("pickle", pickle.found());
        assertTrue(pickle.message().contains("pytorch_model.bin"), pickle.message());
        Map<String, byte[]> generator = Map.of("config.json",
                Utf8.encode("{\"model_type\":\"llama\",\"architectures\":[\"LlamaForCausalLM\"]}"));
        assertEquals("unsupported", refused("addModel", files(generator), joined(generator)).code());
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNamed() {
        Map<String, byte[]> folder = FakeHub.large();
        Slices whole = joined(folder).orElseThrow();
        Slices changing = new Slices() {
            private boolean hasChanged;

            @Override
            public long length() {
                return whole.length();
            }

            @Override
            public byte[] read(long offset, int length) {
                hasChanged |= offset > 2_000_000 && offset < 3_000_000;
                if (hasChanged) {
                    throw new Unavailable("The file cannot be read.",
                            Finding.at("file").found("NotReadableError"));
                }
                return whole.read(offset, length);
            }
        };
        ApiError changed = refused("addModel", files(folder), Optional.of(changing));
        assertEquals("damaged_data", changed.code());
        assertTrue(changed.message().contains("changed") && changed.where().equals("model.safetensors"),
                changed.toString());
        assertEquals(List.of(), installed());
        object("addModel", files(folder), joined(folder));
    }

    @Test
    void aRegistryOfAnyKindIsRead() {
        Map<String, byte[]> files = FakeHub.sentences();
        List<JsonObject> layers = new ArrayList<>();
        FakeEngineEnvironment registry = new FakeEngineEnvironment();
        files.forEach((path, bytes) -> {
            Digest digest = Digest.of(bytes);
            registry.resources.put("/v2/ai/sentences/blobs/" + digest, bytes);
            layers.add(JsonObject.of("mediaType", MediaTypes.WEIGHT, "digest", digest.toString(), "size",
                    bytes.length, "annotations", JsonObject.of("org.cncf.model.filepath", path)));
        });
        byte[] manifest = Utf8.encode(JsonObject.of("schemaVersion", 2, "mediaType", MediaTypes.MANIFEST, "config",
                JsonObject.of("mediaType", "application/vnd.cncf.model.config.v1+json", "digest",
                        Digest.of(new byte[0]).toString(), "size", 0),
                "layers", layers).toString());
        registry.resources.put("/v2/ai/sentences/manifests/small", manifest);
        registry.resources.put("/v2/ai/sentences/manifests/" + Digest.of(manifest), manifest);
        environment.registries.put("https://registry.example", registry);
        JsonObject added = add(JsonObject.of("oci", "registry.example/ai/sentences:small"));
        assertEquals("sentences:f16", added.string("name"));
        assertEquals("oci-digest", added.object("verified").string("by"));
        environment.done(engine, "remove", "name", "sentences:f16");
        add(JsonObject.of("oci", "registry.example/ai/sentences@" + Digest.of(manifest)));
        registry.resources.put("/v2/ai/sentences/manifests/" + Digest.of(new byte[1]), manifest);
        assertEquals("damaged_data",
                refused(JsonObject.of("oci", "registry.example/ai/sentences@" + Digest.of(new byte[1]))).code());
        assertEquals("unavailable", refused(JsonObject.of("oci", "registry.example/ai/none:small")).code());
        for (String bad : List.of("", "sentences:small", "registry.example/", "registry.example/A/b:c",
                "registry.example/a:b c", "registry.example/a@sha256:12")) {
            assertEquals("invalid_input", refused(JsonObject.of("oci", bad)).code(), bad);
        }
    }

    @Test
    void anAddressGivesOneFileAndALinkToTheHubItsModel() {
        String url = "https://files.example/models/mini.onnx";
        hub.elsewhere.put(url, FakeHub.resource("/dev/tabitat/core/model/encoder/sentence/model.safetensors"));
        ApiError noGraph = refused(JsonObject.of("url", url));
        assertEquals("unsupported", noGraph.code(), noGraph.toString());
        JsonObject plan = object("inspectModel", JsonObject.of("source", JsonObject.of("url", url)), Optional.empty());
        assertEquals(url, plan.string("source"));
        assertEquals("mini.onnx", plan.array("files").objects().get(0).string("path"));
        assertEquals("invalid_input", refused(JsonObject.of("url", "ftp://a/b")).code());
        assertEquals("unavailable", refused(JsonObject.of("url", "https://files.example/none.gguf")).code());
        JsonObject linked = add(JsonObject.of("url", FakeHub.ORIGIN + "/acme/sentences/blob/main/model.safetensors"));
        assertEquals(NAME, linked.string("name"));
    }

    private static final byte[] STORIES = FakeHub
            .resource("/dev/tabitat/core/generation/stories260K-q8_0.gguf");

    @Test
    void aFileAtAnAddressIsAddedWithRangesAndWithout() {
        String url = "https://files.example/models/stories260K-q8_0.gguf?download=true";
        hub.elsewhere.put(url, STORIES);
        JsonObject source = JsonObject.of("url", url);
        JsonObject added = add(source);
        assertEquals("stories260k:q8_0", added.string("name"));
        assertEquals("local", added.object("verified").string("by"));
        assertEquals(added.string("digest"), add(source).string("digest"));
        JsonObject whole = hub.with((address, sent) -> address.equals(url)
                ? new FakeHub.Sent(200, STORIES, Map.of("content-length", String.valueOf(STORIES.length)), url, -1)
                : sent, () -> add(source, "name", "stories:whole"));
        assertEquals("stories:whole", whole.string("name"));
        assertTrue(environment.object(engine, "check").bool("ok"));

        int[] answers = new int[1];
        ApiError changed = hub.with((address, sent) -> address.equals(url) && answers[0]++ > 0
                ? sent.header("last-modified", "Tue, 01 Dec 2026 08:00:00 GMT")
                : sent, () -> refused(source, "name", "stories:changed"));
        assertEquals("damaged_data", changed.code(), changed.toString());
        assertTrue(changed.message().contains("changed while"), changed.toString());
        ApiError unknown = hub.with((address, sent) -> new FakeHub.Sent(200, STORIES, Map.of(), address, -1),
                () -> refused(source, "name", "stories:unknown"));
        assertEquals("unavailable", unknown.code());
        assertTrue(unknown.expected().contains("Content-Length"), unknown.toString());
        ApiError elsewhere = hub.with((address, sent) -> sent.at("https://other.example/x"),
                () -> refused(source, "name", "stories:elsewhere"));
        assertEquals("refused", elsewhere.code());
        assertEquals(List.of("stories260k:q8_0", "stories:whole"), installed());
    }

    @Test
    void aBlobOfOllamaIsAddedWithItsManifestAndWithout() {
        String blob = "sha256-" + Digest.of(STORIES).hex();
        Map<String, byte[]> alone = Map.of(blob, STORIES);
        assertEquals("stories:alone",
                object("addModel", files(alone).with("name", "stories:alone"), joined(alone)).string("name"));
        Map<String, byte[]> store = new LinkedHashMap<>();
        store.put("manifests/registry.ollama.ai/library/stories/latest", Utf8.encode(JsonObject.of("schemaVersion", 2,
                "config", JsonObject.of("mediaType", "application/vnd.docker.container.image.v1+json", "digest",
                        Digest.of(new byte[0]).toString(), "size", 0),
                "layers", List.of(JsonObject.of("mediaType", "application/vnd.ollama.image.model", "digest",
                        Digest.of(STORIES).toString(), "size", STORIES.length)))
                .toString()));
        ApiError missing = refused("addModel", files(withBlob(store, "sha256-" + "0".repeat(64))),
                joined(withBlob(store, "sha256-" + "0".repeat(64))));
        assertEquals("invalid_input", missing.code());
        assertTrue(missing.expected().equals(blob), missing.toString());
        Map<String, byte[]> whole = withBlob(store, blob);
        assertEquals("stories:ollama",
                object("addModel", files(whole).with("name", "stories:ollama"), joined(whole)).string("name"));
    }

    private static Map<String, byte[]> withBlob(Map<String, byte[]> files, String name) {
        Map<String, byte[]> more = new LinkedHashMap<>(files);
        more.put(name, STORIES);
        return more;
    }

    @Test
    void aModelArtifactOfDockerIsAdded() {
        FakeEngineEnvironment registry = new FakeEngineEnvironment();
        registry.resources.put("/v2/ai/stories/blobs/" + Digest.of(STORIES), STORIES);
        registry.resources.put("/v2/ai/stories/manifests/latest", Utf8.encode(JsonObject.of("schemaVersion", 2,
                "mediaType", MediaTypes.MANIFEST, "config",
                JsonObject.of("mediaType", "application/vnd.docker.ai.model.config.v0.1+json", "digest",
                        Digest.of(new byte[0]).toString(), "size", 0),
                "layers", List.of(JsonObject.of("mediaType", "application/vnd.docker.ai.gguf.v3", "digest",
                        Digest.of(STORIES).toString(), "size", STORIES.length)))
                .toString()));
        environment.registries.put("https://registry-1.docker.io", registry);
        JsonObject added = add(JsonObject.of("oci", "docker.io/ai/stories"));
        assertEquals("stories:q8_0", added.string("name"));
        assertEquals("oci-digest", added.object("verified").string("by"));
    }

    @Test
    void theHubsTokenIsSealedAndGoesToItsOriginAlone() {
        JsonObject state = object("setHubToken", JsonObject.of("token", "hf_secret", "passphrase", "four long words"),
                Optional.empty());
        assertEquals("open", state.string("token"));
        assertFalse(records.texts(Table.SETTINGS).toString().contains("hf_secret"));
        add(HUB);
        assertFalse(hub.tokens.isEmpty());
        hub.tokens.forEach((url, token) -> {
            assertTrue(url.startsWith(FakeHub.ORIGIN + "/"), url);
            assertEquals("hf_secret", token);
        });
        String elsewhere = "https://files.example/models/mini.gguf";
        hub.elsewhere.put(elsewhere, new byte[40]);
        hub.tokens.clear();
        refused(JsonObject.of("url", elsewhere));
        assertEquals(Map.of(), hub.tokens);

        restart();
        assertEquals("locked", object("hub", JsonObject.EMPTY, Optional.empty()).string("token"));
        add(HUB);
        assertEquals(Map.of(), hub.tokens, "a locked token is not sent");
        assertEquals("refused",
                refused("unlockHub", JsonObject.of("passphrase", "other words here"), Optional.empty()).code());
        assertEquals("open", object("unlockHub", JsonObject.of("passphrase", "four long words"), Optional.empty())
                .string("token"));
        assertEquals("none", object("removeHubToken", JsonObject.EMPTY, Optional.empty()).string("token"));
        assertEquals("invalid_input",
                refused("unlockHub", JsonObject.of("passphrase", "four long words"), Optional.empty()).code());
        assertEquals("invalid_input",
                refused("setHubToken", JsonObject.of("token", "a b", "passphrase", "four long words"),
                        Optional.empty()).code());
    }

    @Test
    void aSearchGivesTheHubsModelsInItsOrder() {
        hub.offer("acme/other", Map.of());
        JsonObject found = object("searchHub", JsonObject.of("query", "sentences", "consent", true), Optional.empty());
        assertEquals(List.of("acme/sentences", "acme/other"),
                found.array("results").objects().stream().map(one -> one.string("id")).toList());
        environment.hosting = Hosting.NONE;
        assertEquals("refused",
                refused("searchHub", JsonObject.of("query", "x", "consent", true), Optional.empty()).code());
        assertFalse(object("hub", JsonObject.EMPTY, Optional.empty()).has("origin"));
    }

    @Test
    void whatTheHubRefusesIsSaidWithWhatToDo() {
        List<Object[]> cases = List.of(new Object[]{401, "GatedRepo", "refused", "agree"},
                new Object[]{403, "GatedRepo", "refused", "agree"},
                new Object[]{401, "RepoNotFound", "invalid_input", "spelling"},
                new Object[]{404, "RevisionNotFound", "invalid_input", "revision"},
                new Object[]{403, "", "refused", "see why"}, new Object[]{500, "", "unavailable", "later"},
                new Object[]{429, "", "unavailable", "Try again"});
        for (Object[] one : cases) {
            ApiError error = hub.with((url, sent) -> new FakeHub.Sent((int) one[0], new byte[0],
                    Map.of("x-error-code", (String) one[1]), url, -1), () -> refused(HUB));
            assertEquals(one[2], error.code(), error.toString());
            assertTrue(error.remedy().toLowerCase().contains(((String) one[3]).toLowerCase()), error.toString());
        }
        ApiError renamed = hub.with((url, sent) -> url.contains("/revision/")
                ? new FakeHub.Sent(200, Utf8.encode(new String(sent.body(), StandardCharsets.UTF_8)
                        .replace("acme/sentences", "acme/better")), Map.of(), url, -1)
                : sent, () -> refused(HUB));
        assertEquals("acme/better", renamed.found());
        ApiError strange = hub.with((url, sent) -> sent.at(url.contains("cdn") ? "https://evil.example/x" : url),
                () -> refused(HUB));
        assertEquals("refused", strange.code());
        assertTrue(strange.remedy().contains("--hub-files https://evil.example"), strange.toString());
        assertEquals("invalid_input", refused(JsonObject.of("hub", "acme/missing")).code());
        assertEquals("invalid_input", refused(JsonObject.of("hub", "no owner")).code());
        assertEquals("invalid_input", refused(JsonObject.of("hub", "acme/sentences", "revision", "a..b")).code());
        assertEquals("invalid_input", refused(JsonObject.of("hub", "a/b", "oci", "c")).code());
        assertEquals(List.of(), installed());
    }

    @Test
    void aBrokenConnectionAndAnExpiredAddressAreTakenUpWhereTheyEnded() {
        Map<String, byte[]> files = FakeHub.large();
        hub.offer("acme/large", files);
        int[] broken = new int[1];
        JsonObject added = hub.with((url, sent) -> {
            if (url.startsWith(FakeHub.FILES) && sent.body().length > 1 << 20 && broken[0]++ < 2) {
                return sent.breaking(1_200_000);
            }
            return url.startsWith(FakeHub.FILES) && broken[0] == 2 && broken[0]++ == 2
                    ? sent.with(403, new byte[0])
                    : sent;
        }, () -> add(JsonObject.of("hub", "acme/large")));
        assertEquals("acme/large:f32", added.string("name"));
        assertTrue(broken[0] > 2, "it broke and expired");
        assertTrue(hub.requests.stream().anyMatch(one -> one.endsWith("model.safetensors 1200000-"
                + (files.get("model.safetensors").length - 1))), hub.requests.toString());
        assertTrue(environment.object(engine, "check").bool("ok"));
    }

    @Test
    void whatHasComeIsKeptAfterAFailureAndOtherBytesAreForgotten() {
        Map<String, byte[]> files = FakeHub.large();
        int length = files.get("model.safetensors").length;
        hub.offer("acme/large", files);
        JsonObject source = JsonObject.of("hub", "acme/large");
        ApiError cut = hub.with((url, sent) -> url.startsWith(FakeHub.FILES) && sent.body().length > 1_000_000
                ? new FakeHub.Sent(sent.status(), Arrays.copyOf(sent.body(),
                        sent.body().length == length ? 2_500_000 : 0), sent.headers(), url, -1)
                : sent, () -> refused(source));
        assertEquals("unavailable", cut.code(), cut.toString());
        assertEquals(List.of(), installed());
        restart();
        hub.requests.clear();
        add(source);
        assertTrue(hub.requests.stream().anyMatch(one -> one.contains("model.safetensors 2097152-")),
                "goes on after two pieces: " + hub.requests);

        environment.done(engine, "remove", "name", "acme/large:f32");
        ApiError other = hub.with((url, sent) -> {
            if (!url.startsWith(FakeHub.FILES) || sent.body().length < length) {
                return sent;
            }
            byte[] changed = sent.body().clone();
            changed[1_500_000] ^= 1;
            return new FakeHub.Sent(sent.status(), changed, sent.headers(), url, -1);
        }, () -> refused(source));
        assertEquals("damaged_data", other.code());
        assertTrue(other.expected().equals(Digest.of(files.get("model.safetensors")).toString()), other.toString());
        hub.requests.clear();
        add(source);
        assertTrue(hub.requests.stream().noneMatch(one -> one.contains("model.safetensors 2097152-")),
                "from the beginning");
    }

    @Test
    void aFileOfTheRemovedRestIsGoneAndTheRestCanBeRemoved() {
        hub.offer("acme/large", FakeHub.large());
        JsonObject source = JsonObject.of("hub", "acme/large");
        hub.with((url, sent) -> url.startsWith(FakeHub.FILES) && sent.body().length > 1_000_000 ? sent.breaking(
                sent.body().length > 3_500_000 ? 2_200_000 : 0) : sent, () -> refused(source));
        assertFalse(records.keys(Table.CHUNKS).isEmpty());
        restart();
        assertFalse(records.keys(Table.CHUNKS).isEmpty(), "a start keeps what has come");
        JsonObject removed = environment.object(engine, "remove", "name", "acme/large:f32");
        assertTrue(removed.integer("freed_bytes") > 2_000_000, removed.toString());
        assertEquals(List.of(), records.keys(Table.CHUNKS));
        assertEquals("invalid_input", environment.refusal(engine, "remove", "name", "acme/large:f32"));
    }

    @Test
    void smallFilesAreHeldToGitsDigests() {
        ApiError changed = hub.with((url, sent) -> {
            if (!url.endsWith("/config.json") || url.contains("Pooling") || url.contains("Dense")) {
                return sent;
            }
            byte[] other = sent.body().clone();
            other[20] ^= 1;
            return new FakeHub.Sent(sent.status(), other, sent.headers(), url, -1);
        }, () -> refused(HUB));
        assertEquals("damaged_data", changed.code(), changed.toString());
        assertTrue(changed.expected().startsWith("git blob"), changed.toString());
    }

    @Test
    void damageIsRepairedFromTheSourceAtItsCommit() {
        add(HUB);
        String key = Digest.of(FakeHub.sentences().get("model.safetensors")).hex();
        byte[] bad = FakeHub.sentences().get("model.safetensors");
        bad[100] ^= 1;
        records.apply(new Batch().put(Table.CHUNKS, key, bad));
        assertFalse(environment.object(engine, "check").bool("ok"));
        hub.requests.clear();
        environment.object(engine, "check", "repair", true);
        assertTrue(environment.object(engine, "check").bool("ok"));
        assertEquals(1, hub.count("model.safetensors") - hub.count("2_Dense/model.safetensors"));

        Map<String, byte[]> folder = FakeHub.sentences();
        environment.done(engine, "remove", "name", NAME);
        object("addModel", files(folder).with("name", "mini:mine"), joined(folder));
        records.apply(new Batch().put(Table.CHUNKS, key, bad));
        assertEquals("invalid_input", environment.refusal(engine, "check", "repair", true));
        object("addModel", files(folder).with("name", "mini:mine"), joined(folder));
        assertTrue(environment.object(engine, "check").bool("ok"), "adding it again repairs it");
    }

    @Test
    void anAddedModelIsExportedAndImportedAgain() {
        add(HUB);
        JsonObject made = environment.object(engine, "export", "what", "package", "root", NAME);
        assertTrue(made.integer("bytes") > 10_000);
        byte[] archive = environment.files.get(environment.files.size() - 1);
        environment.done(engine, "remove", "name", NAME);
        FromEngine end = environment.call(engine, "import", JsonObject.EMPTY, Optional.of(Slices.of(archive)));
        assertTrue(((FromEngine.Done) end).result().toString().contains(NAME), end.text());
        assertEquals(List.of(NAME), installed());
        String digest = digest(NAME);
        environment.done(engine, "remove", "name", NAME);
        Map<String, byte[]> file = Map.of("sentences.tar", archive);
        JsonObject plan = object("inspectModel", files(file), joined(file));
        assertEquals(NAME, plan.string("name"));
        assertEquals("bert", plan.string("architecture"));
        JsonObject added = object("addModel", files(file), joined(file));
        assertEquals(NAME, added.string("name"));
        assertEquals(digest, added.string("digest"), "as it was");
        Map<String, byte[]> damaged = Map.of("sentences.tar", Arrays.copyOf(archive, archive.length / 2));
        environment.done(engine, "remove", "name", NAME);
        assertEquals("damaged_data", refused("addModel", files(damaged), joined(damaged)).code());
    }

    private String digest(String name) {
        for (JsonObject one : ((JsonArray) environment.done(engine, "installed")).objects()) {
            if (one.string("name").equals(name)) {
                return one.string("digest");
            }
        }
        throw new AssertionError(name);
    }

    /** Files one after the other, the last of which goes on with zeros. */
    private static final class Virtual implements Slices {

        private final byte[] begin;
        private final long length;
        private long readBytes;

        private Virtual(byte[] begin, long length) {
            this.begin = begin;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public byte[] read(long offset, int count) {
            readBytes += count;
            byte[] part = new byte[count];
            for (int i = 0; i < count && offset + i < begin.length; i++) {
                part[i] = begin[(int) offset + i];
            }
            return part;
        }
    }

    @Test
    void anInspectionOfTwoGigabytesReadsHeaders() {
        Map<String, byte[]> files = FakeHub.sentences();
        byte[] weights = files.remove("model.safetensors");
        SafetensorsOutline outline = SafetensorsOutline.read(Slices.of(weights), SafetensorsLimits.DEFAULT);
        List<SafetensorsOutline.Entry> entries = new ArrayList<>(outline.entries());
        long end = entries.get(entries.size() - 1).end();
        for (int layer = 0; layer < 500; layer++) {
            entries.add(new SafetensorsOutline.Entry("unused." + layer + ".bias", "F32", List.of(1L << 20), end,
                    end + (4L << 20)));
            end += 4L << 20;
        }
        byte[] head = SafetensorsOutline.encode(entries, Map.of("format", "pt"));
        files.put("model.safetensors", head);
        List<JsonObject> all = new ArrayList<>();
        long total = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            long bytes = file.getKey().equals("model.safetensors") ? head.length + end : file.getValue().length;
            all.add(JsonObject.of("path", file.getKey(), "bytes", bytes));
            total += bytes;
        }
        Slices begin = joined(files).orElseThrow();
        Virtual virtual = new Virtual(begin.read(0, (int) begin.length()), total);
        JsonObject plan = object("inspectModel", JsonObject.of("source", JsonObject.of("files", all)),
                Optional.of(virtual));
        assertTrue(plan.bool("supported"), plan.toString());
        assertTrue(plan.integer("download_bytes") > 2_000_000_000L, plan.toString());
        assertTrue(virtual.readBytes < 20 << 20, virtual.readBytes + " bytes were read");
    }

    @Test
    void anAdapterNeedsItsBase() {
        Map<String, byte[]> adapter = new LinkedHashMap<>();
        adapter.put("adapter_config.json", Utf8.encode("{\"peft_type\":\"LORA\",\"r\":1,\"lora_alpha\":1,"
                + "\"target_modules\":[\"query\"],\"base_model_name_or_path\":\"acme/base\",\"task_type\":null}"));
        adapter.put("adapter_model.safetensors", SafetensorsOutline.encode(List.of(), Map.of("format", "pt")));
        ApiError noBase = refused("addModel", files(adapter), joined(adapter));
        assertEquals("invalid_input", noBase.code());
        assertTrue(noBase.expected().contains("acme/base"), noBase.toString());
        ApiError unknown = refused("addModel", files(adapter).with("base", "base:q8"), joined(adapter));
        assertEquals("invalid_input", unknown.code());
        assertEquals("base:q8", unknown.found());
    }

    @Test
    void aMeteredConnectionAndAFullStoreAreSaidBeforeAnythingComes() {
        hub.offer("acme/large", FakeHub.large());
        environment.line = new StorageEnvironment.Line(true, false);
        ApiError metered = refused(JsonObject.of("hub", "acme/large"));
        assertEquals("refused", metered.code());
        assertTrue(metered.expected().contains("allowMetered"), metered.toString());
        add(JsonObject.of("hub", "acme/large"), "allowMetered", true);
    }
}
