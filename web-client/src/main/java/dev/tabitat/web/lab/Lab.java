package dev.tabitat.web.lab;

import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.breeding.Breeder;
import dev.tabitat.core.breeding.Recipe;
import dev.tabitat.core.breeding.Replay;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.fitness.Accuracy;
import dev.tabitat.core.fitness.Evaluator;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.fitness.Scorecard;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.DescendantEvaluated;
import dev.tabitat.core.lineage.Lifecycle;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.random.Seeds;
import dev.tabitat.core.training.AdapterTrainer;
import dev.tabitat.core.training.ProgressListener;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Params;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.LifecycleStates;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers calls about teaching, breeding, judging and replaying. Every message comes on a Java thread of its own; one
 * run goes at a time.
 */
final class Lab {

    /** What this worker answers. */
    static final List<String> METHODS = List.of("examples", "teach", "breed", "evaluate", "lab", "decide", "restore",
            "replay", "feedback", "forgetRun");

    private static final List<String> KINDS = List.of("head", "lora", "sparse_delta", "low_rank_delta",
            "representation_intervention");
    private static final int MAX_CANDIDATES = 64;
    private static final int TIMED_TEXTS = 20;

    private final LabEnvironment environment;
    private final TabStore store;
    private final BiConsumer<FromEngine, Optional<Slices>> outbox;
    private final LabModels labModels;
    private final ExamplesService examplesService;
    private final LifecycleStates lifecycleStates;
    private final Runs runs;
    private final Map<Long, CancellationToken> jobs = new LinkedHashMap<>();
    private Optional<Breeder> breeder = Optional.empty();
    private boolean isBusy;

    Lab(LabEnvironment environment, TabStore store, BiConsumer<FromEngine, Optional<Slices>> outbox) {
        this.environment = environment;
        this.store = store;
        this.outbox = outbox;
        labModels = new LabModels(store.packages(), environment);
        examplesService = new ExamplesService(store, labModels, environment);
        lifecycleStates = new LifecycleStates(store);
        runs = new Runs(store, labModels, environment, lifecycleStates);
    }

    void receive(ToEngine message, Optional<Slices> bytes) {
        if (message instanceof ToEngine.Cancel cancel) {
            CancellationToken job = jobs.get(cancel.id());
            if (job != null) {
                job.request();
            }
        } else if (message instanceof ToEngine.Call call) {
            answer(call, bytes);
        }
    }

    private void answer(ToEngine.Call call, Optional<Slices> bytes) {
        CancellationToken stop = new CancellationToken();
        jobs.put(call.id(), stop);
        FromEngine reply;
        try {
            reply = new FromEngine.Done(call.id(), run(call, bytes, stop));
        } catch (Throwable e) {
            reply = new FromEngine.Failed(call.id(), ApiError.of(e));
        }
        jobs.remove(call.id());
        outbox.accept(reply, Optional.empty());
    }

    private Json run(ToEngine.Call call, Optional<Slices> bytes, CancellationToken stop) {
        Params params = new Params(call.method(), call.params());
        Consumer<JsonObject> progress = report -> {
            outbox.accept(new FromEngine.Progress(call.id(), report.without("state")), Optional.empty());
            Optional<JsonObject> state = report.findObject("state");
            if (state.isPresent()) {
                outbox.accept(new FromEngine.Event(Topic.LAB, state.get()), Optional.empty());
            }
        };
        return switch (call.method()) {
            case "examples" -> examplesService.look(examplesService.take(params, "examples", call.params(), bytes));
            case "teach" -> breeding(() -> teach(params, call.params(), bytes, progress, stop));
            case "breed" -> breeding(() -> breed(params, call.params(), bytes, progress, stop));
            case "evaluate" -> alone(() -> evaluate(params, call.params(), bytes, progress, stop));
            case "replay" -> alone(() -> replay(params, progress, stop));
            case "lab" -> state();
            case "decide" -> decide(params);
            case "restore" -> restore(params);
            case "feedback" -> feedback(params);
            case "forgetRun" -> forgetRun();
            default -> throw new InvalidInput("The lab has no such method.",
                    Finding.at("method").expected(METHODS).found(call.method()));
        };
    }

    /** Work that needs the kernels, one at a time. */
    private <T> T alone(Supplier<T> work) {
        if (isBusy) {
            throw new Refused("The lab is at work already.", Finding.at("lab").expected("one run at a time")
                    .found("another that goes on").remedy("Wait for it, or cancel it."));
        }
        isBusy = true;
        try {
            return work.get();
        } finally {
            isBusy = false;
        }
    }

    /** As {@link #alone}, and no other tab breeds meanwhile: there is one record of a run. */
    private <T> T breeding(Supplier<T> work) {
        return alone(() -> environment.aloneIfFree("tabitat-lab", work)
                .orElseThrow(() -> new Refused("The lab is at work in another tab.",
                        Finding.at("lab").expected("one run at a time").found("a run of another tab")
                                .remedy("Wait for it there, or cancel it there."))));
    }

    private Breeder breeder() {
        if (breeder.isEmpty()) {
            breeder = Optional.of(new Breeder(labModels));
        }
        return breeder.get();
    }

    private JsonObject state() {
        JsonObject none = JsonObject.of("state", "empty");
        JsonObject last = runs.last().orElse(none);
        // What was running when the tab went is paused now.
        return last.stringOr("state", "").equals("running") && !isBusy ? last.with("state", "paused") : last;
    }

    private StoredPackage installed(PackageName name, String where) {
        return store.packages().find(name).filter(one -> one.manifest().isModel())
                .orElseThrow(() -> new InvalidInput("There is no such model in this tab.",
                        Finding.at(where).expected("an installed package").found(name).remedy("Install it first.")));
    }

    private StoredPackage base(Params params, String name) {
        if (params.has(name)) {
            return installed(params.packageName(name), name);
        }
        StoredPackage smallest = null;
        for (StoredPackage one : store.packages().installed()) {
            boolean isEncoder = one.manifest().isModel()
                    && one.manifest().findAnnotation(PackageAnnotations.ARCHITECTURE).orElse("").equals(BertConfig.ID);
            smallest = isEncoder && (smallest == null || one.bytes() < smallest.bytes()) ? one : smallest;
        }
        if (smallest == null) {
            throw new InvalidInput("There is no encoder in this tab to teach.",
                    Finding.at(name).expected("an installed encoder, such as all-minilm-l6-v2:q8").found("none")
                            .remedy("Install one on the Models screen."));
        }
        return smallest;
    }

    private static String task(Params params) {
        String task = params.requireText("task").trim();
        if (task.isEmpty() || task.length() > 100) {
            throw new InvalidInput("A task has a short name.",
                    Finding.at("task").expected("1 to 100 characters").found(task.length()));
        }
        return task;
    }

    private static long seed(Params params) {
        if (!params.has("seed")) {
            return 7;
        }
        Json given = params.require("seed");
        return Seeds.of(given).filter(seed -> seed >= 0).orElseThrow(() -> new InvalidInput("A seed is a whole number.",
                Finding.at("seed").expected("0 to 2^63 - 1; from 2^53 on as a string").found(Seeds.found(given))));
    }

    private JsonObject teach(Params params, JsonObject json, Optional<Slices> bytes, Consumer<JsonObject> progress,
            CancellationToken stop) {
        String task = task(params);
        String kind = params.oneOf("kind", "head", KINDS);
        StoredPackage base = base(params, "base");
        long seed = seed(params);
        int rank = params.countOr("rank", 8, 64);
        Digest examples = examplesService.keep(task,
                examplesService.take(params, "examples", json, bytes).cleaning().examples());
        environment.announce(Topic.STORE);
        Recipe recipe;
        if (kind.equals("head")) {
            recipe = new Recipe.TrainHead(base.digest(), examples, seed, 0.02, 0.01, true);
        } else {
            AdapterTrainer.Settings settings = AdapterTrainer.Settings.of(AdapterType.parse(kind), seed);
            recipe = new Recipe.TrainAdapter(base.digest(), examples, seed, settings.kind(), settings.layers(), rank,
                    settings.rate(), settings.headRate());
        }
        Runs.Plan plan = new Runs.Plan(task, examples, List.of(base.digest()), Optional.of(recipe), seed, 1, 1, 3600,
                Long.MAX_VALUE >> 11);
        JsonObject state = runs.go(plan, breeder(), progress, stop);
        List<JsonObject> candidates = state.array("candidates").objects();
        JsonObject made = candidates.get(0);
        return JsonObject.of("adapter", made.string("name"), "digest", made.string("digest"), "fitness",
                state.object("test").object("fitness"), "scorecard", state.object("test"),
                "decision", state.object("decision"), "examples", examples.toString(), "duration_ms",
                made.number("duration_ms"));
    }

    private JsonObject breed(Params params, JsonObject json, Optional<Slices> bytes, Consumer<JsonObject> progress,
            CancellationToken stop) {
        if (params.flag("resume")) {
            JsonObject last = runs.last().filter(one -> one.findObject("plan").isPresent())
                    .orElseThrow(() -> new InvalidInput("There is no run to go on with.",
                            Finding.at("resume").expected("a run that was broken off").found("none")));
            return result(runs.go(Runs.Plan.read(last.object("plan")), breeder(), progress, stop));
        }
        String task = task(params);
        List<Digest> parents = new ArrayList<>();
        if (params.has("parents")) {
            for (PackageName name : params.packageNames("parents")) {
                parents.add(installed(name, "parents").digest());
            }
        } else {
            parents.add(base(params, "base").digest());
        }
        Params budget = new Params("budget", params.has("budget") ? params.requireObject("budget") : JsonObject.EMPTY);
        double seconds = budget.numberOr("time_s", 600);
        double memory = budget.numberOr("memory_bytes", 1e12);
        if (!(seconds > 0 && seconds <= 86_400) || !(memory > 0 && memory <= 1e15)) {
            throw new InvalidInput("A budget is out of range.", Finding.at("budget")
                    .expected("time_s up to 86400, memory_bytes above 0").found(seconds + " s, " + memory + " bytes"));
        }
        long seed = seed(params);
        int candidates = budget.countOr("candidates", 10, MAX_CANDIDATES);
        int generations = budget.countOr("generations", 2, 8);
        Digest examples = examplesService.keep(task,
                examplesService.take(params, "examples", json, bytes).cleaning().examples());
        environment.announce(Topic.STORE);
        Runs.Plan plan = new Runs.Plan(task, examples, parents, Optional.empty(), seed, candidates, generations,
                seconds, (long) memory);
        return result(runs.go(plan, breeder(), progress, stop));
    }

    private static JsonObject result(JsonObject state) {
        return JsonObject.of("population", state.array("candidates"), "front", state.array("front"), "decision",
                state.object("decision"), "state", state);
    }

    /**
     * A scorecard of a model on examples; of a data set that is kept here the test part counts unless another is named.
     */
    private JsonObject evaluate(Params params, JsonObject json, Optional<Slices> bytes, Consumer<JsonObject> progress,
            CancellationToken stop) {
        StoredPackage model = installed(params.packageName("model"), "model");
        if (!params.objects("adapters").isEmpty()) {
            throw new InvalidInput("An encoder with adapters has no labels to judge.",
                    Finding.at("evaluate, adapters").expected("a specialist, which carries its adapter")
                            .found("adapters beside a model")
                            .remedy("Teach a specialist with the adapter's kind."));
        }
        ExamplesService.Taken taken = examplesService.take(params, "dataset", json, bytes);
        boolean isKept = json.find("dataset").filter(JsonString.class::isInstance).isPresent()
                && taken.sheet().isEmpty();
        String part = params.oneOf("part", isKept ? "test" : "all", List.of("train", "select", "test", "all"));
        List<Example> examples = part.equals("all") ? taken.cleaning().examples().items()
                : examplesService.part(taken.cleaning().examples().digest(), part);
        if (examples.isEmpty()) {
            throw new InvalidInput("There is nothing to judge on.",
                    Finding.at("dataset").expected("at least one example").found("none"));
        }
        long[] breathed = {environment.nanos()};
        ProgressListener watch = (phase, done, total) -> {
            if (environment.nanos() - breathed[0] > 15_000_000) {
                environment.yieldToMessages();
                breathed[0] = environment.nanos();
                progress.accept(JsonObject.of("done", done, "total", total, "unit", "tokens", "phase", phase));
            }
            stop.check();
        };
        var files = labModels.find(model.digest());
        Predictions predictions = breeder().predict(model.digest(), files, examples, watch);
        List<String> texts = new ArrayList<>();
        examples.subList(0, Math.min(TIMED_TEXTS, examples.size())).forEach(example -> texts.add(example.text()));
        Breeder.Timed timed = breeder().time(model.digest(), files, texts, environment::nanos);
        Optional<Accuracy> feedback = lifecycleStates.feedback(model.digest())
                .map(one -> new Accuracy(one.integer("accepted") + one.integer("corrected"), one.integer("accepted")));
        Scorecard card = new Scorecard(model.digest().toString(), part, taken.cleaning().examples().digest(),
                "wasm, plain kernels", runs.device(), Evaluator.judge(predictions),
                new Scorecard.Costs(timed.millis(), timed.loadMillis(), timed.memoryBytes(), 0, model.bytes(),
                        timed.baseBytes()),
                OptionalDouble.empty(), feedback);
        JsonObject scorecard = card.toJson();
        store.lineage().append(new DescendantEvaluated(model.digest(), part, card.digest(), scorecard));
        environment.announce(Topic.LINEAGE);
        return scorecard;
    }

    /** Does what the person says with the last run. */
    private JsonObject decide(Params params) {
        Optional<JsonObject> last = runs.last().filter(one -> one.stringOr("state", "").equals("done"));
        if (last.isEmpty()) {
            throw new InvalidInput("There is nothing to decide.",
                    Finding.at("decide").expected("a run that is done").found(state().stringOr("state", "")));
        }
        JsonObject state = last.get();
        String outcome = params.oneOf("outcome", "", List.of("champion", "specialist", "challenger", "no_op"));
        String task = state.object("plan").string("task");
        String id = params.text("candidate").orElse(state.stringOr("best", ""));
        Optional<JsonObject> chosen = state.array("candidates").objects().stream()
                .filter(one -> one.string("id").equals(id)).findFirst();
        if (!outcome.equals("no_op") && chosen.isEmpty()) {
            throw new InvalidInput("There is no such candidate.",
                    Finding.at("decide, candidate").expected("one of this run").found(id));
        }
        Optional<Digest> champion = lifecycleStates.champion(task);
        String reason = params.text("reason").orElse(state.object("decision").string("reason"));
        for (JsonObject one : state.array("candidates").objects()) {
            boolean isChosen = !outcome.equals("no_op") && one.string("id").equals(id);
            Optional<StoredPackage> stored = store.packages().find(PackageName.parse(one.string("name")))
                    .filter(here -> here.digest().toString().equals(one.string("digest")));
            if (stored.isPresent() && !isChosen && !champion.equals(Optional.of(stored.get().digest()))) {
                store.packages().remove(PackageName.parse(one.string("name")));
            }
        }
        if (chosen.isPresent() && !outcome.equals("no_op")) {
            StoredPackage winner = installed(PackageName.parse(chosen.get().string("name")), "candidate");
            if (outcome.equals("champion")) {
                Optional<Digest> before = champion.filter(digest -> !digest.equals(winner.digest()));
                Optional<StoredPackage> old = stored(before);
                if (old.isPresent()) {
                    lifecycleStates.give(old.get(), task, Lifecycle.RETIRED, Optional.empty(),
                            "Its place was taken by " + winner.name() + ".");
                }
                lifecycleStates.give(winner, task, Lifecycle.CHAMPION, before, reason);
            } else {
                lifecycleStates.give(winner, task,
                        outcome.equals("specialist") ? Lifecycle.SPECIALIST : Lifecycle.SHADOW, champion, reason);
            }
        }
        JsonObject decided = state.with("state", "decided").with("decided",
                JsonObject.of("outcome", outcome, "candidate", outcome.equals("no_op") ? "" : id));
        runs.note(decided);
        environment.announce(Topic.STORE);
        environment.announce(Topic.LINEAGE);
        outbox.accept(new FromEngine.Event(Topic.LAB, decided), Optional.empty());
        return decided;
    }

    private Optional<StoredPackage> stored(Optional<Digest> digest) {
        return digest.isPresent() ? labModels.stored(digest.get()) : Optional.empty();
    }

    /**
     * Makes an earlier champion of a task the champion again: the one before, or the one that is named. Where none was
     * before, the champion is withdrawn and the task has none: {@code {task, champion, digest?, withdrawn?}}.
     */
    private JsonObject restore(Params params) {
        String task = task(params);
        Optional<Digest> now = lifecycleStates.champion(task);
        Optional<Digest> wanted = params.has("model")
                ? Optional.of(installed(params.packageName("model"), "model").digest())
                : lifecycleStates.before(task);
        Optional<StoredPackage> back = stored(wanted);
        Optional<StoredPackage> old = stored(
                now.filter(digest -> !back.map(StoredPackage::digest).equals(Optional.of(digest))));
        if (back.isEmpty() && old.isEmpty()) {
            throw new InvalidInput("There is no champion to undo.",
                    Finding.at("restore").expected("a task with a champion that is still here").found(task)
                            .remedy("Decide on a run of the lab first."));
        }
        JsonObject done;
        if (back.isPresent()) {
            if (old.isPresent()) {
                lifecycleStates.give(old.get(), task, Lifecycle.RETIRED, Optional.empty(),
                        "The person went back to " + back.get().name() + ".");
            }
            lifecycleStates.give(back.get(), task, Lifecycle.CHAMPION, old.map(StoredPackage::digest),
                    "The person went back to it.");
            done = JsonObject.of("task", task, "champion", back.get().name(), "digest", back.get().digest().toString());
        } else {
            lifecycleStates.withdraw(old.orElseThrow(), task,
                    "The person undid the decision; no model was in use before.");
            done = JsonObject.of("task", task, "champion", "", "withdrawn", old.orElseThrow().name());
        }
        undone(task, done);
        environment.announce(Topic.STORE);
        environment.announce(Topic.LINEAGE);
        return done;
    }

    /** Notes at the last run that its decision holds no longer, or holds again. */
    private void undone(String task, JsonObject done) {
        Optional<JsonObject> state = runs.last()
                .filter(one -> one.has("decided") && one.object("plan").string("task").equals(task));
        if (state.isEmpty()) {
            return;
        }
        JsonObject decided = state.get().object("decided");
        String name = state.get().array("candidates").objects().stream()
                .filter(candidate -> candidate.string("id").equals(decided.stringOr("candidate", "")))
                .map(candidate -> candidate.string("name")).findFirst().orElse("");
        JsonObject next = state.get().with("decided",
                done.string("champion").equals(name) ? decided.without("undone") : decided.with("undone", done));
        runs.note(next);
        outbox.accept(new FromEngine.Event(Topic.LAB, next), Optional.empty());
    }

    private JsonObject feedback(Params params) {
        StoredPackage model = installed(params.packageName("model"), "model");
        return lifecycleStates.feedback(model.digest(), params.flag("correct"));
    }

    private JsonObject forgetRun() {
        runs.forget();
        return state();
    }

    /**
     * Makes a descendant again from its parents and its recipe: {@code {name, expected, found, identical,
     * duration_ms}}.
     */
    private JsonObject replay(Params params, Consumer<JsonObject> progress, CancellationToken stop) {
        Digest root = root(params);
        long start = environment.nanos();
        long[] breathed = {start};
        try (Replay replay = new Replay(recipes(), labModels::look, labModels::examples, environment.backend(),
                environment.products(), (phase, done, total) -> {
                    if (environment.nanos() - breathed[0] > 15_000_000) {
                        environment.yieldToMessages();
                        breathed[0] = environment.nanos();
                        progress.accept(JsonObject.of("done", done, "total", total, "unit", "steps", "phase", phase));
                    }
                    stop.check();
                })) {
            return replay.run(root).toJson().with("duration_ms", (environment.nanos() - start) / 1e6);
        }
    }

    /** What was bred here, and what imported archives say was bred. */
    private List<DescendantBred> recipes() {
        List<DescendantBred> recipes = new ArrayList<>(lifecycleStates.importedRecipes());
        recipes.addAll(Replay.recipes(store.lineage().all()));
        return recipes;
    }

    /** A name:tag, or the digest of a manifest. */
    private Digest root(Params params) {
        String text = params.requireText("root");
        return text.startsWith("sha256:") ? Digest.parse(text) : installed(params.packageName("root"), "root").digest();
    }

}
