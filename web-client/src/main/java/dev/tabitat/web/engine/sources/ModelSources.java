package dev.tabitat.web.engine.sources;

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

    /** Imports archives. May wait. */
    @FunctionalInterface
    public interface Archives {

        /** @return {@code {installed: [name], refused: [{name, reason}], notices, ...}} */
        JsonObject read(Slices file, Consumer<JsonObject> progress, CancellationToken stop);
    }

    public ModelSources(TabStore store, EngineEnvironment environment, Ledger ledger, Packages packages,
            Adapters adapters, Archives archives) {
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
        return adder.add(wanted, bytes, progress, stop);
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
