package dev.tabitat.web.lab;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.binary.Hex;
import dev.tabitat.core.breeding.Breeder;
import dev.tabitat.core.breeding.BreedingResult;
import dev.tabitat.core.breeding.Candidate;
import dev.tabitat.core.breeding.Decision;
import dev.tabitat.core.breeding.Generations;
import dev.tabitat.core.breeding.ParentCompatibility;
import dev.tabitat.core.breeding.Population;
import dev.tabitat.core.breeding.Recipe;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.examples.Split;
import dev.tabitat.core.fitness.Accuracy;
import dev.tabitat.core.fitness.Evaluator;
import dev.tabitat.core.fitness.FitnessVector;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.fitness.Scorecard;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.DescendantEvaluated;
import dev.tabitat.core.lineage.DeviceProfiled;
import dev.tabitat.core.lineage.Lifecycle;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.RunDecided;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.random.Seeds;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.training.ProgressListener;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Announcement;
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
import java.util.function.Consumer;

/**
 * One run of the lab: breeds, judges on <em>select</em>, opens <em>test</em> once, recommends. Who was bred is in the
 * lineage and in the store, in one transaction each; a run that was broken off goes on behind the last of them.
 */
final class Runs {

    private static final String RUN = "lab/run";
    private static final String TRAINING = "lab/training/";
    private static final int TIMED_TEXTS = 20;
    private static final int CAPACITY = 6;

    private final TabStore store;
    private final LabModels labModels;
    private final LabEnvironment environment;
    private final LifecycleStates lifecycleStates;

    Runs(TabStore store, LabModels labModels, LabEnvironment environment, LifecycleStates lifecycleStates) {
        this.store = store;
        this.labModels = labModels;
        this.environment = environment;
        this.lifecycleStates = lifecycleStates;
    }

    /**
     * What a run is to do; a run of the same plan goes on where it was broken off.
     *
     * @param parents manifest digests
     * @param only the one recipe of a lesson; empty to breed
     * @param seconds after which nothing new is begun
     * @param memoryBytes that a candidate may hold
     */
    record Plan(String task, Digest examples, List<Digest> parents, Optional<Recipe> only, long seed, int candidates,
            int generations, double seconds, long memoryBytes) {

        JsonObject toJson() {
            List<String> digests = new ArrayList<>();
            parents.forEach(parent -> digests.add(parent.toString()));
            JsonObject json = JsonObject.of("task", task, "examples", examples.toString(), "parents",
                    JsonArray.ofStrings(digests), "seed", Seeds.text(seed), "candidates", candidates,
                    "generations", generations, "seconds", seconds, "memory_bytes", memoryBytes);
            return only.isPresent() ? json.with("only", only.get().toJson()) : json;
        }

        static Plan read(JsonObject json) {
            List<Digest> parents = new ArrayList<>();
            json.array("parents").strings().forEach(parent -> parents.add(Digest.parse(parent)));
            return new Plan(json.string("task"), Digest.parse(json.string("examples")), parents,
                    json.findObject("only").map(Recipe::read), Seeds.read(json, "seed"),
                    (int) json.integer("candidates"), (int) json.integer("generations"), json.number("seconds"),
                    json.integer("memory_bytes"));
        }

        /** The name of its candidates: the task's, and eight letters that follow from the plan. */
        String name() {
            return slug(task) + "-" + Digest.of(CanonicalJson.bytes(toJson())).hex().substring(0, 8);
        }
    }

    /** Small letters, digits and hyphens. */
    static String slug(String task) {
        StringBuilder slug = new StringBuilder();
        for (int i = 0; i < task.length() && slug.length() < 40; i++) {
            char c = Character.toLowerCase(task.charAt(i));
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                slug.append(c);
            } else if (slug.length() > 0 && slug.charAt(slug.length() - 1) != '-') {
                slug.append('-');
            }
        }
        while (slug.length() > 0 && slug.charAt(slug.length() - 1) == '-') {
            slug.deleteCharAt(slug.length() - 1);
        }
        return slug.length() == 0 ? "task" : slug.toString();
    }

    /**
     * The state of the last run: {@code {state, plan, name, split, candidates, front, decision?, before?, error?}};
     * empty without one.
     */
    Optional<JsonObject> last() {
        return store.setting(RUN).map(text -> JsonReader.readObject(text, new JsonLimits(64 << 20, 32)));
    }

    void note(JsonObject state) {
        store.set(RUN, state.toString());
    }

    /** Forgets the last run's state; what it bred stays recorded. */
    void forget() {
        store.unset(RUN);
    }

    /** Breeds; cancelled, it can be gone on with. */
    JsonObject go(Plan plan, Breeder breeder, Consumer<JsonObject> progress, CancellationToken stop) {
        return new Going(plan, breeder, progress, stop).go();
    }

    /** Everything of one run while it goes on. */
    private final class Going {

        private final Plan plan;
        private final Breeder breeder;
        private final Consumer<JsonObject> progress;
        private final CancellationToken stop;
        private final Population population = new Population(CAPACITY);
        private final List<JsonObject> shown = new ArrayList<>();
        private final List<Json> failures = new ArrayList<>();
        private final Map<String, JsonObject> recorded = new LinkedHashMap<>();
        private final Split split;
        private final long began = environment.nanos();
        private long breathed = environment.nanos();
        private long reported;
        private JsonObject state;
        private int next = 1;

        Going(Plan plan, Breeder breeder, Consumer<JsonObject> progress, CancellationToken stop) {
            this.plan = plan;
            this.breeder = breeder;
            this.progress = progress;
            this.stop = stop;
            split = breeder.split(plan.examples());
            for (LineageRecord record : store.lineage().all()) {
                if (record.kind().equals(DescendantEvaluated.KIND)
                        && record.typedBody() instanceof DescendantEvaluated one && one.part().equals("select")) {
                    recorded.put(one.manifestDigest().toString(), one.scorecard());
                }
            }
            state = JsonObject.of("state", "running", "plan", plan.toJson(), "name", plan.name(), "split",
                    split.toJson());
        }

        JsonObject go() {
            tell();
            try {
                List<Generations.Parent> parents = new ArrayList<>();
                for (Digest digest : plan.parents()) {
                    parents.add(new Generations.Parent(digest, labModels.find(digest)));
                }
                Generations generations = new Generations(plan.examples(), labModels.examples(plan.examples()).labels(),
                        plan.seed());
                List<Recipe> recipes = plan.only().isPresent() ? List.of(plan.only().get())
                        : generations.first(parents);
                int generation = 0;
                while (!recipes.isEmpty()) {
                    for (Recipe recipe : recipes) {
                        if (next > plan.candidates() || isLate()) {
                            break;
                        }
                        breed(recipe, generation);
                    }
                    generation++;
                    recipes = plan.only().isPresent() || generation >= plan.generations() || next > plan.candidates()
                            || isLate() ? List.of()
                                    : generations.next(generation, population.survivors(), (a, b) -> fits(a, b));
                }
                decide(parents);
            } catch (Cancelled cancelled) {
                state = state.with("state", "paused");
                tell();
                throw cancelled;
            } catch (TabitatException e) {
                state = state.with("state", "failed").with("error", ApiError.of(e).toJson());
                tell();
                throw e;
            }
            return state;
        }

        private boolean isLate() {
            return (environment.nanos() - began) / 1e9 > plan.seconds();
        }

        private boolean fits(Digest a, Digest b) {
            try {
                ParentCompatibility.requireFit(labModels.find(a), labModels.find(b));
                return true;
            } catch (TabitatException no) {
                return false;
            }
        }

        private void tell() {
            List<Json> candidates = new ArrayList<>(shown);
            state = state.with("candidates", new JsonArray(candidates))
                    .with("front", JsonArray.ofStrings(population.all().isEmpty() ? List.of() : population.front()))
                    .with("failures", new JsonArray(failures))
                    .with("seconds", Math.floor((environment.nanos() - began) / 1e9));
            note(state);
            environment
                    .announce(new Announcement(Topic.LINEAGE, Announcement.LINEAGE, store.lineage().length()).text());
            progress.accept(JsonObject.of("done", shown.size(), "total", plan.candidates(), "unit", "candidates",
                    "phase", state.string("state"), "state", state));
        }

        /** Reports ten times a second, yields to incoming messages, and ends when it is cancelled. */
        private void watch(String what, String phase, long done, long total) {
            long now = environment.nanos();
            if (now - breathed > 15_000_000) {
                environment.yieldToMessages();
                breathed = environment.nanos();
            }
            stop.check();
            if (now - reported > 100_000_000) {
                reported = now;
                progress.accept(JsonObject.of("done", done, "total", total, "unit",
                        phase.equals("embed") || phase.equals("states") ? "tokens" : "steps", "phase", phase, "what",
                        what));
            }
        }

        private void breed(Recipe recipe, int generation) {
            PackageName name = new PackageName(plan.name(), "c" + next);
            ProgressListener watch = (phase, done, total) -> watch(recipe.words(), phase, done, total);
            long start = environment.nanos();
            BreedingResult bred;
            try {
                String key = TRAINING + name;
                bred = breeder.breed(recipe, new BreedingResult.Facts(name, plan.task()),
                        new Breeder.Progress(store.setting(key).map(hex -> Hex.decode(hex, "training state")),
                                bytes -> store.set(key, Hex.encode(bytes))),
                        watch);
                store.unset(key);
            } catch (Incompatible | InvalidInput | Unsupported | Refused cannot) {
                failures.add(JsonObject.of("id", name.tag(), "what", recipe.words(), "reason",
                        cannot.getMessage() + " " + cannot.finding().found()));
                next++;
                return;
            }
            double millis = (environment.nanos() - start) / 1e6;
            judge(bred, generation, millis, watch);
            next++;
            tell();
        }

        private void judge(BreedingResult bred, int generation, double millis, ProgressListener watch) {
            Predictions select = breeder.predict(bred.digest(), bred.asModel(), split.select(), watch);
            String id = bred.manifest().name().tag();
            JsonObject before = recorded.get(bred.digest().toString());
            Candidate probe = new Candidate(id, bred.digest(), generation, bred.recipe(),
                    FitnessVector.of(bred.digest().toString(), "select"), select, 0);
            JsonObject scorecard = before;
            if (before == null || labModels.stored(bred.digest()).isEmpty()) {
                Scorecard card = scorecard(bred.digest(), bred.asModel(), "select", split.select(), select,
                        population.novelty(probe));
                if (card.costs().memoryBytes() > plan.memoryBytes()) {
                    failures.add(JsonObject.of("id", id, "what", bred.recipe().words(), "reason", "It holds "
                            + card.costs().memoryBytes() + " bytes; the budget is " + plan.memoryBytes() + "."));
                    return;
                }
                scorecard = card.toJson();
                keep(bred, scorecard, card.digest(), millis);
            }
            FitnessVector fitness = FitnessVector.fromJson(scorecard.object("fitness"));
            Optional<String> baseDigest = bred.manifest().findAnnotation(PackageAnnotations.BASE);
            long base = baseDigest.isPresent()
                    ? labModels.stored(Digest.parse(baseDigest.get())).map(StoredPackage::bytes).orElse(0L)
                    : 0;
            population.add(new Candidate(id, bred.digest(), generation, bred.recipe(), fitness, select,
                    bred.manifest().totalBytes() + base));
            shown.add(JsonObject.of("id", id, "name", bred.manifest().name().toString(), "digest",
                    bred.digest().toString(), "what", bred.recipe().words(), "operator",
                    bred.recipe().operator(), "generation", generation, "parents", parents(bred.recipe()),
                    "duration_ms", millis, "bytes", bred.manifest().totalBytes(),
                    "scorecard", scorecard));
        }

        private JsonArray parents(Recipe recipe) {
            List<String> ids = new ArrayList<>();
            for (Digest parent : recipe.parents()) {
                Optional<Candidate> known = population.all().stream().filter(one -> one.manifest().equals(parent))
                        .findFirst();
                ids.add(known.isPresent() ? known.get().id()
                        : labModels.stored(parent).map(StoredPackage::name).orElse(parent.shortForm()));
            }
            return JsonArray.ofStrings(ids);
        }

        /** Package, genome and scorecard become visible together. */
        private void keep(BreedingResult bred, JsonObject scorecard, Digest digest, double millis) {
            StoredPackage made = StoredPackage.of(bred.manifest().bytes(), environment.nowUtc());
            Map<String, byte[]> files = new LinkedHashMap<>(bred.files());
            files.put(StoredPackage.CONFIG, bred.config());
            environment.aloneWith(made.name(), stop, () -> {
                store.packages().put(made, files, new CatalogEntry(made).installed(),
                        new DescendantBred(bred.genome(environment.nowUtc()), bred.digest(), plan.task(),
                                bred.manifest().annotation(PackageAnnotations.RECIPE), millis),
                        new DescendantEvaluated(bred.digest(), "select", digest, scorecard));
                lifecycleStates.note(bred.digest(), Lifecycle.LAB);
                return made;
            });
            environment.announce(Topic.STORE);
        }

        private Scorecard scorecard(Digest digest, ModelPackage files, String part, List<Example> examples,
                Predictions predictions, OptionalDouble novelty) {
            List<String> texts = new ArrayList<>();
            examples.subList(0, Math.min(TIMED_TEXTS, examples.size())).forEach(example -> texts.add(example.text()));
            long sent = store.ledger().read().sentBytes();
            Breeder.Timed timed = breeder.time(digest, files, texts, environment::nanos);
            Scorecard.Costs costs = new Scorecard.Costs(timed.millis(), timed.loadMillis(), timed.memoryBytes(),
                    store.ledger().read().sentBytes() - sent,
                    files.manifest().totalBytes(), timed.baseBytes());
            Optional<Accuracy> feedback = lifecycleStates.feedback(digest).map(
                    one -> new Accuracy(one.integer("accepted") + one.integer("corrected"), one.integer("accepted")));
            return new Scorecard(digest.toString(), part, plan.examples(), "wasm, plain kernels", device(),
                    Evaluator.judge(predictions), costs, novelty, feedback);
        }

        /** The best on select is compared with the model in use before, on test. */
        private void decide(List<Generations.Parent> parents) {
            if (population.all().isEmpty()) {
                state = state.with("state", "done").with("decision",
                        JsonObject.of("outcome", "no_op", "reason", "No model was bred within the budget."));
                tell();
                return;
            }
            Candidate best = population.byUtility().get(0);
            ProgressListener watch = (phase, done, total) -> watch("opening the test part", phase, done, total);
            Optional<Digest> champion = champion(parents);
            Predictions before = champion.isPresent() ? breeder.predict(champion.get(), split.test(), watch)
                    : majority();
            Predictions found = breeder.predict(best.manifest(), split.test(), watch);
            Decision decision = Decision.of(before, found, split.testGroups());
            JsonObject testCard;
            try {
                Scorecard card = scorecard(best.manifest(), labModels.find(best.manifest()), "test", split.test(),
                        found, population.novelty(best));
                testCard = card.toJson();
                store.lineage().append(new DescendantEvaluated(best.manifest(), "test", card.digest(), testCard));
                lifecycleStates.score(best.manifest(), card.judged().macroF1().value(),
                        card.judged().predictions().n());
            } finally {
                stop.check();
            }
            Optional<StoredPackage> incumbent = champion.isPresent() ? labModels.stored(champion.get())
                    : Optional.empty();
            JsonObject old = Evaluator.judge(before).toJson().with("name",
                    incumbent.map(StoredPackage::name).orElse("no model: always the most frequent label"));
            List<String> digests = new ArrayList<>();
            population.all().forEach(one -> digests.add(one.manifest().toString()));
            store.lineage()
                    .append(new RunDecided(plan.task(), plan.examples(), plan.seed(), digests, population.front(),
                            best.manifest().toString(),
                            champion.map(Digest::toString).orElse(""), decision.toJson()));
            state = state.with("state", "done").with("best", best.id()).with("test", testCard).with("before", old)
                    .with("outcomes", outcomes(best, decision))
                    .with("suspects", suspects(found)).with("decision", decision.toJson());
            state = champion.isPresent() ? state.with("champion", champion.get().toString()) : state;
            tell();
        }

        /** Who answers without a model: the label that is most frequent in train. */
        private Predictions majority() {
            Map<String, Integer> counts = new LinkedHashMap<>();
            split.train().forEach(example -> counts.merge(example.label(), 1, Integer::sum));
            List<String> labels = new ArrayList<>(labModels.examples(plan.examples()).labels());
            double[] shares = new double[labels.size()];
            counts.forEach((label, n) -> shares[labels.indexOf(label)] = (double) n / split.train().size());
            List<String> right = new ArrayList<>();
            List<double[]> all = new ArrayList<>();
            split.test().forEach(example -> {
                right.add(example.label());
                all.add(shares);
            });
            return new Predictions(labels, right, all);
        }

        /**
         * What becomes of each: the best as decided, those that differ and are not dominated as challengers, the others
         * as nothing.
         */
        /** The model that has the task now; without one, the first parent that classifies. */
        private Optional<Digest> champion(List<Generations.Parent> parents) {
            Optional<Digest> champion = lifecycleStates.champion(plan.task());
            if (champion.isPresent() && labModels.stored(champion.get()).isPresent()) {
                return champion;
            }
            for (Generations.Parent parent : parents) {
                Optional<StoredPackage> stored = labModels.stored(parent.digest());
                if (stored.isPresent() && new CatalogEntry(stored.get()).isClassifier()) {
                    return Optional.of(parent.digest());
                }
            }
            return Optional.empty();
        }

        private JsonArray outcomes(Candidate best, Decision decision) {
            List<Json> outcomes = new ArrayList<>();
            List<String> front = population.front();
            for (Candidate one : population.all()) {
                if (one.id().equals(best.id())) {
                    outcomes.add(JsonObject.of("id", one.id(), "outcome", decision.outcome().id(), "reason",
                            decision.reason()));
                } else {
                    boolean isOnFront = front.contains(one.fitness().genomeId());
                    double novelty = population.novelty(one).orElse(0);
                    boolean isChallenger = isOnFront && novelty >= 0.1;
                    outcomes.add(JsonObject.of("id", one.id(), "outcome", isChallenger ? "challenger" : "no_op",
                            "reason",
                            isChallenger
                                    ? "No other is better in utility, time and memory at once, and it answers differently; it was not tested on held-back examples."
                                    : isOnFront
                                            ? "It is on the Pareto front, but answers like the others."
                                            : "Another candidate is at least as good, as fast and as small."));
                }
            }
            return new JsonArray(outcomes);
        }

        /** Held-back examples whose label the best contradicts most surely: worth a second look. */
        private JsonArray suspects(Predictions found) {
            List<Integer> wrong = new ArrayList<>();
            for (int i = 0; i < found.n(); i++) {
                if (!found.isRight(i) && found.confidence(i) > 0.9) {
                    wrong.add(i);
                }
            }
            wrong.sort((a, b) -> Double.compare(found.confidence(b), found.confidence(a)));
            List<Json> suspects = new ArrayList<>();
            for (int i : wrong.subList(0, Math.min(5, wrong.size()))) {
                String text = split.test().get(i).text();
                suspects.add(JsonObject.of("text",
                        text.length() > 160 ? Utf8.replaceUnpairedSurrogates(text.substring(0, 160)) + "\u2026" : text,
                        "label", found.right().get(i), "found", found.found(i), "confidence", found.confidence(i)));
            }
            return new JsonArray(suspects);
        }
    }

    /** Digest of the device profile that the lineage saw last; empty before it was read. */
    String device() {
        String device = "";
        for (LineageRecord record : store.lineage().all()) {
            if (record.kind().equals(DeviceProfiled.KIND) && record.typedBody() instanceof DeviceProfiled profiled) {
                device = profiled.profileDigest().toString();
            }
        }
        return device;
    }
}
