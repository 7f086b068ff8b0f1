package dev.tabitat.web.engine.inference;

import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.routing.Candidate;
import dev.tabitat.core.routing.Choice;
import dev.tabitat.core.routing.Chooser;
import dev.tabitat.core.routing.DataClass;
import dev.tabitat.core.routing.Escalation;
import dev.tabitat.core.routing.Estimate;
import dev.tabitat.core.routing.Ranked;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.routing.ScoreWeights;
import dev.tabitat.core.routing.TaskContract;
import dev.tabitat.core.runtime.Classification;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.LabelScore;
import dev.tabitat.core.runtime.SequenceScorer;
import dev.tabitat.web.engine.catalog.Adapters;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.MeasuredMemory;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Evidence;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.params.ModelParams;
import dev.tabitat.web.protocol.params.RoutingParams;
import dev.tabitat.web.store.LifecycleStates;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inference service: classifies texts, and chooses the model. */
public final class InferenceService {

    /** Lifecycle states whose models are never chosen: being bred, watched, withdrawn, set aside. */
    private static final List<String> NOT_ANSWERING = List.of("lab", "shadow", "retired", "quarantined");

    /** What a label is put into unless the caller says otherwise. */
    private static final String TEMPLATE = "This text is about {}.";
    private static final String ENTAILMENT = "a model of natural language inference";
    private static final String ZERO_SHOT = "zero-shot-classification";

    private final Packages packages;
    private final ModelCache models;
    private final Backends backends;
    private final Adapters adapters;
    private final Evidence evidence;
    private final EngineEnvironment environment;
    private final Specialists specialists;
    private final LifecycleStates lifecycleStates;
    private final Policies policies;
    private final Judgements judgements;
    private final Map<Digest, Latencies> latencies = new LinkedHashMap<>();

    public InferenceService(Packages packages, ModelCache models, Backends backends, Adapters adapters,
            Evidence evidence,
            EngineEnvironment environment, Specialists specialists, LifecycleStates lifecycleStates,
            Policies policies, Judgements judgements) {
        this.policies = policies;
        this.judgements = judgements;
        this.specialists = specialists;
        this.lifecycleStates = lifecycleStates;
        this.adapters = adapters;
        this.packages = packages;
        this.models = models;
        this.backends = backends;
        this.evidence = evidence;
        this.environment = environment;
    }

    /** How long a model's answers took here: how many there were, and the last few. */
    private record Latencies(long n, List<Double> last) {

        private static final int KEPT = 16;

        static Latencies of(double millis) {
            return new Latencies(1, List.of(millis));
        }

        Latencies plus(double millis) {
            List<Double> next = new ArrayList<>(last.subList(Math.max(0, last.size() - KEPT + 1), last.size()));
            next.add(millis);
            return new Latencies(n + 1, next);
        }

        double lastMillis() {
            return last.get(last.size() - 1);
        }

        /** Of the last few: the first answers after a start say little. */
        double medianMillis() {
            List<Double> sorted = new ArrayList<>(last);
            sorted.sort(Double::compare);
            return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        }
    }

    /** Milliseconds of a model's last answer, if it gave one. */
    public Optional<Double> lastMillis(Digest model) {
        return Optional.ofNullable(latencies.get(model)).map(Latencies::lastMillis);
    }

    /**
     * {@code {model, task, results, judgements, notices, total_duration, backend}}. Of one text for a task the model
     * that ranks first is called, and where that answer does not count those who are calibrated behind, as the policy
     * says.
     */
    public JsonObject classify(ModelParams.Classify wanted, CancellationToken stop) {
        List<String> inputs = wanted.input();
        inputs.forEach(ClassifierRunner::requireText);
        List<StoredPackage> way = way(wanted);
        JsonObject first = classify(wanted, way.get(0), stop);
        RouterPolicy policy = policies.effective();
        boolean goesOn = inputs.size() == 1 && policy.cascade()
                && Judgements.obstacle(first.string("task"), inputs.get(0)).isEmpty();
        for (int i = 1; i < way.size() && goesOn && !isAccepted(first); i++) {
            if (policy.threshold(way.get(i).digest(), first.string("task"))
                    .flatMap(one -> one.threshold().stream().boxed().findFirst()).isPresent()) {
                JsonObject next = classify(wanted, way.get(i), stop);
                if (isAccepted(next)) {
                    return next;
                }
            }
        }
        return first;
    }

    private static boolean isAccepted(JsonObject answer) {
        return answer.array("judgements").objects().get(0).string("verdict").equals("accepted");
    }

    private JsonObject classify(ModelParams.Classify wanted, StoredPackage stored, CancellationToken stop) {
        String task = new CatalogEntry(stored).task();
        AdapterStack stack = Specialists.isOne(stored) ? AdapterStack.EMPTY
                : adapters.stack(wanted.adapters(), stored);
        Ready ready = wanted.labels().isEmpty() ? ready(stored, wanted.backend(), stack)
                : zeroShot(stored, wanted, stack);
        RouterPolicy policy = policies.effective();
        List<Json> results = new ArrayList<>();
        List<Json> judged = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        if (!ready.model().notice().isEmpty()) {
            notices.add(ready.model().notice());
        }
        long total = 0;
        for (String input : wanted.input()) {
            stop.check();
            Timed answer = answer(stored, ready, input, wanted.topK());
            total += answer.nanos();
            JsonObject judgement = judgements.judge(stored.name(), stored.digest(), task, input, answer.all(), policy);
            judged.add(judgement);
            results.add(json(shown(answer.answer(), judgement)));
            for (String notice : answer.answer().notices()) {
                if (!notices.contains(notice)) {
                    notices.add(notice);
                }
            }
        }
        return JsonObject.of("model", stored.name(), "task", task, "results", new JsonArray(results), "judgements",
                new JsonArray(judged),
                "notices", JsonArray.ofStrings(notices), "total_duration", total, "backend", ready.model().backend());
    }

    /** The answer as it is given out: without labels where the scores say nothing. */
    public static Classification shown(Classification answer, JsonObject judgement) {
        return isNameless(judgement) ? new Classification(Judgements.undetermined(), answer.notices()) : answer;
    }

    /** Whether the scores say nothing, because the text holds nothing that the model knows. */
    private static boolean isNameless(JsonObject judgement) {
        return judgement.has("found") && !judgement.string("verdict").equals("too_few_letters");
    }

    /** A classifier that is open. */
    public record Ready(OpenModel model, Specialists.Answerer answerer) {
    }

    /**
     * An answer and how long it took.
     *
     * @param answer the likeliest labels, as many as were asked for
     * @param all every label
     */
    public record Timed(Classification answer, Classification all, long nanos) {
    }

    /** Opens a classifier. @param wanted the backend to try first; empty for the best */
    public Ready ready(StoredPackage stored, String wanted, AdapterStack stack) {
        if (Specialists.isOne(stored)) {
            Specialists.Opened opened = specialists.open(stored, wanted);
            return new Ready(opened.model(), opened.answerer());
        }
        OpenModel model = open(stored, wanted, stack);
        if (model.model() instanceof HeadedEncoder && !model.isRanker()) {
            return new Ready(model, (text, topK) -> model.sequences("a classifier")
                    .classify(List.of(text), EncoderRunner.ProgressListener.NONE).ranked(0, topK));
        }
        ClassifierRunner classifier = model.classifier();
        return new Ready(model, classifier::classify);
    }

    /** A classifier of labels that the model was not trained for. */
    private Ready zeroShot(StoredPackage stored, ModelParams.Classify wanted, AdapterStack stack) {
        OpenModel model = open(stored, wanted.backend(), stack);
        SequenceScorer scorer = model.sequences(ENTAILMENT);
        return new Ready(model, (text, topK) -> scorer.zeroShot(List.of(text), wanted.labels(),
                wanted.template().orElse(TEMPLATE), wanted.multiLabel(), EncoderRunner.ProgressListener.NONE)
                .ranked(0, topK));
    }

    /** One answer, timed and entered into the evidence. */
    public Timed answer(StoredPackage stored, Ready ready, String input, int topK) {
        String at = environment.nowUtc();
        long start = environment.nanos();
        Classification all = ready.answerer().classify(input, ModelParams.MAX_LABELS);
        Classification answer = new Classification(all.scores().subList(0, Math.min(topK, all.scores().size())),
                all.notices());
        long duration = Math.max(0, environment.nanos() - start);
        latencies.merge(stored.digest(), Latencies.of(duration / 1e6), (before, one) -> before.plus(one.lastMillis()));
        evidence.ran(stored.digest(), ready.model().backend(), at, input, json(answer), duration);
        return new Timed(answer, all, duration);
    }

    public static Json json(Classification answer) {
        List<Json> labels = new ArrayList<>();
        for (LabelScore one : answer.scores()) {
            labels.add(JsonObject.of("label", one.label(), "score", one.score()));
        }
        return new JsonArray(labels);
    }

    /** @param wanted the backend to try first; empty for the best */
    public OpenModel open(StoredPackage stored, String wanted) {
        return open(stored, wanted, AdapterStack.EMPTY);
    }

    /** The same with adapters. @throws dev.tabitat.core.error.Incompatible when one does not fit */
    public OpenModel open(StoredPackage stored, String wanted, AdapterStack stack) {
        try {
            return models.get(stored, wanted, stack);
        } catch (DamagedData e) {
            if (!packages.isStill(stored)) {
                throw new Unavailable("The package was removed while it was read.",
                        Finding.at(stored.name()).expected(stored.digest()).found("no such package")
                                .remedy("Install it again."));
            }
            packages.markDamaged(stored);
            throw e;
        } catch (Unavailable e) {
            // Another tab removed the package, and its message has not arrived yet.
            packages.catchUp(0);
            throw e;
        }
    }

    /** The installed model of this name, which the parameter {@code model} gave. */
    public StoredPackage named(PackageName name) {
        StoredPackage stored = packages.installed().get(name.toString());
        if (stored == null || !stored.manifest().isModel()) {
            throw new InvalidInput("There is no such model in this tab.",
                    Finding.at("model").expected(packages.installed().isEmpty()
                            ? "an installed package; none is"
                            : "one of " + packages.installed().keySet())
                            .found(name).remedy("Install it first."));
        }
        return stored;
    }

    /** Who is asked, in this order: the model that is named, or those in this tab that do the task. */
    private List<StoredPackage> way(ModelParams.Classify wanted) {
        if (wanted.model().isPresent()) {
            return List.of(named(wanted.model().get()));
        }
        if (wanted.task().isEmpty() && wanted.labels().isEmpty()) {
            throw new InvalidInput("Say which model or which task.",
                    Finding.at("classify").expected("model or task").found("neither"));
        }
        String task = wanted.task().orElse(ZERO_SHOT);
        Choice choice = choice(RoutingParams.Choose.of(task),
                new ArrayList<>(packages.installed().values()));
        if (choice.selected().isEmpty()) {
            throw new Unavailable("No installed model supports this task.",
                    Finding.at("classify, task").expected("a candidate for " + task)
                            .found(choice.reason())
                            .remedy("Install a package for it; choose() says why each was left out."));
        }
        List<StoredPackage> way = new ArrayList<>();
        for (Ranked one : choice.ranked()) {
            way.add(packages.installed().get(one.candidate().name()));
        }
        return way;
    }

    /** The choice as JSON, with the decision to record. */
    public JsonObject choose(RoutingParams.Choose wanted, CancellationToken stop) {
        List<StoredPackage> all = packages.offered(
                packages.knowsCatalog() ? Packages.Refresh.AS_LAST_SEEN : Packages.Refresh.ASK_HOST, stop);
        Choice choice = choice(wanted, all);
        return choice.toJson().with("decision", choice.decide(environment.nowUtc()).toJson());
    }

    private Choice choice(RoutingParams.Choose wanted, List<StoredPackage> all) {
        return new Chooser(ScoreWeights.EQUAL).choose(contract(wanted), candidates(all), environment.memoryForModels(),
                backends.supported());
    }

    /** What is installed or offered, as candidates for any task. */
    public List<Candidate> candidates(List<StoredPackage> all) {
        List<Candidate> candidates = new ArrayList<>();
        for (StoredPackage offered : all) {
            if (!offered.manifest().isModel()
                    || NOT_ANSWERING.contains(lifecycleStates.state(offered.digest()).orElse(""))) {
                continue;
            }
            StoredPackage mine = packages.installed().get(offered.name());
            Candidate.Condition condition = mine == null ? Candidate.Condition.NOT_INSTALLED
                    : packages.isDamaged(mine) ? Candidate.Condition.DAMAGED : Candidate.Condition.READY;
            StoredPackage known = mine == null ? offered : mine;
            boolean lacksBase = mine != null && Specialists.isOne(mine) && specialists.base(mine).isEmpty();
            candidates.add(new CatalogEntry(known).candidate(latency(known),
                    models.measured(known.digest()).map(MeasuredMemory::bytes),
                    lacksBase ? Candidate.Condition.NOT_INSTALLED : condition,
                    lifecycleStates.score(known.digest())
                            .map(score -> new Estimate(score.number("value"), Known.MEASURED, score.integer("n")))));
        }
        return candidates;
    }

    private Estimate latency(StoredPackage stored) {
        Latencies known = latencies.get(stored.digest());
        return known == null ? Estimate.UNKNOWN
                : new Estimate(known.medianMillis(), Known.MEASURED, known.last().size());
    }

    /** The contract of a call. */
    public static TaskContract contract(RoutingParams.Choose wanted) {
        String task = wanted.task();
        if (task.isEmpty() || task.length() > 200) {
            throw new InvalidInput("A task has a short name.",
                    Finding.at("task").expected("1 to 200 characters").found(task.length()));
        }
        Escalation escalation = wanted.escalation().equals("never") ? Escalation.NEVER : Escalation.WITH_APPROVAL;
        return new TaskContract(task, "text", "label-scores", List.of(),
                DataClass.parse(wanted.dataClass(), "data_class"), wanted.latencyMs(), wanted.memoryBytes(), escalation,
                wanted.minimumMargin());
    }
}
