package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.packages.QueuePlace;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Packages in repositories with a namespace: installed, updated, repaired, resumed and removed by the package's own
 * name.
 */
final class NamespacesTest {

    private static final String REGISTRY = "https://registry.example";

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final FakeEngineEnvironment registry = new FakeEngineEnvironment();
    private final RecordStore records = new MemoryRecords();

    @BeforeEach
    void offer() {
        TinyModels.offer(environment, "lande", 0.9);
        environment.registries.put(REGISTRY, registry);
        offer("acme", "other", 0.5);
    }

    /** Offers a package under a namespace of the registry. */
    private void offer(String namespace, String name, double accuracy) {
        FakeEngineEnvironment plain = new FakeEngineEnvironment();
        TinyModels.offer(plain, name, accuracy);
        plain.resources.forEach((path, bytes) -> registry.resources
                .put(path.replace("/v2/" + name + "/", "/v2/" + namespace + "/" + name + "/"), bytes));
        list(namespace + "/" + name);
    }

    private void list(String... repositories) {
        registry.resources.put("/v2/_catalog", ("{\"repositories\":[\"" + String.join("\",\"", repositories) + "\"]}")
                .getBytes(StandardCharsets.UTF_8));
    }

    private Engine start() {
        Engine engine = new Engine(environment, records, "", environment::send);
        engine.begin();
        return engine;
    }

    private List<JsonObject> catalog(Engine engine) {
        return ((JsonArray) environment.done(engine, "catalog", "registry", REGISTRY)).objects();
    }

    private List<String> installed(Engine engine) {
        return ((JsonArray) environment.done(engine, "installed")).objects().stream().map(one -> one.string("name"))
                .toList();
    }

    @Test
    void aPackageInANamespaceIsListedWithItsRepositoryAndInstalledByEitherName() {
        Engine engine = start();
        JsonObject entry = catalog(engine).get(0);
        assertEquals("other:q8", entry.string("name"));
        assertEquals("acme/other", entry.string("repository"));
        assertEquals("other:q8",
                environment.object(engine, "install", "name", "other:q8", "registry", REGISTRY).string("name"));
        assertEquals("installed", catalog(engine).get(0).string("state"));
        assertEquals("other:q8", environment.object(engine, "remove", "name", "other:q8").string("name"));
        assertEquals("other:q8",
                environment.object(engine, "install", "name", "acme/other:q8", "registry", REGISTRY).string("name"));
        assertEquals(List.of("lande:q8", "other:q8"), installed(engine));
        assertEquals(0, ((JsonArray) environment.done(engine, "downloads")).size());
    }

    @Test
    void withoutItsCatalogueAPackageIsInstalledByItsRepository() {
        registry.resources.remove("/v2/_catalog");
        Engine engine = start();
        assertEquals("invalid_input", environment.refusal(engine, "install", "name", "other:q8", "registry", REGISTRY));
        assertEquals("other:q8",
                environment.object(engine, "install", "name", "acme/other:q8", "registry", REGISTRY).string("name"));
        registry.unplug();
        assertEquals("other:q8",
                environment.object(engine, "install", "name", "acme/other:q8", "registry", REGISTRY).string("name"),
                "what is here will do");
    }

    @Test
    void anUpdateIsLookedForAndFetchedWhereThePackageCameFrom() {
        Engine engine = start();
        TinyModels.offer(environment, "other", 0.1);
        String first = environment.object(engine, "install", "name", "acme/other:q8", "registry", REGISTRY)
                .string("digest");
        environment.sleep(60_001);
        JsonObject onHost = ((JsonArray) environment.done(engine, "catalog")).objects().stream()
                .filter(one -> one.string("name").equals("other:q8")).findFirst().orElseThrow();
        assertFalse(onHost.has("update"), "the host's package of this name is another one");
        offer("acme", "other", 0.75);
        JsonObject entry = catalog(engine).get(0);
        String second = entry.object("update").string("digest");
        assertFalse(first.equals(second));
        assertEquals(second, environment.object(engine, "update", "name", "other:q8").string("digest"));
        registry.requests.clear();
        environment.done(engine, "signatures", "model", "other:q8", "refresh", true);
        assertTrue(registry.requests.get(0).startsWith("/v2/acme/other/referrers/" + second),
                registry.requests.toString());
        environment.done(engine, "adapters", "base", "other:q8", "registry", REGISTRY);
        assertTrue(registry.requests.stream().allMatch(path -> path.startsWith("/v2/acme/other/")),
                registry.requests.toString());
    }

    @Test
    void aDownloadOfAnEarlierTabGoesOnAtItsRepository() {
        Batch batch = new Batch();
        records.apply(batch
                .put(Table.SETTINGS, QueuePlace.KEY + "other:q8", new QueuePlace(0, false, false, REGISTRY).record())
                .put(Table.SETTINGS, "planned-source/other:q8",
                        "{\"registry\":\"" + REGISTRY + "\",\"repository\":\"acme/other\"}"));
        Engine engine = start();
        environment.settle();
        assertEquals(List.of("lande:q8", "other:q8"), installed(engine));
    }

    @Test
    void whatCannotBeUsedIsListedWithTheReason() {
        offer("acme", "other", 0.5);
        registry.resources.put("/v2/acme/wrong/tags/list",
                "{\"tags\":[\"q8\",\"latest\"]}".getBytes(StandardCharsets.UTF_8));
        registry.resources.put("/v2/acme/wrong/manifests/q8", registry.resources.get("/v2/acme/other/manifests/q8"));
        registry.resources.put("/v2/acme/wrong/manifests/latest",
                "<!doctype html><p>Sign in".getBytes(StandardCharsets.UTF_8));
        list("acme/wrong", "acme/other", "Not A Name", "acme/gone");
        List<JsonObject> entries = catalog(start());
        assertEquals(List.of("other:q8", "acme/wrong:q8", "acme/wrong:latest", "Not A Name", "acme/gone"),
                entries.stream().map(one -> one.string("name")).toList());
        assertTrue(entries.get(1).string("reason").contains("other:q8"), entries.get(1).toString());
        assertTrue(
                entries.stream().skip(1)
                        .allMatch(one -> one.string("state").equals("unusable") && !one.string("reason").isEmpty()),
                entries.toString());
    }

    @Test
    void aNameInSeveralRepositoriesMustBeNamedWithItsRepository() {
        offer("acme", "other", 0.5);
        offer("umbrella", "other", 0.75);
        list("acme/other", "umbrella/other");
        Engine engine = start();
        List<JsonObject> entries = catalog(engine);
        assertEquals(List.of("acme/other", "umbrella/other"),
                entries.stream().map(one -> one.string("repository")).toList());
        assertEquals("invalid_input", environment.refusal(engine, "install", "name", "other:q8", "registry", REGISTRY));
        assertEquals(entries.get(1).string("digest"), environment
                .object(engine, "install", "name", "umbrella/other:q8", "registry", REGISTRY).string("digest"));
    }

    @Test
    void aHostWhoseCatalogueFailsIsAskedAFewTimesWithGrowingPauses() {
        Engine engine = start();
        environment.resources.put("/v2/_catalog", "<!doctype html><p>Sign in".getBytes(StandardCharsets.UTF_8));
        environment.requests.clear();
        for (int second = 0; second < 35; second++) {
            environment.sleep(1000);
            environment.done(engine, "catalog");
        }
        long asked = environment.requests.stream().filter("/v2/_catalog"::equals).count();
        assertTrue(asked >= 2 && asked <= 5, asked + " requests");
        TinyModels.offer(environment, "lande", 0.9);
        engine.network(true);
        environment.requests.clear();
        environment.done(engine, "catalog");
        assertEquals(1, environment.requests.stream().filter("/v2/_catalog"::equals).count(),
                "a network that came is tried at once");
    }
}
