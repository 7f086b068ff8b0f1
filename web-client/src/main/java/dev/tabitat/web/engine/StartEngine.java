package dev.tabitat.web.engine;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.ledger.LedgerEntry;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.runtime.Classification;
import dev.tabitat.core.runtime.ClassifierBackend;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.engine.inference.InferenceService;
import dev.tabitat.web.engine.inference.Judgements;
import dev.tabitat.web.engine.ledger.Evidence;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.ModelParams;
import dev.tabitat.web.protocol.params.PackageParams;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.worker.Calls;
import dev.tabitat.web.worker.Outbox;
import dev.tabitat.web.worker.Request;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The small engine of a first visit: it installs the first model and answers with it, on the reference backend.
 * Everything else is the work of {@link Engine}, which takes its place; until then both may run on the same store, as
 * the engines of two tabs do.
 */
public final class StartEngine {

    private static final int NETWORK_MILLIS = 1_000;
    private static final int PAUSE_MILLIS = 50;
    private static final int FINISH_MILLIS = 30_000;

    private final StorageEnvironment environment;
    private final Outbox outbox;
    private final TabStore store;
    private final Ledger ledger;
    private final Evidence evidence;
    private final Packages packages;
    /** What is being installed: the first model's name, or nothing. */
    private Set<String> coming = Set.of();
    private final Judgements judgements = new Judgements();
    private final Calls calls;
    private Optional<Opened> opened = Optional.empty();

    /** The first model, ready to answer. */
    private record Opened(StoredPackage stored, ClassifierRunner runner) {}

    /** @param records the store's records */
    public StartEngine(StorageEnvironment environment, RecordStore records, Outbox outbox) {
        this.environment = environment;
        this.outbox = outbox;
        this.calls = new Calls(StartMethod.values(), outbox, this::answer);
        this.store = TabStore.openWithoutCollecting(records, environment, Engine.CREATED_BY, environment.readLocks());
        Bus bus = this::changed;
        this.ledger = new Ledger(store.ledger(), environment, bus);
        environment.watchSession(new SignIn(bus));
        this.evidence = new Evidence(store, environment, bus);
        this.packages = new Packages(store, environment, bus, ledger);
        // Another page deleted or upgraded the store: the whole app notices that and goes on.
        store.onEnded(() -> outbox.send(new FromEngine.Event(Topic.NEEDS_APP, JsonObject.EMPTY), Optional.empty()));
    }

    private void changed(String topic, JsonObject body) {
        outbox.send(new FromEngine.Event(topic, body), Optional.empty());
        if (Engine.ANNOUNCED.contains(topic) && !body.has(Announcement.ELSEWHERE)) {
            environment.announce(Announcement.of(topic, body).text());
        }
    }

    /** Makes the first model ready, from the store or from the host. A failure is reported as an event. */
    public void begin() {
        try {
            if (!packages.installed().containsKey(Engine.STARTER.toString()) && !packages.isDeclined(Engine.STARTER)) {
                install();
            }
            StoredPackage first = packages.installed().get(Engine.STARTER.toString());
            if (first == null) {
                outbox.send(new FromEngine.Event(Topic.NEEDS_APP, JsonObject.EMPTY), Optional.empty());
                return;
            }
            open(first);
            outbox.send(new FromEngine.Event(Topic.READY, JsonObject.of("model", first.name())), Optional.empty());
        } catch (RuntimeException e) {
            outbox.send(new FromEngine.Event(Topic.INSTALL,
                    JsonObject.of("name", Engine.STARTER.toString(), "state", "failed",
                            "error", ApiError.of(e).toJson())),
                    Optional.empty());
        }
    }

    /**
     * Installs the first model. A download that has begun waits for the network when that goes away; the queue of
     * downloads is the whole app's.
     */
    private void install() {
        CancellationToken stop = new CancellationToken();
        coming = Set.of(Engine.STARTER.toString());
        try {
            while (true) {
                try {
                    packages.fetch(Engine.STARTER, "", true, () -> true, report -> tell("downloading", report), stop);
                    changed(Topic.INSTALL, JsonObject.of("name", Engine.STARTER.toString(), "state", "installed"));
                    return;
                } catch (Unavailable e) {
                    if (environment.isOnline() || !packages.hasBegun(Engine.STARTER)) {
                        throw e;
                    }
                }
                changed(Topic.INSTALL, JsonObject.of("name", Engine.STARTER.toString(), "state", "waiting"));
                while (!environment.isOnline()) {
                    environment.pause(NETWORK_MILLIS, stop);
                }
            }
        } finally {
            coming = Set.of();
        }
    }

    private void tell(String state, Progress progress) {
        changed(Topic.INSTALL, JsonObject.of("name", Engine.STARTER.toString(), "state", state, "report",
                progress.toJson()));
    }

    private void open(StoredPackage stored) {
        TextClassifier model = Models.ngramClassifier(store.packages().load(stored));
        opened = Optional.of(new Opened(stored,
                new ClassifierRunner(model, new ClassifierBackend().open(model.graph(), model.weights()))));
    }

    /** Another tab, or the whole engine of this one, changed something. */
    public void onEvent(String announcement) {
        Announcement said = Announcement.read(announcement);
        String topic = said.topic();
        if (topic.equals(Topic.QUEUE)
                || topic.equals(Topic.STORE) && packages.catchUp(said.revision())) {
            return;
        }
        outbox.send(new FromEngine.Event(topic, topic.equals(Topic.LEDGER) ? ledger.sums() : JsonObject.EMPTY),
                Optional.empty());
    }

    /** What takes the messages of the page. */
    public Calls calls() {
        return calls;
    }

    /** Comparisons, since a switch over an enum takes a table, which a first visit would have to load. */
    private Result answer(Request call) {
        Method method = call.method();
        if (method == StartMethod.CLASSIFY) {
            return Result.of(classify(ModelParams.Ask.read(call.input()), call.stop()));
        }
        if (method == StartMethod.CATALOG) {
            return Result.of(catalog(call.stop()));
        }
        if (method == StartMethod.LEDGER) {
            return Result.of(ledger.total().toJson());
        }
        if (method == StartMethod.STORAGE) {
            return Result.of(storage());
        }
        return Result
                .of(method == StartMethod.RECEIVED ? received(PackageParams.Received.read(call.input())) : finish());
    }

    private JsonObject classify(ModelParams.Ask wanted, CancellationToken stop) {
        Opened model = opened.orElseThrow(() -> new Unavailable("No model is ready yet.",
                Finding.at("classify").expected(Engine.STARTER).found("none").remedy("Wait for tabitat.ready.")));
        String task = new CatalogEntry(model.stored()).notedTask();
        RouterPolicy policy = RouterPolicy.DEFAULT.withThresholds(new CatalogEntry(model.stored()).thresholds());
        List<Json> results = new ArrayList<>();
        List<Json> judged = new ArrayList<>();
        long total = 0;
        List<String> notices = new ArrayList<>();
        for (String input : wanted.input()) {
            stop.check();
            ClassifierRunner.requireText(input);
            String at = environment.nowUtc();
            long start = environment.nanos();
            Classification all = model.runner().classify(input, ModelParams.MAX_LABELS);
            long duration = Math.max(0, environment.nanos() - start);
            total += duration;
            Classification answer = new Classification(
                    all.scores().subList(0, Math.min(wanted.topK(), all.scores().size())),
                    all.notices());
            evidence.ran(model.stored().digest(), "reference", at, input, InferenceService.json(answer), duration);
            JsonObject judgement = judgements.judge(model.stored().name(), model.stored().digest(), task, input, all,
                    policy);
            judged.add(judgement);
            results.add(InferenceService.json(InferenceService.shown(answer, judgement)));
            notices.addAll(answer.notices());
        }
        return JsonObject.of("model", model.stored().name(), "task", task, "results", new JsonArray(results),
                "judgements", new JsonArray(judged),
                "notices", JsonArray.ofStrings(notices), "total_duration", total, "backend", "reference");
    }

    private JsonArray catalog(CancellationToken stop) {
        List<Json> entries = new ArrayList<>();
        for (StoredPackage shown : packages.offered(Packages.Refresh.ASK_HOST, stop)) {
            entries.add(packages.withState(new CatalogEntry(shown).json(), shown, coming));
        }
        return new JsonArray(entries);
    }

    private Json storage() {
        StorageEnvironment.Storage storage = environment.storage();
        return JsonObject.of("mode", store.mode().id(), "persisted", storage.isPersisted());
    }

    private Json finish() {
        for (int waited = 0; calls.open() > 1 && waited < FINISH_MILLIS; waited += PAUSE_MILLIS) {
            environment.pause(PAUSE_MILLIS, new CancellationToken());
        }
        ledger.flush();
        evidence.flush();
        return JsonBool.TRUE;
    }

    /** Notes what a page or worker loaded by itself: the app. */
    public Json received(PackageParams.Received one) {
        ledger.add(new LedgerEntry(one.origin(), one.purpose(), one.requests(), 0, one.bytes()));
        return JsonBool.TRUE;
    }
}
