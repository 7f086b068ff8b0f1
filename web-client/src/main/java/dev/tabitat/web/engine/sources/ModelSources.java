package dev.tabitat.web.engine.sources;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.hub.HubSearch;
import dev.tabitat.core.importing.CoreSupport;
import dev.tabitat.core.importing.ImportPlan;
import dev.tabitat.core.importing.InspectOptions;
import dev.tabitat.core.importing.ModelInspector;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.engine.catalog.Adapters;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.params.ModelSource;
import dev.tabitat.web.protocol.params.SourceParams;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Answers what is asked of models of other ecosystems: looks at them, adds them, searches the hub. */
public final class ModelSources {

    private final EngineEnvironment environment;
    private final HubAccess hub;
    private final Consents consents;
    private final SourceOpener opener;
    private final UnfinishedAdditions unfinished;
    private final ModelAdder adder;
    private final Packages packages;
    private final Archives archives;
    private final Trial trial;

    /** Imports archives. May wait. */
    @FunctionalInterface
    public interface Archives {

        /** @return {@code {installed: [name], refused: [{name, reason}], notices, ...}} */
        JsonObject read(Slices file, Consumer<JsonObject> progress, CancellationToken stop);
    }

    /** Starts a model that was added, as its first use would. May wait. */
    @FunctionalInterface
    public interface Trial {

        /**
         * @return {@code {passed, backend, notice}} of its self-test
         * @throws TabitatException when it cannot be started on this device
         */
        JsonObject of(StoredPackage added);
    }

    public ModelSources(TabStore store, EngineEnvironment environment, Ledger ledger, Packages packages,
            Adapters adapters, Archives archives, Trial trial) {
        this.trial = trial;
        this.packages = packages;
        this.archives = archives;
        this.environment = environment;
        this.consents = new Consents(store, environment);
        this.hub = new HubAccess(store, environment, ledger, consents);
        this.opener = new SourceOpener(environment, ledger, hub, consents);
        this.unfinished = new UnfinishedAdditions(store);
        this.adder = new ModelAdder(store, environment, packages, adapters, opener, unfinished);
        packages.repairFrom(adder::again);
    }

    /** {@code {origin?, files, token, consent}}. */
    public JsonObject hub() {
        return hub.state();
    }

    public JsonObject setToken(SourceParams.HubToken given) {
        return hub.set(given);
    }

    public JsonObject unlock(SourceParams.UnlockHub given) {
        return hub.unlock(given);
    }

    public JsonObject removeToken() {
        return hub.remove();
    }

    public JsonObject forget(SourceParams.Origin given) {
        return consents.forget(given.origin());
    }

    /** {@code {results: [{id, downloads, likes, gated, task, library, tags}]}}, in the hub's order. */
    public JsonObject search(SourceParams.Search wanted, CancellationToken stop) {
        List<Json> results = new ArrayList<>();
        for (HubSearch.Hit hit : opener.hub(wanted.consent(), environment).search(wanted.query(), wanted.limit(),
                stop)) {
            results.add(JsonObject.of("id", hit.id().toString(), "downloads", hit.downloads(), "likes", hit.likes(),
                    "gated", hit.isGated(), "task", hit.pipelineTag(), "library", hit.libraryName(), "tags",
                    JsonArray.ofStrings(hit.tags())));
        }
        return JsonObject.of("results", new JsonArray(results));
    }

    /** What adding a model would mean: the plan as {@link ImportPlan#toJson} writes it, and where it is from. */
    public JsonObject inspect(SourceParams.Inspect wanted, Optional<Slices> bytes, CancellationToken stop) {
        if (isArchive(wanted.source(), bytes)) {
            return ArchiveSource.inspect(bytes.get(), stop);
        }
        OpenedSource source = opener.open(wanted.source(), bytes, wanted.consent(), environment, stop);
        ImportPlan plan = plan(source, new InspectedFiles(source, stop), file(wanted.source(), wanted.file()),
                environment.memoryForModels());
        return plan.toJson().with("source", source.coordinates()).with("name",
                source.name(plan.quantization()).toString());
    }

    /** Adds a model; see {@link ModelAdder#add}. */
    public JsonObject add(SourceParams.Add wanted, Optional<Slices> bytes, Consumer<JsonObject> progress,
            CancellationToken stop) {
        if (isArchive(wanted.source(), bytes)) {
            JsonObject report = archives.read(bytes.get(), progress, stop);
            return ArchiveSource.added(report, name -> packages.installed().get(name.toString()));
        }
        JsonObject added = adder.add(wanted, bytes, progress, stop);
        StoredPackage stored = packages.installed().get(added.string("name"));
        return stored == null || stored.manifest().isAdapter() ? added : tried(added, stored);
    }

    /** The model is there whatever comes of its first start; what stands in its way is a notice. */
    private JsonObject tried(JsonObject added, StoredPackage stored) {
        List<Json> notices = new ArrayList<>(added.array("notices").items());
        try {
            JsonObject test = trial.of(stored);
            if (!test.string("notice").isEmpty()) {
                notices.add(Json.of(test.string("notice")));
            }
            return added.with("self_test",
                    JsonObject.of("passed", test.bool("passed"), "backend", test.string("backend")))
                    .with("notices", new JsonArray(notices));
        } catch (TabitatException cannotStart) {
            notices.add(Json.of("The model is here, but it could not be started: " + cannotStart.getMessage()
                    + (cannotStart.finding().remedy().isEmpty() ? "" : " " + cannotStart.finding().remedy())));
            return added.with("notices", new JsonArray(notices));
        }
    }

    private static boolean isArchive(ModelSource source, Optional<Slices> bytes) {
        return source instanceof ModelSource.Files files && files.files().size() == 1 && bytes.isPresent()
                && ArchiveSource.isArchive(bytes.get());
    }

    /** Gives up what was being added; see {@link ModelAdder#cancel}. */
    public boolean cancel(PackageName name, CancellationToken stop) {
        return adder.cancel(name, stop);
    }

    /** The queue of downloads, and behind it the models whose adding has begun. */
    public JsonArray withUnfinished(JsonArray downloads) {
        return unfinished.with(downloads);
    }

    /** Removes a package, or what has come of one that was not added to its end. */
    public JsonObject remove(PackageName name) {
        return adder.remove(name);
    }

    static ImportPlan plan(OpenedSource source, InspectedFiles files, Optional<String> file, OptionalLong available) {
        InspectOptions options = InspectOptions.of(new CoreSupport()).withDevice(available, OptionalDouble.empty());
        if (file.isPresent()) {
            options = options.withFile(file.get());
        }
        if (source.hub().isPresent()) {
            options = options.withHub(source.hub().get());
        }
        ImportPlan plan = ModelInspector.inspect(files, options);
        files.requireRead();
        return plan;
    }

    /** The file that is meant: the option's, or else that of the source. */
    static Optional<String> file(ModelSource source, Optional<String> option) {
        return option.isPresent() || !(source instanceof ModelSource.Hub) ? option : ((ModelSource.Hub) source).file();
    }
}
