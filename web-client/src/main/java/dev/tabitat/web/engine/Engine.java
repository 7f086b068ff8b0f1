package dev.tabitat.web.engine;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.ledger.LedgerEntry;
import dev.tabitat.core.lineage.LineageGraph;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.release.ReleasePacket;
import dev.tabitat.core.state.routing.RoutingAggregate;
import dev.tabitat.core.state.routing.RoutingState;
import dev.tabitat.web.engine.catalog.Adapters;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.DataSets;
import dev.tabitat.web.engine.catalog.LicenceTerms;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.downloads.Downloads;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.generation.GenerationService;
import dev.tabitat.web.engine.generation.GeneratorLoader;
import dev.tabitat.web.engine.generation.TranscriptStore;
import dev.tabitat.web.engine.inference.Backends;
import dev.tabitat.web.engine.inference.Encoders;
import dev.tabitat.web.engine.inference.Heads;
import dev.tabitat.web.engine.inference.ImportSelfTest;
import dev.tabitat.web.engine.inference.InferenceService;
import dev.tabitat.web.engine.inference.Judgements;
import dev.tabitat.web.engine.inference.ModelCache;
import dev.tabitat.web.engine.inference.Policies;
import dev.tabitat.web.engine.inference.Specialists;
import dev.tabitat.web.engine.ledger.Evidence;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.engine.routing.EscalationClient;
import dev.tabitat.web.engine.routing.Members;
import dev.tabitat.web.engine.routing.Routes;
import dev.tabitat.web.engine.routing.Targets;
import dev.tabitat.web.engine.sources.ModelSources;
import dev.tabitat.web.engine.trust.Keys;
import dev.tabitat.web.engine.trust.Signatures;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Catalog;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Methods;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.GenerateParams;
import dev.tabitat.web.protocol.params.HeadParams;
import dev.tabitat.web.protocol.params.ModelParams;
import dev.tabitat.web.protocol.params.PackageParams;
import dev.tabitat.web.protocol.params.RoutingParams;
import dev.tabitat.web.protocol.params.SourceParams;
import dev.tabitat.web.protocol.params.TrustParams;
import dev.tabitat.web.store.AggregateStore;
import dev.tabitat.web.store.DocumentsReport;
import dev.tabitat.web.store.FallbackRecords;
import dev.tabitat.web.store.LifecycleStates;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.PersistentNote;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.worker.Calls;
import dev.tabitat.web.worker.Outbox;
import dev.tabitat.web.worker.Request;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers calls. Every message comes on a Java thread of its own, which does the work; many calls may be open at once,
 * and each can be cancelled.
 */
public final class Engine {

    /** The package that is installed by itself on the first visit. */
    static final PackageName STARTER = new PackageName("lande", "q8");

    private static final double BREATH_MILLIS = 15;
    /** Set by the worker of documents while it has something to do. */
    private static final String DOCUMENTS_UNFINISHED = "documents/unfinished";
    private static final String DOCUMENTS_PAUSED = "documents/paused";
    /** What is announced to the engines of other tabs. */
    static final Set<String> ANNOUNCED = Set.of(Topic.QUEUE, Topic.STORE, Topic.LINEAGE, Topic.LEDGER, Topic.ROUTING);

    static final String CREATED_BY = "tabitat/" + EngineClient.VERSION;

    private final EngineEnvironment environment;
    private final Outbox outbox;
    private String storageRefusal;
    private boolean isDatabaseAvailable;
    private final TabStore store;
    private final Ledger ledger;
    private final Evidence evidence;
    private final Packages packages;
    private final Downloads downloads;
    private final Backends backends;
    private final ModelCache models;
    private final InferenceService answers;
    private final Encoders encoders;
    private final Heads heads;
    private final ImportSelfTest selfTest;
    private final Archives archives;
    private final Adapters adapters;
    private final ModelSources sources;
    private final Keys keys;
    private final Signatures signatures;
    private final Targets targets;
    private final Members members;
    private final EscalationClient escalationClient;
    private final Routes routes;
    private final GenerationService generation;
    private final DeviceFacts device;
    private final FileExchange exchange;
    private final CatalogLists lists;
    private final Calls calls;
    private final OtherTabs otherTabs;
    private boolean isReady;
    /** The start is over: leftover downloads are taken up from now on. */
    private boolean hasBegun;

    /**
     * @param records the store's records
     * @param storageRefusal why they are in memory only; empty when they are not
     */
    public Engine(EngineEnvironment environment, RecordStore records, String storageRefusal, Outbox outbox) {
        this.environment = environment;
        this.outbox = outbox;
        this.calls = new Calls(Methods.values(), outbox, this::answer);
        this.storageRefusal = storageRefusal;
        this.store = TabStore.open(records, environment, CREATED_BY, environment.readLocks());
        Bus bus = this::changed;
        this.ledger = new Ledger(store.ledger(), environment, bus);
        environment.watchSession(new SignIn(bus));
        this.evidence = new Evidence(store, environment, bus);
        this.packages = new Packages(store, environment, bus, ledger);
        this.downloads = new Downloads(store, packages, environment, bus);
        this.backends = new Backends(environment);
        this.models = new ModelCache(store.packages(), backends, environment, PersistentNote.in(store, "int8"),
                digest -> PersistentNote.in(store, "memory/" + digest.hex()),
                digest -> PersistentNote.in(store, StoredModel.NOTE + digest.hex()));
        this.adapters = new Adapters(store.packages(), packages, environment);
        this.sources = new ModelSources(store, environment, ledger, packages, adapters, this::readArchive);
        AggregateStore<RoutingState> routing = store.aggregate(new RoutingAggregate());
        Policies policies = new Policies(routing, packages);
        Judgements judgements = new Judgements();
        this.answers = new InferenceService(packages, models, backends, adapters, evidence, environment,
                new Specialists(packages, models, store.packages()), new LifecycleStates(store), policies, judgements);
        this.encoders = new Encoders(answers, models, backends, adapters, evidence, environment);
        this.selfTest = new ImportSelfTest(answers, backends);
        this.heads = new Heads(answers, packages, evidence, environment);
        this.keys = new Keys(store, environment, bus);
        this.signatures = new Signatures(environment, keys, packages);
        this.device = new DeviceFacts(environment, backends, store.lineage(), bus);
        DataSets dataSets = new DataSets(store.packages());
        this.targets = new Targets(routing, environment, bus, ledger);
        this.escalationClient = new EscalationClient(routing, store.decisions(), environment, bus, ledger, targets);
        this.members = new Members(routing, environment, targets, escalationClient, dataSets);
        this.routes = new Routes(store, policies, judgements, environment, bus, packages, answers, backends, targets,
                members, escalationClient, dataSets, device::factsNow);
        this.archives = new Archives(store.packages(), packages, signatures, environment, new LifecycleStates(store));
        this.otherTabs = new OtherTabs(packages, downloads, keys, targets, store.lineage(), ledger, outbox);
        this.generation = new GenerationService(packages,
                new GeneratorLoader(store.packages(), environment, name -> PersistentNote.in(store, name)), environment,
                evidence, new TranscriptStore(store), models::loadedBytes);
        this.exchange = new FileExchange(store, archives, routes, generation, this::chain, bus);
        this.lists = new CatalogLists(store, environment, packages, downloads, signatures, models, answers, generation);
        store.onEnded(this::storeEnded);
    }

    /**
     * The browser or another page took the store away. It is opened again at once; where that fails, every call says
     * why.
     */
    private void storeEnded() {
        try {
            store.setting(DOCUMENTS_UNFINISHED);
        } catch (TabitatException unreadable) {
            packages.forget();
            changed(Topic.STORE, JsonObject.EMPTY);
            return;
        }
        changed(Topic.STORE, JsonObject.EMPTY);
        if (store.wasEmptied()) {
            startAnew();
        }
    }

    /**
     * Everything was deleted: the first model comes in as on a first visit, and what was known of the old content is
     * forgotten.
     */
    private void startAnew() {
        try {
            downloads.download(STARTER, "", true, report -> {}, new CancellationToken());
        } catch (TabitatException told) {
            // The download queue has reported why; without the model the store stays empty.
            evidence.flush();
        }
        packages.forget();
        signatures.forget();
        changed(Topic.STORE, JsonObject.EMPTY);
    }

    /**
     * The database can be opened after all. It is used from now on where memory holds nothing that a person made; else
     * the page offers to load again, and its storage says {@code available}. What was counted in the privacy ledger is
     * counted there too.
     *
     * @return whether it is used
     */
    public boolean goBack(FallbackRecords fallback, RecordStore database) {
        List<LedgerEntry> counted = ledger.total().entries();
        boolean isUsed;
        try {
            isUsed = fallback.use(database);
        } catch (TabitatException cannotBeUsed) {
            return false;
        }
        isDatabaseAvailable = store.mode() == RecordStore.Mode.MEMORY;
        if (isUsed) {
            store.ledger().add(counted);
            storageRefusal = "";
            packages.forget();
            signatures.forget();
        }
        changed(Topic.STORE, JsonObject.EMPTY);
        changed(Topic.LINEAGE, JsonObject.of(Announcement.LENGTH, store.lineage().length()));
        if (isUsed) {
            begin();
            changed(Topic.STORE, JsonObject.EMPTY);
        }
        return isUsed;
    }

    private void changed(String topic, JsonObject body) {
        outbox.send(new FromEngine.Event(topic, body), Optional.empty());
        if (ANNOUNCED.contains(topic) && Announcement.isForOthers(body)) {
            environment.announce(Announcement.of(topic, body).text());
        }
    }

    /** Another tab changed something. @param announcement see {@link Announcement} */
    public void onEvent(String announcement) {
        otherTabs.announced(announcement);
        generation.dropRemoved();
    }

    /** The network came or went. */
    public void network(boolean isOnline) {
        device.lookAgain();
        if (isOnline) {
            packages.networkCame();
            downloads.online();
            if (hasBegun) {
                environment.start(this::goOn);
            }
        }
        outbox.send(new FromEngine.Event(Topic.NETWORK, JsonObject.of("online", isOnline)), Optional.empty());
    }

    /**
     * Makes the first classifier ready, from the store or from the host, then clears what a crash may have left. A
     * failure is reported as an event: everything that does not need the classifier works on.
     */
    public void begin() {
        try {
            Optional<StoredPackage> arrived = Optional.empty();
            Optional<StoredPackage> first = first();
            if (first.isEmpty() && !packages.isDeclined(STARTER)) {
                downloads.download(STARTER, "", true, report -> {}, new CancellationToken());
                first = first();
                arrived = first;
            }
            if (first.isPresent()) {
                ready(first.get());
            }
            if (arrived.isPresent()) {
                signatures.fetch(arrived.get(), new CancellationToken());
            }
        } catch (RuntimeException e) {
            outbox.send(new FromEngine.Event(Topic.INSTALL, JsonObject.of("name", STARTER.toString(), "state", "failed",
                    "error", ApiError.of(e).toJson())), Optional.empty());
        }
        packages.noticeLoss();
        tidy();
        environment.start(this::moveToFiles);
        hasBegun = true;
        goOn();
    }

    /** Takes up what an earlier tab left in the queue. */
    private void goOn() {
        for (PackageName name : downloads.leftOver()) {
            environment.start(() -> {
                try {
                    arrived(name, () -> downloads.takeUp(name), new CancellationToken());
                } catch (TabitatException told) {
                    // The download queue has reported what became of it.
                    return;
                }
            });
        }
    }

    private void ready(StoredPackage first) {
        answers.open(first, "");
        isReady = true;
        outbox.send(new FromEngine.Event(Topic.READY, JsonObject.of("model", first.name())), Optional.empty());
    }

    /** The starter if it is installed, else whatever classifies. */
    private Optional<StoredPackage> first() {
        Map<String, StoredPackage> installed = packages.installed();
        StoredPackage starter = installed.get(STARTER.toString());
        return starter != null ? Optional.of(starter)
                : installed.values().stream().filter(one -> new CatalogEntry(one).isClassifier()).findFirst();
    }

    private void tidy() {
        try {
            store.packages().dropOrphans();
        } catch (TabitatException notNow) {
            // Nothing is lost: orphans only take space, and the next start tries again.
            return;
        }
    }

    /** Moves what an earlier version of the app kept as records. */
    private void moveToFiles() {
        try {
            store.packages().moveToFiles();
        } catch (TabitatException notNow) {
            // Each piece is in one of both places, and the next start goes on.
            return;
        }
    }

    GenerationService generation() {
        return generation;
    }

    /** What takes the messages of the page. */
    public Calls calls() {
        return calls;
    }

    private Result answer(Request call) {
        return call.method().has(Method.MODEL) ? models.use(() -> run(call)) : run(call);
    }

    private Result run(Request call) {
        if (call.method() instanceof EngineMethod method) {
            return run(method, call);
        }
        if (call.method() instanceof StartMethod method) {
            return run(method, call);
        }
        throw Calls.elsewhere(call.method(), Method.Worker.ENGINE);
    }

    private Result run(StartMethod method, Request call) {
        return switch (method) {
            case CLASSIFY -> Result.of(answers.classify(ModelParams.Classify.read(call.input()), call.stop()));
            case CATALOG -> Result.of(lists.offered(PackageParams.Catalog.read(call.input()).registry(), call.stop()));
            case LEDGER -> Result.of(ledger.total().toJson());
            case STORAGE -> Result.of(storage());
            case RECEIVED -> Result.of(received(PackageParams.Received.read(call.input())));
            case FINISH -> throw Calls.elsewhere(method, Method.Worker.ENGINE);
        };
    }

    private Result run(EngineMethod method, Request call) {
        return switch (method) {
            case EMBED -> encoders.embed(ModelParams.Embed.read(call.input()), call.progress(), call.stop());
            case TOKENIZE -> Result.of(tokenize(ModelParams.Tokenize.read(call.input()), call.stop()));
            case RERANK ->
                Result.of(heads.rerank(HeadParams.Rerank.read(call.input()), call.progress(), call.stop()));
            case EXTRACT -> Result.of(heads.extract(HeadParams.Extract.read(call.input()), call.stop()));
            case TAG -> Result.of(heads.tag(HeadParams.Tag.read(call.input()), call.progress(), call.stop()));
            case BENCH -> Result.of(bench(ModelParams.Bench.read(call.input()), call.progress(), call.stop()));
            case GENERATE ->
                Result.of(generation.generate(GenerateParams.Generate.read(call.input()), call.progress(),
                        call.stop()));
            case REPLAY_TRANSCRIPT -> Result.of(generation.replay(call.bytes(), call.progress(), call.stop()));
            case FIT -> Result.of(lists.fit(ModelParams.Fit.read(call.input())));
            case PLAN -> Result.of(encoders.plan(ModelParams.Plan.read(call.input())));
            case ADAPTERS -> Result.of(adapters.of(PackageParams.Adapters.read(call.input()), call.stop()));
            case INSPECT_MODEL ->
                Result.of(sources.inspect(SourceParams.Inspect.read(call.input()), call.bytes(), call.stop()));
            case ADD_MODEL -> Result.of(generation.added(selfTest.added(
                    sources.add(SourceParams.Add.read(call.input()), call.bytes(), call.progress(), call.stop())),
                    call.stop()));
            case SEARCH_HUB -> Result.of(sources.search(SourceParams.Search.read(call.input()), call.stop()));
            case HUB -> Result.of(sources.hub());
            case SET_HUB_TOKEN -> Result.of(sources.setToken(SourceParams.HubToken.read(call.input())));
            case UNLOCK_HUB -> Result.of(sources.unlock(SourceParams.UnlockHub.read(call.input())));
            case REMOVE_HUB_TOKEN -> Result.of(sources.removeToken());
            case FORGET_ORIGIN -> Result.of(sources.forget(SourceParams.Origin.read(call.input())));
            case IMPORT_ADAPTER ->
                Result.of(adapters.take(PackageParams.ImportAdapter.read(call.input()), call.bytes()));
            case CHOOSE -> Result.of(answers.choose(RoutingParams.Choose.read(call.input()), call.stop()));
            case ROUTE -> Result.of(routes.route(RoutingParams.Route.read(call.input()), call.progress(), call.stop()));
            case APPROVE ->
                Result.of(escalationClient.approve(RoutingParams.Approve.read(call.input()), call.progress(),
                        call.stop()));
            case POLICY -> Result.of(routes.policy(RoutingParams.Policy.read(call.input())));
            case REDACT -> Result.of(routes.redact(RoutingParams.Redact.read(call.input())));
            case ROUTES -> Result.of(routes.routes(RoutingParams.Routes.read(call.input())));
            case CALIBRATE ->
                Result.of(routes.calibrate(RoutingParams.Calibrate.read(call.input()), call.progress(), call.stop()));
            case COMPARE_ROUTES ->
                Result.of(routes.compare(RoutingParams.CompareRoutes.read(call.input()), call.progress(), call.stop()));
            case REPLAY_DECISIONS -> Result.of(routes.replay());
            case FORGET_CONSENT -> Result.of(escalationClient.forget(RoutingParams.ForgetConsent.read(call.input())));
            case TARGETS -> Result.of(targets.list());
            case ADD_TARGET -> Result.of(targets.add(RoutingParams.AddTarget.read(call.input())));
            case REMOVE_TARGET -> Result.of(targets.remove(RoutingParams.Target.read(call.input())));
            case UNLOCK_TARGET -> Result.of(targets.unlock(RoutingParams.UnlockTarget.read(call.input())));
            case DISCOVER -> Result.of(targets.discover(RoutingParams.Discover.read(call.input()), call.stop()));
            case MEMBERS -> Result.of(members.list());
            case ADD_MEMBER -> Result.of(members.add(RoutingParams.AddMember.read(call.input())));
            case REMOVE_MEMBER -> Result.of(members.remove(RoutingParams.Member.read(call.input())));
            case MEASURE_MEMBER ->
                Result.of(
                        members.measure(RoutingParams.MeasureMember.read(call.input()), call.progress(), call.stop()));
            case DEVICE -> Result.of(device.json(PackageParams.Device.read(call.input()).measure()));
            case INSTALL, RESUME ->
                Result.of(install(PackageParams.Install.read(call.input()), call.progress(), call.stop()));
            case UPDATE -> Result.of(update(PackageParams.Install.read(call.input()), call.progress(), call.stop()));
            case ROLLBACK -> Result.of(rollback(name(call)));
            case REMOVE_PREVIOUS -> Result.of(packages.removePrevious(name(call)));
            case DOWNLOADS -> Result.of(sources.withUnfinished(downloads.list()));
            case PAUSE -> Result.of(downloads.pause(name(call)));
            case CANCEL -> Result.of(sources.cancel(name(call), call.stop())
                    ? JsonObject.of("name", name(call).toString(), "state", "cancelled")
                    : downloads.cancel(name(call)));
            case REORDER -> Result.of(downloads.reorder(PackageParams.Reorder.read(call.input()).names()));
            case REMOVE -> Result.of(remove(name(call)));
            case INSTALLED -> Result.of(lists.installed());
            case CHECK ->
                Result.of(check(PackageParams.Check.read(call.input()).repair() ? Packages.Repair.FETCH_DAMAGED
                        : Packages.Repair.NONE, call.stop()));
            case KEYS -> Result.of(keys.list());
            case MAKE_KEY -> Result.of(keys.make(TrustParams.MakeKey.read(call.input())));
            case EXPORT_KEY -> keys.export(TrustParams.ExportKey.read(call.input()));
            case IMPORT_KEY -> Result.of(keys.importKey(TrustParams.ImportKey.read(call.input())));
            case TRUST -> Result.of(keys.trust(TrustParams.Trust.read(call.input())));
            case UNTRUST -> Result.of(keys.untrust(TrustParams.Untrust.read(call.input())));
            case SIGN -> Result.of(sign(TrustParams.Sign.read(call.input())));
            case SIGNATURES -> Result.of(signatures(TrustParams.Signatures.read(call.input()), call.stop()));
            case PACKET -> Result.of(packet(TrustParams.Packet.read(call.input())));
            case LICENCE -> Result.of(new LicenceTerms(store.packages())
                    .of(answers.named(PackageParams.Model.read(call.input()).model())));
            case LINEAGE -> Result.of(LineageGraph.of(chain()).toJson());
            case EXPORT -> exchange.export(PackageParams.Export.read(call.input()), call.progress(), call.stop());
            case IMPORT -> Result.of(exchange.take(call.bytes(), call.progress(), call.stop()));
            case CONNECTIONS ->
                Result.of(Connections.of(environment.endpoints().securityPolicy(), environment.hosting()));
            case PAGE -> Result.of(page(PackageParams.Page.read(call.input())));
        };
    }

    private static PackageName name(Request call) {
        return PackageParams.Named.read(call.input()).name();
    }

    private Json sign(TrustParams.Sign wanted) {
        return signatures.sign(answers.named(wanted.model()), wanted.key());
    }

    private Json signatures(TrustParams.Signatures wanted, CancellationToken stop) {
        StoredPackage stored = answers.named(wanted.model());
        if (wanted.refresh()) {
            signatures.fetch(stored, stop);
        }
        return signatures.list(stored);
    }

    /** The release packet of a model; with a key, signed with it. */
    private JsonObject packet(TrustParams.Packet wanted) {
        StoredPackage model = answers.named(wanted.model());
        ReleasePacket packet = ReleasePacket.of(chain(), model.manifest(), model.digest(),
                new CatalogEntry(model).task(), signatures.list(model).array("signatures"));
        return wanted.key().isPresent() ? packet.signed(keys.signer(wanted.key().get())) : packet.toJson();
    }

    private List<LineageRecord> chain() {
        evidence.flush();
        return store.lineage().all();
    }

    private Json install(PackageParams.Install wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        String registry = wanted.registry().orElse("");
        PackageName name = packages.locate(wanted.name(), registry, report -> progress.accept(report.toJson()), stop);
        return arrived(name, () -> downloads.download(name, registry, wanted.allowMetered(), progress, stop), stop);
    }

    /** What else is done when a package came. */
    private Json arrived(PackageName name, Supplier<JsonObject> coming, CancellationToken stop) {
        Optional<StoredPackage> before = Optional.ofNullable(packages.installed().get(name.toString()));
        JsonObject result = coming.get();
        if (before.isPresent() && !before.get().digest().toString().equals(result.string("digest"))) {
            unload(before.get().digest());
        }
        StoredPackage installed = packages.installed().get(name.toString());
        if (installed != null) {
            signatures.fetch(installed, stop);
        }
        if (!isReady && installed != null && new CatalogEntry(installed).isClassifier()) {
            try {
                ready(installed);
            } catch (Unavailable gone) {
                // Another call removed it since: the installation itself was done.
                if (packages.isStill(installed)) {
                    throw gone;
                }
            }
        }
        return result;
    }

    /** Unloads a model that was removed, replaced or is damaged. */
    private void unload(Digest model) {
        models.drop(model);
        generation.drop(model);
    }

    private Json tokenize(ModelParams.Tokenize wanted, CancellationToken stop) {
        return generation.isGenerator(wanted.model()) ? generation.tokenize(wanted, stop)
                : encoders.tokenize(wanted, stop);
    }

    private Json bench(ModelParams.Bench wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        return generation.isGenerator(wanted.model()) ? generation.bench(wanted, progress, stop)
                : encoders.bench(wanted, progress, stop);
    }

    /** Downloads what the tag of an installed package names now. */
    private Json update(PackageParams.Install wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        PackageName name = wanted.name();
        if (!packages.installed().containsKey(name.toString())) {
            throw new InvalidInput("There is no such package in this tab.",
                    Finding.at("update, name").expected("an installed package").found(name).remedy("Install it."));
        }
        return install(wanted.registry().isPresent() ? wanted
                : new PackageParams.Install(name, wanted.allowMetered(),
                        Optional.of(packages.sourceOf(name).registry())),
                progress, stop);
    }

    private Json rollback(PackageName name) {
        Optional<StoredPackage> before = Optional.ofNullable(packages.installed().get(name.toString()));
        JsonObject result = packages.rollback(name);
        if (before.isPresent()) {
            unload(before.get().digest());
        }
        return result;
    }

    private Json remove(PackageName name) {
        Optional<StoredPackage> gone = Optional.ofNullable(packages.installed().get(name.toString()));
        downloads.end(name);
        JsonObject removed = sources.remove(name);
        // After the removal, or another call could open the model again before it.
        if (gone.isPresent()) {
            unload(gone.get().digest());
            signatures.drop(gone.get());
        }
        return removed;
    }

    private Json check(Packages.Repair repair, CancellationToken stop) {
        JsonObject report = packages.check(repair, stop);
        for (StoredPackage one : packages.installed().values()) {
            if (packages.isDamaged(one)) {
                unload(one.digest());
            }
        }
        double[] breathed = {environment.millis()};
        DocumentsReport documents = store.documents(environment.documentCipher()).check(() -> {
            stop.check();
            if (environment.millis() - breathed[0] > BREATH_MILLIS) {
                environment.yieldToMessages();
                breathed[0] = environment.millis();
            }
        });
        return report.with("ok", report.bool("ok") && documents.ok()).with("documents", documents.toJson());
    }

    private JsonObject readArchive(Slices file, Consumer<JsonObject> progress, CancellationToken stop) {
        return archives.read(file, progress, stop);
    }

    private Json storage() {
        EngineEnvironment.Storage storage = environment.storage();
        List<Json> items = new ArrayList<>();
        for (StoredPackage one : packages.installed().values()) {
            PackageStore.Share share = store.packages().share(one);
            items.add(JsonObject.of("name", one.name(), "bytes", one.bytes(), "shared_bytes", share.sharedBytes(),
                    "frees_bytes", share.freesBytes()));
        }
        JsonObject json = JsonObject.of("mode", store.mode().id(), "persisted", storage.isPersisted(),
                "packages", new JsonArray(items),
                "documents_unfinished",
                store.setting(DOCUMENTS_UNFINISHED).isPresent() && store.setting(DOCUMENTS_PAUSED).isEmpty());
        if (storage.usageBytes().isPresent()) {
            json = json.with("usage_bytes", storage.usageBytes().getAsLong());
        }
        if (storage.quotaBytes().isPresent()) {
            json = json.with("quota_bytes", storage.quotaBytes().getAsLong());
        }
        json = store.wasEmptied() ? json.with("emptied", true) : json;
        json = isDatabaseAvailable ? json.with("available", true) : json;
        return storageRefusal.isEmpty() ? json : json.with("reason", storageRefusal);
    }

    /** Takes what the page knows better. */
    private Json page(PackageParams.Page known) {
        if (known.profile().isPresent()) {
            device.ofPage(known.profile().get());
        }
        if (known.online().isPresent()) {
            network(known.online().get());
        }
        return JsonBool.TRUE;
    }

    /** Notes what a page or worker loaded by itself: the app. */
    public Json received(PackageParams.Received one) {
        ledger.add(new LedgerEntry(one.origin(), one.purpose(), one.requests(), 0, one.bytes()));
        return JsonBool.TRUE;
    }
}
