package dev.tabitat.web.engine;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
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
import dev.tabitat.web.engine.downloads.Downloads;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.Outbox;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.engine.inference.InferenceService;
import dev.tabitat.web.engine.inference.Judgements;
import dev.tabitat.web.engine.ledger.Evidence;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Params;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The small engine of a first visit: it installs the first model and answers with it, on the reference backend.
 * Everything else is the work of {@link Engine}, which takes its place; until then both may run on the same store, as
 * the engines of two tabs do.
 */
public final class StartEngine {

    /** What it answers, for the start screen alone. */
    private static final List<String> METHODS = List.of("classify", "catalog", "ledger", "storage", "page");

    /** Ends the engine: answers when what it was asked has been answered and what it counted has been written. */
    public static final String FINISH = "finish";

    private static final int PAUSE_MILLIS = 50;
    private static final int FINISH_MILLIS = 30_000;
    private static final int TOP_K = 5;

    private final StorageEnvironment environment;
    private final Outbox outbox;
    private final TabStore store;
    private final Ledger ledger;
    private final Evidence evidence;
    private final Packages packages;
    private final Downloads downloads;
    private final Judgements judgements = new Judgements();
    private final Map<Long, CancellationToken> jobs = new LinkedHashMap<>();
    private Optional<Opened> opened = Optional.empty();

    /** The first model, ready to answer. */
    private record Opened(StoredPackage stored, ClassifierRunner runner) {}

    /** @param records the store's records */
    public StartEngine(StorageEnvironment environment, RecordStore records, Outbox outbox) {
        this.environment = environment;
        this.outbox = outbox;
        this.store = TabStore.open(records, environment, Engine.CREATED_BY);
        Bus bus = this::changed;
        this.ledger = new Ledger(store.ledger(), environment, bus);
        environment.watchSession(new SignIn(bus));
        this.evidence = new Evidence(store, environment, bus);
        this.packages = new Packages(store, environment, bus, ledger);
        this.downloads = new Downloads(store, packages, environment, bus);
        // Another page deleted or upgraded the store: the whole app notices that and goes on.
        store.onEnded(() -> outbox.send(new FromEngine.Event(Topic.NEEDS_APP, JsonObject.EMPTY), Optional.empty()));
    }

    private void changed(String topic, JsonObject body) {
        if (!topic.equals(Topic.QUEUE)) {
            outbox.send(new FromEngine.Event(topic, body), Optional.empty());
        }
        if (Engine.ANNOUNCED.contains(topic)) {
            environment.announce(topic);
        }
    }

    /** Makes the first model ready, from the store or from the host. A failure is reported as an event. */
    public void begin() {
        try {
            if (!packages.installed().containsKey(Engine.STARTER.toString()) && !packages.isDeclined(Engine.STARTER)) {
                downloads.download(Engine.STARTER, "", true, report -> {}, new CancellationToken());
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

    private void open(StoredPackage stored) {
        TextClassifier model = Models.ngramClassifier(store.packages().load(stored));
        opened = Optional.of(new Opened(stored,
                new ClassifierRunner(model, new ClassifierBackend().open(model.graph(), model.weights()))));
    }

    /** Another tab, or the whole engine of this one, changed something. */
    public void onEvent(String topic) {
        if (topic.equals(Topic.QUEUE)) {
            downloads.reread();
            return;
        }
        if (topic.equals(Topic.STORE)) {
            packages.forget();
        }
        outbox.send(new FromEngine.Event(topic, topic.equals(Topic.LEDGER) ? ledger.sums() : JsonObject.EMPTY),
                Optional.empty());
    }

    /** Takes a message of the page, on a thread of its own. */
    public void receive(ToEngine message, Optional<Slices> bytes) {
        if (message instanceof ToEngine.Cancel cancel) {
            CancellationToken stop = jobs.get(cancel.id());
            if (stop != null) {
                stop.request();
            }
        } else if (message instanceof ToEngine.Call call) {
            CancellationToken stop = new CancellationToken();
            jobs.put(call.id(), stop);
            FromEngine reply;
            try {
                reply = new FromEngine.Done(call.id(),
                        run(new Params(call.method(), call.params()), call.method(), stop));
            } catch (Throwable e) {
                reply = new FromEngine.Failed(call.id(), ApiError.of(e));
            }
            jobs.remove(call.id());
            outbox.send(reply, Optional.empty());
        }
    }

    private Json run(Params params, String method, CancellationToken stop) {
        return switch (method) {
            case "classify" -> classify(params, stop);
            case "catalog" -> catalog(stop);
            case "ledger" -> ledger.total().toJson();
            case "storage" -> storage();
            case "page" -> page(params);
            case FINISH -> finish();
            default -> throw new InvalidInput("The engine of the first visit has no such method.",
                    Finding.at("method").expected("one of " + METHODS).found(method));
        };
    }

    private JsonObject classify(Params params, CancellationToken stop) {
        Opened model = opened.orElseThrow(() -> new Unavailable("No model is ready yet.",
                Finding.at("classify").expected(Engine.STARTER).found("none").remedy("Wait for tabitat.ready.")));
        String task = new CatalogEntry(model.stored()).task();
        RouterPolicy policy = RouterPolicy.DEFAULT.withThresholds(new CatalogEntry(model.stored()).thresholds());
        List<Json> results = new ArrayList<>();
        List<Json> judged = new ArrayList<>();
        long total = 0;
        int topK = params.countOr("top_k", TOP_K, InferenceService.MAX_LABELS);
        List<String> notices = new ArrayList<>();
        for (String input : params.inputs("input")) {
            stop.check();
            ClassifierRunner.requireText(input);
            String at = environment.nowUtc();
            long start = environment.nanos();
            Classification all = model.runner().classify(input, InferenceService.MAX_LABELS);
            long duration = Math.max(0, environment.nanos() - start);
            total += duration;
            Classification answer = new Classification(all.scores().subList(0, Math.min(topK, all.scores().size())),
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
            entries.add(packages.withState(new CatalogEntry(shown).json(), shown, downloads.names()));
        }
        return new JsonArray(entries);
    }

    private Json storage() {
        StorageEnvironment.Storage storage = environment.storage();
        return JsonObject.of("mode", store.mode().id(), "persisted", storage.isPersisted());
    }

    private Json page(Params params) {
        if (params.has("received")) {
            for (JsonObject one : params.requireObject("received").array("entries").objects()) {
                received(one);
            }
        }
        return JsonBool.TRUE;
    }

    private Json finish() {
        for (int waited = 0; jobs.size() > 1 && waited < FINISH_MILLIS; waited += PAUSE_MILLIS) {
            environment.pause(PAUSE_MILLIS, new CancellationToken());
        }
        ledger.flush();
        evidence.flush();
        return JsonBool.TRUE;
    }

    /** Notes what a page or worker loaded by itself: the app. */
    public void received(JsonObject entry) {
        ledger.add(new LedgerEntry(entry.string("origin"), entry.string("purpose"), entry.integer("requests"), 0,
                entry.integer("bytes")));
    }
}
