package dev.tabitat.web.lab;

import dev.tabitat.core.adapter.AdapterType;
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
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.DescendantEvaluated;
import dev.tabitat.core.lineage.Lifecycle;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.training.AdapterTrainer;
import dev.tabitat.core.training.ProgressListener;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Kind;
import dev.tabitat.web.protocol.Kinds;
import dev.tabitat.web.protocol.LabMethod;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Methods;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.LabParams;
import dev.tabitat.web.store.LifecycleStates;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.worker.Calls;
import dev.tabitat.web.worker.Outbox;
import dev.tabitat.web.worker.Request;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers calls about teaching, breeding, judging and replaying. Every message comes on a Java thread of its own; one
 * run goes at a time.
 */
final class Lab {

    private static final int TIMED_TEXTS = 20;

    private final LabEnvironment environment;
    private final TabStore store;
    private final Outbox outbox;
    private final Calls calls;
    private final LabModels labModels;
    private final ExamplesService examplesService;
    private final LifecycleStates lifecycleStates;
    private final Runs runs;
    private Optional<Breeder> breeder = Optional.empty();
    private boolean isBusy;

    Lab(LabEnvironment environment, TabStore store, Outbox outbox) {
        this.environment = environment;
        this.store = store;
        this.outbox = outbox;
        calls = new Calls(Methods.values(), outbox, this::answer);
        labModels = new LabModels(store.packages(), environment);
        examplesService = new ExamplesService(store, labModels, environment);
        lifecycleStates = new LifecycleStates(store);
        runs = new Runs(store, labModels, environment, lifecycleStates);
    }

    /** What takes the messages of the page. */
    Calls calls() {
        return calls;
    }

    private Result answer(Request call) {
        if (!(call.method() instanceof LabMethod method)) {
            throw Calls.elsewhere(call.method(), Method.Worker.LAB);
        }
        return Result.of(switch (method) {
            case EXAMPLES -> look(LabParams.Examples.read(call.input()), call.bytes());
            case TEACH -> {
                LabParams.Teach wanted = LabParams.Teach.read(call.input());
                yield breeding(() -> teach(wanted, call.bytes(), progress(call), call.stop()));
            }
            case BREED -> {
                LabParams.Breed wanted = LabParams.Breed.read(call.input());
                yield breeding(() -> breed(wanted, call.bytes(), progress(call), call.stop()));
            }
            case EVALUATE -> {
                LabParams.Evaluate wanted = LabParams.Evaluate.read(call.input());
                yield alone(() -> evaluate(wanted, call.bytes(), call.progress(), call.stop()));
            }
            case REPLAY -> {
                LabParams.Replay wanted = LabParams.Replay.read(call.input());
                yield alone(() -> replay(wanted.root(), call.progress(), call.stop()));
            }
            case LAB -> state();
            case DECIDE -> decide(LabParams.Decide.read(call.input()));
            case RESTORE -> restore(LabParams.Restore.read(call.input()));
            case FEEDBACK -> feedback(LabParams.Feedback.read(call.input()));
            case FORGET_RUN -> forgetRun();
        });
    }

    /** Reports of a run have its state beside them, which the page gets as an event. */
    private Consumer<JsonObject> progress(Request call) {
        return report -> {
            call.progress().accept(report.without("state"));
            Optional<JsonObject> state = report.findObject("state");
            if (state.isPresent()) {
                outbox.send(new FromEngine.Event(Topic.LAB, state.get()), Optional.empty());
            }
        };
    }

    private JsonObject look(LabParams.Examples wanted, Optional<Slices> bytes) {
        return examplesService.look(examplesService.take(wanted.given(), bytes));
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

    private StoredPackage base(Optional<PackageName> wanted) {
        if (wanted.isPresent()) {
            return installed(wanted.get(), "base");
        }
        StoredPackage smallest = null;
        for (StoredPackage one : store.packages().installed()) {
            boolean isEncoder = one.manifest().isModel()
                    && one.manifest().findAnnotation(PackageAnnotations.ARCHITECTURE).orElse("").equals(BertConfig.ID);
            smallest = isEncoder && (smallest == null || one.bytes() < smallest.bytes()) ? one : smallest;
        }
        if (smallest == null) {
            throw new InvalidInput("There is no encoder in this tab to teach.",
                    Finding.at("base").expected("an installed encoder, such as all-minilm-l6-v2:q8").found("none")
                            .remedy("Install one on the Models screen."));
        }
        return smallest;
    }

    private static String task(String given) {
        String task = given.trim();
        if (task.isEmpty() || task.length() > 100) {
            throw new InvalidInput("A task has a short name.",
                    Finding.at("task").expected("1 to 100 characters").found(task.length()));
        }
        return task;
    }

    private JsonObject teach(LabParams.Teach wanted, Optional<Slices> bytes, Consumer<JsonObject> progress,
            CancellationToken stop) {
        String task = task(wanted.task());
        String kind = wanted.kind();
        StoredPackage base = base(wanted.base());
        long seed = wanted.seed();
        Digest examples = examplesService.keep(task,
                examplesService.take(wanted.given(), bytes).cleaning().examples());
        environment.announce(Topic.STORE);
        Recipe recipe;
        if (kind.equals("head")) {
            recipe = new Recipe.TrainHead(base.digest(), examples, seed, 0.02, 0.01, true);
        } else {
            AdapterTrainer.Settings settings = AdapterTrainer.Settings.of(AdapterType.parse(kind), seed);
            recipe = new Recipe.TrainAdapter(base.digest(), examples, seed, settings.kind(), settings.layers(),
                    wanted.rank(),
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

    private JsonObject breed(LabParams.Breed wanted, Optional<Slices> bytes, Consumer<JsonObject> progress,
            CancellationToken stop) {
        if (wanted.resume()) {
            JsonObject last = runs.last().filter(one -> one.findObject("plan").isPresent())
                    .orElseThrow(() -> new InvalidInput("There is no run to go on with.",
                            Finding.at("resume").expected("a run that was broken off").found("none")));
            return result(runs.go(Runs.Plan.read(last.object("plan")), breeder(), progress, stop));
        }
        String task = task(wanted.task().orElseThrow(
                () -> new Kind.Place("breed", "task").wrong("a string", "nothing")));
        List<Digest> parents = new ArrayList<>();
        for (PackageName name : wanted.parents()) {
            parents.add(installed(name, "parents").digest());
        }
        if (parents.isEmpty()) {
            parents.add(base(wanted.base()).digest());
        }
        LabParams.Budget budget = wanted.budget();
        double seconds = budget.timeS();
        double memory = budget.memoryBytes();
        if (!(seconds > 0 && seconds <= 86_400) || !(memory > 0 && memory <= 1e15)) {
            throw new InvalidInput("A budget is out of range.", Finding.at("budget")
                    .expected("time_s up to 86400, memory_bytes above 0").found(seconds + " s, " + memory + " bytes"));
        }
        Digest examples = examplesService.keep(task,
                examplesService.take(wanted.given(), bytes).cleaning().examples());
        environment.announce(Topic.STORE);
        Runs.Plan plan = new Runs.Plan(task, examples, parents, Optional.empty(), wanted.seed(),
                budget.candidates(), budget.generations(), seconds, (long) memory);
        return result(runs.go(plan, breeder(), progress, stop));
    }

    private static JsonObject result(JsonObject state) {
        return JsonObject.of("population", state.array("candidates"), "front", state.array("front"), "decision",
                state.object("decision"), "state", state);
    }

    /**
     * A scorecard of a model on examples; of a data set that is kept here the test part counts unless another is named.
     */
    private JsonObject evaluate(LabParams.Evaluate wanted, Optional<Slices> bytes, Consumer<JsonObject> progress,
            CancellationToken stop) {
        StoredPackage model = installed(wanted.model(), "model");
        ExamplesService.Taken taken = examplesService.take(wanted.given(), bytes);
        boolean isKept = wanted.dataset().filter(JsonString.class::isInstance).isPresent() && taken.sheet().isEmpty();
        String part = wanted.part().orElse(isKept ? "test" : "all");
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
        announceLineage();
        return scorecard;
    }

    /** Does what the person says with the last run. */
    private JsonObject decide(LabParams.Decide wanted) {
        Optional<JsonObject> last = runs.last().filter(one -> one.stringOr("state", "").equals("done"));
        if (last.isEmpty()) {
            throw new InvalidInput("There is nothing to decide.",
                    Finding.at("decide").expected("a run that is done").found(state().stringOr("state", "")));
        }
        JsonObject state = last.get();
        String outcome = wanted.outcome();
        String task = state.object("plan").string("task");
        String id = wanted.candidate().orElse(state.stringOr("best", ""));
        Optional<JsonObject> chosen = state.array("candidates").objects().stream()
                .filter(one -> one.string("id").equals(id)).findFirst();
        if (!outcome.equals("no_op") && chosen.isEmpty()) {
            throw new InvalidInput("There is no such candidate.",
                    Finding.at("decide, candidate").expected("one of this run").found(id));
        }
        Optional<Digest> champion = lifecycleStates.champion(task);
        String reason = wanted.reason().orElse(state.object("decision").string("reason"));
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
        announceLineage();
        outbox.send(new FromEngine.Event(Topic.LAB, decided), Optional.empty());
        return decided;
    }

    private Optional<StoredPackage> stored(Optional<Digest> digest) {
        return digest.isPresent() ? labModels.stored(digest.get()) : Optional.empty();
    }

    /**
     * Makes an earlier champion of a task the champion again: the one before, or the one that is named. Where none was
     * before, the champion is withdrawn and the task has none: {@code {task, champion, digest?, withdrawn?}}.
     */
    private JsonObject restore(LabParams.Restore given) {
        String task = task(given.task());
        Optional<Digest> now = lifecycleStates.champion(task);
        Optional<Digest> wanted = given.model().isPresent()
                ? Optional.of(installed(given.model().get(), "model").digest())
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
        announceLineage();
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
        outbox.send(new FromEngine.Event(Topic.LAB, next), Optional.empty());
    }

    private JsonObject feedback(LabParams.Feedback given) {
        StoredPackage model = installed(given.model(), "model");
        return lifecycleStates.feedback(model.digest(), given.correct());
    }

    private JsonObject forgetRun() {
        runs.forget();
        return state();
    }

    /**
     * Makes a descendant again from its parents and its recipe: {@code {name, expected, found, identical,
     * duration_ms}}.
     */
    private JsonObject replay(String wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        Digest root = root(wanted);
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
    private Digest root(String text) {
        return text.startsWith("sha256:") ? Digest.parse(text)
                : installed(Kinds.packageName().read(new Kind.Place("replay", "root"), new JsonString(text)), "root")
                        .digest();
    }

    private void announceLineage() {
        environment.announce(new Announcement(Topic.LINEAGE, Announcement.LINEAGE, store.lineage().length()).text());
    }
}
