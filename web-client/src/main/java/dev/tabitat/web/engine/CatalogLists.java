package dev.tabitat.web.engine;

import dev.tabitat.core.device.FitArithmetic;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.catalog.Sources;
import dev.tabitat.web.engine.catalog.Versions;
import dev.tabitat.web.engine.downloads.Downloads;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.generation.GenerationService;
import dev.tabitat.web.engine.inference.InferenceService;
import dev.tabitat.web.engine.inference.ModelCache;
import dev.tabitat.web.engine.trust.Signatures;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Catalog;
import dev.tabitat.web.protocol.Kinds;
import dev.tabitat.web.protocol.params.ModelParams;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lists what is offered and what is installed, each with its state, versions, signatures and the fit to this device.
 */
final class CatalogLists {

    private final TabStore store;
    private final EngineEnvironment environment;
    private final Packages packages;
    private final Downloads downloads;
    private final Signatures signatures;
    private final ModelCache models;
    private final InferenceService answers;
    private final GenerationService generation;

    CatalogLists(TabStore store, EngineEnvironment environment, Packages packages, Downloads downloads,
            Signatures signatures, ModelCache models, InferenceService answers, GenerationService generation) {
        this.store = store;
        this.environment = environment;
        this.packages = packages;
        this.downloads = downloads;
        this.signatures = signatures;
        this.models = models;
        this.answers = answers;
        this.generation = generation;
    }

    Json offered(String registry, CancellationToken stop) {
        List<Json> entries = new ArrayList<>();
        OptionalLong available = environment.memoryForModels();
        Map<String, StoredPackage> previous = store.packages().previous();
        if (registry.isEmpty()) {
            for (StoredPackage shown : packages.offered(Packages.Refresh.ASK_HOST, stop)) {
                entries.add(entry(shown, available, previous));
            }
            return new JsonArray(entries);
        }
        Catalog catalog = packages.offeredAt(registry, stop);
        for (Catalog.Offered one : catalog.offered()) {
            PackageName name = one.found().manifest().name();
            StoredPackage mine = packages.installed().get(name.toString());
            boolean isFromHere = mine != null
                    && packages.sourceOf(name).equals(new Sources.Source(registry, one.place().name()));
            entries.add(
                    entry(isFromHere ? mine : one.found(), available, previous).with("repository", one.place().name()));
        }
        catalog.unusable().forEach(
                one -> entries.add(JsonObject.of("name", one.place(), "state", "unusable", "reason", one.reason())));
        catalog.incomplete()
                .ifPresent(why -> entries.add(JsonObject.of("name", "", "state", "incomplete", "reason", why)));
        return new JsonArray(entries);
    }

    private JsonObject entry(StoredPackage shown, OptionalLong available, Map<String, StoredPackage> previous) {
        CatalogEntry catalogEntry = new CatalogEntry(shown);
        JsonObject entry = packages.withState(
                catalogEntry.json().with("fit", fit(shown, catalogEntry.maxTokens(), 1, available).toJson()), shown,
                downloads.names());
        return packages.installed().containsKey(shown.name()) ? withVersions(entry, shown, previous) : entry;
    }

    /** What else is known of a package that is here: its signatures, a newer version, and the one before. */
    private JsonObject withVersions(JsonObject plain, StoredPackage mine, Map<String, StoredPackage> previous) {
        JsonObject entry = plain.with("signature", signatures.state(mine).toJson());
        Optional<StoredPackage> newer = packages.newer(mine);
        if (newer.isPresent()) {
            entry = entry.with("update", Versions.update(mine, newer.get(), packages.missingBytes(newer.get())));
        }
        StoredPackage before = previous.get(mine.name());
        return before == null ? entry : entry.with("previous", Versions.previous(before));
    }

    private FitArithmetic fit(StoredPackage stored, int tokens, long texts, OptionalLong available) {
        long others = models.loadedBytes() - models.loadedBytes(stored.digest()) + generation.loadedBytes();
        return new CatalogEntry(stored).fit(tokens, texts, models.measured(stored.digest()), others, available);
    }

    /** The arithmetic for texts of so many tokens. */
    Json fit(ModelParams.Fit wanted) {
        PackageName name = wanted.model();
        if (generation.isGenerator(name)) {
            return generation.fit(wanted);
        }
        StoredPackage model = packages.offered(Packages.Refresh.AS_LAST_SEEN, new CancellationToken()).stream()
                .filter(one -> one.name().equals(name.toString())).findFirst()
                .orElseThrow(() -> new InvalidInput("There is no such package.",
                        Finding.at("fit, model").expected("a package of the catalogue").found(name)));
        int most = new CatalogEntry(model).maxTokens();
        int tokens = Kinds.within("fit", "tokens", wanted.tokens().orElse(most), most);
        return fit(model, tokens, wanted.batch(), environment.memoryForModels()).toJson();
    }

    Json installed() {
        List<Json> items = new ArrayList<>();
        for (StoredPackage one : packages.installedNow().values()) {
            JsonObject item = JsonObject.of("name", one.name(), "digest", one.digest().toString(), "bytes", one.bytes(),
                    "installed_at_utc", one.atUtc(), "signature", signatures.state(one).toJson());
            Optional<Double> last = answers.lastMillis(one.digest());
            items.add(last.isPresent() ? item.with("last_ms", last.get()) : item);
        }
        return new JsonArray(items);
    }
}
