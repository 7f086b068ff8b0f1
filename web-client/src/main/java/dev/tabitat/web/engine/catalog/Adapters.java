package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.AdapterFiles;
import dev.tabitat.core.adapter.AdapterPackage;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.Compatibility;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.adapter.Refusal;
import dev.tabitat.core.adapter.StackPlanner;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.model.head.SentenceEncoder;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.params.ModelParams.AttachedAdapter;
import dev.tabitat.web.protocol.params.PackageParams;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The adapters of this tab: which there are for a base, and how one comes in. */
public final class Adapters {

    private static final long MAX_BYTES = 512 << 20;
    private static final int MAX_READ = 8;

    private final PackageStore store;
    private final Packages packages;
    private final EngineEnvironment environment;
    private final Map<Digest, Adapter> read = new LinkedHashMap<>();

    public Adapters(PackageStore store, Packages packages, EngineEnvironment environment) {
        this.store = store;
        this.packages = packages;
        this.environment = environment;
    }

    private StoredPackage installed(PackageName name, String where) {
        StoredPackage found = packages.installed().get(name.toString());
        if (found == null) {
            throw new InvalidInput("There is no such package in this tab.",
                    Finding.at(where).expected("an installed package").found(name).remedy("Install it first."));
        }
        return found;
    }

    /**
     * {@code [{name, digest, title, kind, rank, bytes, licence, base, compatible, reason, refusals, installed}]}: those
     * made for a base of this name that are here, then those that the registry knows to refer to the base.
     */
    public JsonArray of(PackageParams.Adapters wanted, CancellationToken stop) {
        StoredPackage base = installed(wanted.base(), "adapters, base");
        List<Json> found = new ArrayList<>();
        for (StoredPackage one : packages.installed().values()) {
            Manifest manifest = one.manifest();
            boolean isItsOwn = manifest.findAnnotation(PackageAnnotations.BASE).filter(base.digest().toString()::equals)
                    .isPresent()
                    || manifest.findAnnotation(PackageAnnotations.BASE_NAME).filter(base.name()::equals).isPresent();
            if (manifest.isAdapter() && isItsOwn) {
                found.add(json(one, base, true));
            }
        }
        for (StoredPackage one : packages.adaptersOf(base, wanted.registry(), stop)) {
            if (!packages.installed().containsKey(one.name())) {
                found.add(json(one, base, false));
            }
        }
        return new JsonArray(found);
    }

    private JsonObject json(StoredPackage adapter, StoredPackage base, boolean isInstalled) {
        List<Refusal> refusals = Compatibility.check(adapter.manifest(), base.manifest(), base.digest());
        Manifest manifest = adapter.manifest();
        List<Json> reasons = new ArrayList<>();
        refusals.forEach(refusal -> reasons.add(refusal.toJson()));
        return JsonObject.of("name", adapter.name(), "digest", adapter.digest().toString(),
                "title", manifest.findAnnotation(PackageAnnotations.TITLE).orElse(adapter.name()),
                "kind", manifest.annotation(PackageAnnotations.ADAPTER_TYPE),
                "rank", new CatalogEntry(adapter).number(PackageAnnotations.ADAPTER_RANK, 0), "bytes", adapter.bytes(),
                "licence", new CatalogEntry(adapter).licence(),
                "base", manifest.findAnnotation(PackageAnnotations.BASE_NAME).orElse(""), "compatible",
                refusals.isEmpty(),
                "reason", refusals.isEmpty() ? "" : reason(manifest, base, refusals), "refusals",
                new JsonArray(reasons), "installed", isInstalled);
    }

    /** An adapter of the version that was here before says so: going back to it is the way out. */
    private String reason(Manifest adapter, StoredPackage base, List<Refusal> refusals) {
        boolean isOfPrevious = Optional.ofNullable(store.previous().get(base.name()))
                .filter(before -> adapter.findAnnotation(PackageAnnotations.BASE)
                        .filter(before.digest().toString()::equals).isPresent())
                .isPresent();
        return isOfPrevious
                ? "It was made for the version before the update. Go back to that one, or get the adapter for this one."
                : refusals.get(0).words();
    }

    /**
     * Takes an adapter in from PEFT's two files, or from ours: {@code {name, digest, kind, rank, targets, parameters,
     * bytes, notices}}.
     *
     * @throws dev.tabitat.core.error.Incompatible when it does not fit the base
     * @throws dev.tabitat.core.error.DamagedData when a file is broken, or a number is not finite
     * @throws dev.tabitat.core.error.Unsupported when it requires an unsupported feature
     */
    public JsonObject take(PackageParams.ImportAdapter wanted, Optional<Slices> given) {
        StoredPackage base = installed(wanted.base(), "importAdapter, base");
        Slices weights = given.orElseThrow(() -> new InvalidInput("There are no weights to import.",
                Finding.at("importAdapter, weights").expected("a Blob or an ArrayBuffer of " + AdapterFiles.WEIGHTS)
                        .found("nothing")));
        if (weights.length() > MAX_BYTES) {
            throw new InvalidInput("The weights are too large for an adapter.",
                    Finding.at("importAdapter, weights").expected("at most " + MAX_BYTES + " bytes")
                            .found(weights.length() + " bytes"));
        }
        Adapter adapter = AdapterFiles.read(Utf8.encode(wanted.config().toString()),
                weights.read(0, (int) weights.length()));
        AdapterPackage made = AdapterPackage.of(
                new AdapterPackage.Facts(wanted.name(), wanted.title().orElse(wanted.name().name()), wanted.summary(),
                        wanted.licence(), ""),
                adapter, base.manifest(), Utf8.encode(base.text()), modules(base), Map.of());
        StoredPackage stored = StoredPackage.of(made.manifest().bytes(), environment.nowUtc());
        packages.put(stored, made.files());
        long parameters = 0;
        for (Tensor tensor : adapter.tensors().values()) {
            parameters += tensor.elements();
        }
        List<String> notices = new ArrayList<>();
        adapter.withoutEffect()
                .forEach(module -> notices.add(module + " is changed without effect: no embedding comes from it."));
        return JsonObject.of("name", stored.name(), "digest", stored.digest().toString(), "kind", adapter.type().id(),
                "rank", adapter.rank(),
                "targets", JsonArray.ofStrings(adapter.targets()), "parameters", parameters, "bytes", stored.bytes(),
                "notices", JsonArray.ofStrings(notices));
    }

    /** The stack as the planner takes it: what is here by its weights, what is only offered by its manifest's word. */
    public List<StackPlanner.Item> items(List<AttachedAdapter> adapters, StoredPackage base) {
        List<StackPlanner.Item> items = new ArrayList<>();
        for (AttachedAdapter one : adapters) {
            PackageName name = one.name();
            double weight = one.weight();
            StoredPackage here = packages.installed().get(name.toString());
            StoredPackage known = here != null ? here
                    : packages.known(name).orElseThrow(() -> new InvalidInput("There is no such adapter.",
                            Finding.at("adapters, item " + items.size()).expected("one of adapters()").found(name)));
            if (!known.manifest().isAdapter()) {
                throw new InvalidInput("This package is no adapter.",
                        Finding.at("adapters, item " + items.size()).expected("an adapter").found(name));
            }
            List<Refusal> refusals = Compatibility.check(known.manifest(), base.manifest(), base.digest());
            items.add(here == null || !refusals.isEmpty() ? StackPlanner.claimed(known.manifest(), weight, refusals)
                    : StackPlanner.Item.of(new AdapterStack.Entry(here.name(), here.digest(), adapter(here), weight),
                            modules(base)));
        }
        return items;
    }

    /** Whether all of them are installed. */
    public boolean areHere(List<AttachedAdapter> adapters) {
        for (AttachedAdapter one : adapters) {
            if (!packages.installed().containsKey(one.name().toString())) {
                return false;
            }
        }
        return true;
    }

    /** Products of a weight and a value for one token of a base, without attention's. */
    public long productsPerToken(StoredPackage base) {
        if (!ImportedModel.is(base.manifest())) {
            return modules(base).productsPerToken();
        }
        JsonObject config = JsonReader.readObject(store.file(base, ImportedModel.CONFIG), JsonLimits.DEFAULT);
        if (SentenceEncoder.isStatic(config)) {
            return 0;
        }
        EncoderArchitecture architecture = EncoderArchitecture.read(config);
        return Math.max(0, new CatalogEntry(base).weights()
                - (long) architecture.vocabulary() * architecture.width());
    }

    /** @throws Unsupported when the base was imported */
    public Modules modules(StoredPackage base) {
        if (ImportedModel.is(base.manifest())) {
            throw new Unsupported("A model that was added from elsewhere takes no adapters.",
                    Finding.at("adapters").expected("an encoder of the catalogue").found(base.name()));
        }
        return Modules.of(BertConfig
                .read(JsonReader.readObject(store.file(base, ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT)));
    }

    /**
     * The stack of these.
     *
     * @throws dev.tabitat.core.error.Incompatible when one belongs to another base
     */
    public AdapterStack stack(List<AttachedAdapter> adapters, StoredPackage base) {
        List<AdapterStack.Entry> entries = new ArrayList<>();
        for (AttachedAdapter one : adapters) {
            StoredPackage adapter = installed(one.name(), "adapters, item " + entries.size());
            if (!adapter.manifest().isAdapter()) {
                throw new InvalidInput("This package is no adapter.",
                        Finding.at("adapters, item " + entries.size()).expected("an adapter").found(adapter.name()));
            }
            Compatibility.require(adapter.manifest(), base.manifest(), base.digest());
            entries.add(new AdapterStack.Entry(adapter.name(), adapter.digest(), adapter(adapter),
                    one.weight()));
        }
        return new AdapterStack(entries);
    }

    private Adapter adapter(StoredPackage stored) {
        Adapter known = read.get(stored.digest());
        if (known == null) {
            known = AdapterPackage.read(store.load(stored));
            if (read.size() == MAX_READ) {
                read.remove(read.keySet().iterator().next());
            }
            read.put(stored.digest(), known);
        }
        return known;
    }
}
