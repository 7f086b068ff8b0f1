package dev.tabitat.web.engine.sources;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.importing.ImportPlan;
import dev.tabitat.core.importing.ImportedPackage;
import dev.tabitat.core.importing.ModelFile;
import dev.tabitat.core.importing.ModelKind;
import dev.tabitat.core.importing.Precision;
import dev.tabitat.core.importing.Problem;
import dev.tabitat.core.importing.WeightFormat;
import dev.tabitat.core.importing.WeightRecipe;
import dev.tabitat.core.importing.WeightSource;
import dev.tabitat.core.importing.WeightSurvey;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.Statement;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.runtime.QuantizationCheck;
import dev.tabitat.web.engine.catalog.Adapters;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.DownloadClock;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.params.ModelSource;
import dev.tabitat.web.protocol.params.PackageParams;
import dev.tabitat.web.protocol.params.SourceParams;
import dev.tabitat.web.store.StagedFiles;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Adds models of other ecosystems as packages. Files come into the store piece by piece before the package exists, so
 * that whatever goes wrong leaves nothing half-added, and the next try goes on from the pieces that are there.
 */
final class ModelAdder {

    /** Setting: where the files of an added package can be fetched again, {@code {source, paths: {digest: path}}}. */
    /** How near each matrix must stay to itself in the last recipe of several precisions that is tried. */
    private static final double LEAST_COSINE = 0.9995;
    private static final String AGAIN = "added-from/";
    private static final String ADAPTER_CONFIG = "adapter_config.json";
    private static final int MAX_FACTS = 64;
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 16);

    private final TabStore store;
    private final EngineEnvironment environment;
    private final Packages packages;
    private final Adapters adapters;
    private final SourceOpener opener;
    private final UnfinishedAdditions unfinished;

    ModelAdder(TabStore store, EngineEnvironment environment, Packages packages, Adapters adapters,
            SourceOpener opener, UnfinishedAdditions unfinished) {
        this.store = store;
        this.environment = environment;
        this.packages = packages;
        this.adapters = adapters;
        this.opener = opener;
        this.unfinished = unfinished;
    }

    /**
     * Adds a model.
     *
     * @return {@code {name, digest, kind, architecture, task, bytes, verified: {by, files}, notices}}
     * @throws Unsupported with the first problem when it has one; nothing is fetched but headers then
     * @throws Incompatible when another package has its name
     * @throws OutOfBudget when there is not enough space; what has come is kept
     */
    JsonObject add(SourceParams.Add wanted, Optional<Slices> bytes, Consumer<JsonObject> progress,
            CancellationToken stop) {
        progress.accept(new Progress(0, 0, 0, "manifest", 0, 0).toJson());
        OpenedSource source = opener.open(wanted.source(), bytes, wanted.consent(), environment, stop);
        InspectedFiles inspected = new InspectedFiles(source, stop);
        ImportPlan plan = ModelSources.plan(source, inspected, ModelSources.file(wanted.source(), wanted.file()),
                environment.memoryForModels());
        if (!plan.isSupported()) {
            throw unsupported(wanted.source(), plan);
        }
        Optional<WeightRecipe> recipe = recipe(wanted.quantization(), plan);
        String quantization = recipe.isPresent() ? wanted.quantization() : plan.quantization();
        PackageName name = wanted.name().isPresent() ? wanted.name().get() : source.name(quantization);
        if (plan.kind() == ModelKind.ADAPTER) {
            return adapter(wanted, source, inspected, plan, name);
        }
        Adding adding = new Adding(source, inspected, plan, recipe, name);
        try {
            return packages.adding(name, report -> {
                unfinished.report(name, report);
                progress.accept(report.toJson());
            }, stop, (pace, listener) -> adding.run(wanted, pace, listener, stop));
        } finally {
            unfinished.interrupted(name);
        }
    }

    /**
     * Gives up what was being added, and forgets what has come of it; a package that is there stays.
     *
     * @return whether there was any
     */
    boolean cancel(PackageName name, CancellationToken stop) {
        if (!unfinished.has(name)) {
            return false;
        }
        return packages.adding(name, report -> {}, stop, (pace, listener) -> {
            unfinished.end(name);
            store.packages().staged().forgetAll(name.toString());
            store.packages().dropOrphans();
            return true;
        });
    }

    private static Unsupported unsupported(ModelSource source, ImportPlan plan) {
        Problem first = plan.problems().get(0);
        StringBuilder others = new StringBuilder();
        for (int i = 1; i < plan.problems().size(); i++) {
            others.append(' ').append(plan.problems().get(i).message());
        }
        return new Unsupported(first.message() + others, Finding.at(SourceOpener.words(source))
                .expected("a model that this version can use").found(first.code()).remedy(first.remedy()));
    }

    private static Optional<WeightRecipe> recipe(String quantization, ImportPlan plan) {
        if (quantization.equals("as-is")) {
            return Optional.empty();
        }
        boolean isOffered = false;
        for (ImportPlan.Choice choice : plan.choices()) {
            isOffered |= choice.quantization().equals(quantization);
        }
        if (!isOffered || plan.format().isEmpty() || plan.format().get() != WeightFormat.SAFETENSORS) {
            throw new InvalidInput("These weights cannot be quantized here.", Finding.at("addModel, quantization")
                    .expected("as-is, or a model in safetensors with weights in F32, F16 or BF16")
                    .found(quantization + " of " + (plan.quantization().isEmpty() ? "unknown weights"
                            : plan.quantization()))
                    .remedy("Add it as it is."));
        }
        return Optional.of(WeightRecipe.of(quantization.equals("q8") ? Precision.INT8 : Precision.INT4));
    }

    /** Adapters are small, and belong to a base that is here. */
    private JsonObject adapter(SourceParams.Add wanted, OpenedSource source, InspectedFiles inspected, ImportPlan plan,
            PackageName name) {
        if (wanted.base().isEmpty()) {
            throw new InvalidInput("An adapter needs its base.", Finding.at("addModel, base")
                    .expected("the installed model that it changes"
                            + (plan.architecture().isEmpty() ? "" : ": " + plan.architecture()))
                    .found("nothing").remedy("Install the base, then name it."));
        }
        Slices config = inspected.open(plan.root() + ADAPTER_CONFIG);
        Slices weights = inspected.open(plan.weights().get(0));
        JsonObject made = adapters.take(new PackageParams.ImportAdapter(wanted.base().get(), name,
                JsonReader.readObject(config.read(0, (int) config.length()), LIMITS), Optional.empty(), "",
                plan.licence().spdx().orElse("NOASSERTION")), Optional.of(weights));
        return JsonObject.of("name", made.string("name"), "digest", made.string("digest"), "kind", "adapter",
                "architecture", plan.architecture(), "task", plan.task(), "bytes", made.integer("bytes"), "verified",
                JsonObject.of("by", source.verifiedBy(), "files", 2), "notices", made.array("notices"));
    }

    /** One model on its way into the store, while no other tab adds one of its name. */
    private final class Adding {

        private final OpenedSource source;
        private final InspectedFiles inspected;
        private final ImportPlan plan;
        /** A mixed one takes the place of one by which the weights lost too much. */
        private Optional<WeightRecipe> recipe;
        private final PackageName name;

        private Adding(OpenedSource source, InspectedFiles inspected, ImportPlan plan, Optional<WeightRecipe> recipe,
                PackageName name) {
            this.source = source;
            this.inspected = inspected;
            this.plan = plan;
            this.recipe = recipe;
            this.name = name;
        }

        private JsonObject run(SourceParams.Add call, DownloadClock pace, Progress.Listener listener,
                CancellationToken stop) {
            Optional<StoredPackage> here = store.packages().find(name);
            if (here.isPresent()) {
                requireSame(here.get());
                boolean isWhole = packages.isWhole(name) && !packages.isDamaged(here.get());
                if (isWhole && (!source.verifiedBy().equals("local") || isEqual(here.get(), stop))) {
                    // What a tab left that ended after it had made the model visible.
                    clear();
                    return result(here.get());
                }
            }
            unfinished.begin(name, call, plan.downloadBytes());
            FileStager stager = new FileStager(store.packages().staged(), source, inspected, name, environment, pace,
                    listener, stop);
            long missing = stager.begin(plan.needed());
            packages.requireFreeLine(name.toString(), source.again().isEmpty() ? 0 : missing,
                    call.allowMetered());
            requireSpace(missing + converted());
            List<ImportedPackage.StoredFile> stored = new ArrayList<>();
            List<StagedFiles.Staged> weights = new ArrayList<>();
            for (ModelFile file : plan.needed()) {
                stored.add(stager.stage(file));
            }
            if (recipe.isPresent()) {
                stored.add(converted(stager, stored));
            }
            ImportedPackage made = ImportedPackage.of(plan, new ImportedPackage.Facts(name, title(),
                    source.coordinates(), source.page(), recipe), stored);
            StoredPackage wanted = StoredPackage.of(made.manifest().bytes(), environment.nowUtc());
            if (here.isPresent() && !here.get().digest().equals(wanted.digest())) {
                throw taken(here.get(), wanted.digest().shortForm());
            }
            listener.report(new Progress(wanted.bytes(), wanted.bytes(), 0, "verify", wanted.chunks().size(),
                    wanted.chunks().size()));
            store.set(AGAIN + name, again(wanted).toString());
            packages.commitAdded(wanted, made.config(), bytes(wanted, pace), facts(wanted), pace, stop);
            clear();
            listener.report(new Progress(wanted.bytes(), wanted.bytes(), 0, "done", wanted.chunks().size(),
                    wanted.chunks().size()));
            return result(wanted);
        }

        /**
         * Converted weights that keep what the model says; four bits where they do not are mixed with more.
         *
         * @throws Unsupported naming how much would be lost
         */
        private ImportedPackage.StoredFile converted(FileStager stager, List<ImportedPackage.StoredFile> stored) {
            FileStager.Conversion made = stager.convert(plan.weights(), stored, recipe.get());
            if (plan.kind() == ModelKind.GENERATOR) {
                return made.file();
            }
            QuantizationCheck check = check(stager, stored, made);
            if (!check.passed() && recipe.get().precision() == Precision.INT4) {
                WeightSurvey survey = WeightSurvey.of(WeightSource.open(made.before()));
                List<WeightRecipe> others = List.of(WeightRecipe.words(survey),
                        WeightRecipe.mixed(survey, LEAST_COSINE));
                for (WeightRecipe next : others) {
                    if (!check.passed()) {
                        recipe = Optional.of(next);
                        made = stager.convert(plan.weights(), stored, next);
                        check = check(stager, stored, made);
                    }
                }
            }
            check.require();
            return made.file();
        }

        private QuantizationCheck check(FileStager stager, List<ImportedPackage.StoredFile> stored,
                FileStager.Conversion made) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (ModelFile file : plan.needed()) {
                for (ImportedPackage.StoredFile one : stored) {
                    if (one.path().equals(file.path()) && !plan.weights().contains(file.path())) {
                        files.put(plan.packagePath(file), stager.slices(one).read(0, (int) file.bytes()));
                    }
                }
            }
            environment.yieldToMessages();
            return QuantizationCheck.of(ImportedModel.read(plan.annotations()), files, made.before(), made.after());
        }

        /** The model is there: what cannot be cleared now only takes space until the next start. */
        private void clear() {
            try {
                store.packages().staged().forgetAll(name.toString());
                store.packages().dropOrphans();
                unfinished.end(name);
            } catch (TabitatException notNow) {
                return;
            }
        }

        /** An installed package of the name must be this model, as its notes have it. */
        private void requireSame(StoredPackage here) {
            String sources = here.manifest().findAnnotation(PackageAnnotations.SOURCE).orElse("");
            String recipeText = here.manifest().findAnnotation(PackageAnnotations.RECIPE).orElse("");
            boolean isAdded = here.manifest().findAnnotation(PackageAnnotations.IMPORT).isPresent();
            boolean isFromHere = source.coordinates().equals("local") || sources.contains("\"" + source.coordinates()
                    + "\"");
            boolean isSameRecipe = recipeText.isEmpty() ? recipe.isEmpty()
                    : recipe.isPresent() && WeightRecipe
                            .fromJson(JsonReader.readObject(recipeText, LIMITS))
                            .precision() == recipe.get().precision();
            boolean hasWeights = true;
            for (String weight : plan.weights()) {
                hasWeights &= sources.contains("\"" + weight + "\"");
            }
            if (!isAdded || !isFromHere || !isSameRecipe || !hasWeights) {
                throw taken(here, "another model");
            }
        }

        /**
         * Whether files without published digests are those that are installed: they are read, and nothing is stored.
         */
        private boolean isEqual(StoredPackage here, CancellationToken stop) {
            for (ModelFile file : plan.needed()) {
                if (recipe.isPresent() && plan.weights().contains(file.path())) {
                    // Whether converted weights are the same shows when they have been converted.
                    return false;
                }
                SourceFile from = inspected.file(file.path());
                FileCheck check = new FileCheck(from);
                source.read(from, 0, from.bytes(), check::update, stop);
                boolean isSame = false;
                for (Descriptor layer : here.manifest().layers()) {
                    isSame |= layer.path().equals(plan.packagePath(file)) && layer.digest().equals(check.digest());
                }
                if (!isSame) {
                    throw taken(here, "other bytes in " + file.path());
                }
            }
            return true;
        }

        private Incompatible taken(StoredPackage here, String found) {
            return new Incompatible("Another model of this name is in this tab.", Finding.at(name.toString())
                    .expected("manifest " + here.digest().shortForm()).found(found)
                    .remedy("Give this one another name, or remove the one that is here."));
        }

        private String title() {
            String path = name.name();
            return source.hub().isPresent() ? source.hub().get().id().name()
                    : path.substring(path.lastIndexOf('/') + 1);
        }

        /** About how long converted weights will be. */
        private long converted() {
            for (ImportPlan.Choice choice : plan.choices()) {
                boolean isThis = recipe.isPresent()
                        && choice.quantization().equals(recipe.get().precision() == Precision.INT8 ? "q8" : "q4");
                if (isThis) {
                    return choice.bytes();
                }
            }
            return 0;
        }

        private void requireSpace(long needed) {
            OptionalLong free = environment.storage().freeBytes();
            if (free.isPresent() && free.getAsLong() < needed) {
                throw new OutOfBudget("There is not enough space for this model.", Finding.at(name.toString())
                        .expected(ByteCount.words(needed) + " free").found(ByteCount.words(free.getAsLong()) + " free")
                        .remedy("Remove a package or free space on the device; what has come is kept."));
            }
        }

        /** The paths in the source of the package's files, by their digests. */
        private JsonObject again(StoredPackage wanted) {
            JsonObject.Builder paths = JsonObject.builder();
            Map<String, String> known = new LinkedHashMap<>();
            for (ModelFile file : plan.needed()) {
                for (Descriptor layer : wanted.manifest().layers()) {
                    boolean isConverted = recipe.isPresent() && layer.path().equals(ImportedPackage.CONVERTED);
                    if (!isConverted && layer.path().equals(plan.packagePath(file))) {
                        known.put(layer.digest().hex(), file.path());
                    }
                }
            }
            for (Map.Entry<String, String> one : known.entrySet()) {
                paths.put(one.getKey(), one.getValue());
            }
            return JsonObject.of("source", source.again(), "paths", paths.build());
        }

        private ByteSource bytes(StoredPackage wanted, DownloadClock pace) {
            return new AgainSource(source, again(wanted).object("paths"));
        }

        private List<Statement> facts(StoredPackage wanted) {
            List<Statement> facts = new ArrayList<>();
            facts.add(new Statement("added from", source.coordinates(), Known.CHECKED));
            if (recipe.isPresent()) {
                facts.add(new Statement("converted here by", recipe.get().toJson().toString(), Known.CHECKED));
            }
            for (ModelFile file : plan.needed()) {
                SourceFile listed = inspected.file(file.path());
                if (facts.size() < MAX_FACTS && listed.isVerifiable()) {
                    facts.add(new Statement("as its source lists it: " + file.path(),
                            file.sha256().isPresent() ? file.sha256().get().toString()
                                    : "git blob " + listed.listed().get().gitId(),
                            Known.CHECKED));
                }
            }
            return facts;
        }

        private JsonObject result(StoredPackage added) {
            List<Json> notices = new ArrayList<>();
            if (plan.licence().isNone()) {
                notices.add(Json.of("The source does not say under which licence the model is."));
            }
            return JsonObject.of("name", name.toString(), "digest", added.digest().toString(), "kind",
                    plan.kind().id(), "architecture", plan.architecture(), "task", plan.task(), "bytes", added.bytes(),
                    "verified", JsonObject.of("by", source.verifiedBy(), "files", plan.needed().size()), "notices",
                    new JsonArray(notices));
        }
    }

    /** @return {@code {name, freed_bytes}} */
    JsonObject remove(PackageName name) {
        // While a tab adds it, its removal waits.
        long pieces = packages.adding(name, report -> {}, new CancellationToken(), (pace, listener) -> {
            boolean isPart = !store.packages().staged().of(name.toString()).isEmpty();
            store.packages().staged().forgetAll(name.toString());
            return isPart ? store.packages().dropOrphans() : -1L;
        });
        boolean isThere = store.packages().find(name).isPresent() || packages.hasBegun(name);
        JsonObject removed = pieces >= 0 && !isThere ? JsonObject.of("name", name.toString(), "freed_bytes", 0)
                : packages.remove(name);
        store.unset(AGAIN + name);
        unfinished.end(name);
        if (pieces > 0) {
            removed = removed.with("freed_bytes", removed.integer("freed_bytes") + pieces * ChunkList.CHUNK_BYTES);
        }
        return removed;
    }

    /**
     * Where the files of an added package can be fetched again; empty for a package that was not added, or not from
     * anywhere.
     */
    Optional<ByteSource> again(StoredPackage stored) {
        Optional<String> text = store.setting(AGAIN + stored.name());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonObject record = JsonReader.readObject(text.get(), LIMITS);
        if (record.object("source").isEmpty()) {
            throw new InvalidInput("This model was added from files of this device, which are not here any more.",
                    Finding.at(stored.name()).expected("its files").found("damaged pieces")
                            .remedy("Add the model again from its files: only what is damaged is replaced."));
        }
        ModelSource from = ModelSource.read(new Input("added-from", record.object("source")));
        OpenedSource source = opener.open(from, Optional.empty(), Optional.empty(), environment,
                new CancellationToken());
        return Optional.of(new AgainSource(source, record.object("paths")));
    }
}
