package dev.tabitat.web.engine.routing;

import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.decisions.DecisionLog;
import dev.tabitat.core.decisions.DecisionRecord;
import dev.tabitat.core.decisions.RouteComparison;
import dev.tabitat.core.decisions.RouteMetrics;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.escalation.Endpoint;
import dev.tabitat.core.escalation.Plan;
import dev.tabitat.core.escalation.Question;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.Candidate;
import dev.tabitat.core.routing.DeviceConditions;
import dev.tabitat.core.routing.ModelAnswer;
import dev.tabitat.core.routing.Ranked;
import dev.tabitat.core.routing.RouteOutcome;
import dev.tabitat.core.routing.Routed;
import dev.tabitat.core.routing.Router;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.routing.RoutingInput;
import dev.tabitat.core.routing.RoutingStep;
import dev.tabitat.core.routing.TaskContract;
import dev.tabitat.core.runtime.Classification;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.LabelScore;
import dev.tabitat.core.sensitivity.Redaction;
import dev.tabitat.core.sensitivity.Sensitive;
import dev.tabitat.core.text.LanguageObstacle;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.DataSets;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.inference.Backends;
import dev.tabitat.web.engine.inference.InferenceService;
import dev.tabitat.web.engine.inference.Judgements;
import dev.tabitat.web.engine.inference.Policies;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.ModelParams;
import dev.tabitat.web.protocol.params.RoutingParams;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Routes texts by the policy, keeps the log of decisions, calibrates and compares. */
public final class Routes {

    private static final int MAX_BYTES = 1 << 20;
    private static final int SHOWN_LABELS = 5;
    private static final double BREATH_MILLIS = 15;
    /** Shares of wrong answers that may be allowed in turn, where a stricter one cannot be promised. */
    private static final double[] GOALS = {0.05, 0.1, 0.2};

    private final TabStore store;
    private final Policies policies;
    private final Judgements judgements;
    private final EngineEnvironment environment;
    private final Bus bus;
    private final Packages packages;
    private final InferenceService answers;
    private final Backends backends;
    private final Targets targets;
    private final Members members;
    private final EscalationClient escalationClient;
    private final DataSets dataSets;
    private final Supplier<Map<String, Fact>> facts;

    /** @param facts of the device, as they are now */
    public Routes(TabStore store, Policies policies, Judgements judgements, EngineEnvironment environment, Bus bus,
            Packages packages, InferenceService answers, Backends backends, Targets targets, Members members,
            EscalationClient escalationClient, DataSets dataSets,
            Supplier<Map<String, Fact>> facts) {
        this.store = store;
        this.policies = policies;
        this.judgements = judgements;
        this.environment = environment;
        this.bus = bus;
        this.packages = packages;
        this.answers = answers;
        this.backends = backends;
        this.targets = targets;
        this.members = members;
        this.escalationClient = escalationClient;
        this.dataSets = dataSets;
        this.facts = facts;
    }

    /**
     * Reads, sets or resets the policy: {@code {policy, digest, source, effective}}.
     */
    public JsonObject policy(RoutingParams.Policy wanted) {
        if (wanted.set().isPresent()) {
            RouterPolicy next = RouterPolicy.fromJson(wanted.set().get());
            policies.set(next);
        } else if (wanted.reset()) {
            policies.reset();
        }
        RouterPolicy now = policies.own();
        RouterPolicy effective = policies.effective();
        return JsonObject.of("policy", now.toJson(), "digest", now.digest().toString(), "source",
                policies.isYours() ? "yours" : "default",
                "effective", effective.toJson(), "effective_digest", effective.digest().toString());
    }

    private List<StoredPackage> known(CancellationToken stop) {
        List<StoredPackage> all = new ArrayList<>(packages.installed().values());
        try {
            for (StoredPackage offered : packages.offered(
                    packages.knowsCatalog() ? Packages.Refresh.AS_LAST_SEEN : Packages.Refresh.ASK_HOST, stop)) {
                if (all.stream().noneMatch(one -> one.name().equals(offered.name()))) {
                    all.add(offered);
                }
            }
        } catch (Cancelled e) {
            throw e;
        } catch (TabitatException offline) {
            // What is installed can answer without a catalogue.
            return all;
        }
        return all;
    }

    private DeviceConditions here(int bytes) {
        Map<String, Fact> now = facts.get();
        boolean isOnline = !(now.containsKey("network.online") && now.get("network.online").value() == JsonBool.FALSE);
        OptionalDouble battery = OptionalDouble.empty();
        Optional<Boolean> charging = Optional.empty();
        if (now.containsKey("battery.level") && now.get("battery.level").number().isPresent()) {
            battery = OptionalDouble
                    .of(Math.max(0, Math.min(1, now.get("battery.level").number().getAsDouble() / 100)));
        }
        if (now.containsKey("battery.charging") && now.get("battery.charging").isAvailable()) {
            charging = Optional.of(now.get("battery.charging").isTrue());
        }
        return new DeviceConditions(environment.memoryForModels(), backends.supported(), isOnline,
                environment.line().savesData(), battery, charging, bytes);
    }

    private static String text(String input) {
        String text = Utf8.replaceUnpairedSurrogates(input);
        ClassifierRunner.requireText(text);
        if (Utf8.encodedLength(text) > MAX_BYTES) {
            throw new InvalidInput("The text is too long to route.",
                    Finding.at("input").expected("at most " + MAX_BYTES + " bytes")
                            .found(Utf8.encodedLength(text) + " bytes").remedy("Send a part of it."));
        }
        return text;
    }

    /** Routes one text. Gives the decision with everything that led to it, and {@code answer} or {@code plan}. */
    public JsonObject route(RoutingParams.Route wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        String text = text(wanted.input());
        TaskContract contract = InferenceService.contract(wanted.contract());
        double start = environment.millis();
        List<StoredPackage> all = known(stop);
        RouterPolicy policy = policies.withEvidence(
                wanted.policy().isPresent() ? RouterPolicy.fromJson(wanted.policy().get()) : policies.own(), all);
        Map<String, InferenceService.Timed> got = new LinkedHashMap<>();
        List<Candidate> candidates = answers.candidates(all);
        candidates.addAll(members.candidates());
        candidates.removeIf(one -> !one.taskId().equals(contract.taskId()));
        RoutingInput given = new RoutingInput(contract, policy, hindered(candidates, contract.taskId(), text),
                here(Utf8.encodedLength(text)));
        List<ModelAnswer> answered = new ArrayList<>();
        RoutingStep step = Router.next(given, answered);
        while (step instanceof RoutingStep.Ask ask) {
            stop.check();
            Ranked who = ask.who();
            try {
                InferenceService.Timed timed = got.containsKey(who.candidate().name()) ? got.get(who.candidate().name())
                        : answer(who.candidate().name(), text);
                got.put(who.candidate().name(), timed);
                Optional<LanguageObstacle> obstacle = obstacle(who.candidate(), timed, policy, contract.taskId(), text);
                if (obstacle.isPresent()) {
                    given = new RoutingInput(contract, policy,
                            changed(given.candidates(), who.candidate().name(), obstacle.get()), given.here());
                    answered.clear();
                } else {
                    answered.add(answered(who.candidate(), timed, policy, contract.taskId()));
                }
            } catch (Cancelled e) {
                throw e;
            } catch (TabitatException failed) {
                // Who fails is set aside for this text, and everything is decided again without it.
                given = new RoutingInput(contract, policy, without(given.candidates(), who.candidate().name()),
                        given.here());
                answered.clear();
            }
            step = Router.next(given, answered);
        }
        Routed routed = ((RoutingStep.Decided) step).routed();
        return decided(wanted, text, given, answered, routed, got, environment.millis() - start, progress, stop);
    }

    private static List<Candidate> without(List<Candidate> all, String name) {
        return all.stream().map(one -> one.name().equals(name) ? one.in(Candidate.Condition.QUARANTINED) : one)
                .toList();
    }

    /** What the text itself is keeps everybody from telling its language, here and elsewhere. */
    private static List<Candidate> hindered(List<Candidate> all, String task, String text) {
        Optional<LanguageObstacle> obstacle = Judgements.obstacle(task, text);
        return obstacle.isEmpty() ? all
                : all.stream()
                        .map(one -> one.condition() == Candidate.Condition.READY ? one.hinderedBy(obstacle.get()) : one)
                        .toList();
    }

    private static List<Candidate> changed(List<Candidate> all, String name, LanguageObstacle obstacle) {
        return all.stream().map(one -> one.name().equals(name) ? one.hinderedBy(obstacle) : one).toList();
    }

    private Optional<LanguageObstacle> obstacle(Candidate who, InferenceService.Timed timed, RouterPolicy policy,
            String task, String text) {
        return judgements.obstacle(task, text, who.digest(), timed.all(), policy.threshold(who.digest(), task));
    }

    private InferenceService.Timed answer(String name, String text) {
        StoredPackage stored = packages.installed().get(name);
        return answers.answer(stored, answers.ready(stored, "", AdapterStack.EMPTY), text, ModelParams.MAX_LABELS);
    }

    private static ModelAnswer answered(Candidate who, InferenceService.Timed timed, RouterPolicy policy, String task) {
        List<LabelScore> scores = timed.all().scores();
        double margin = scores.size() > 1 ? Math.max(0, scores.get(0).score() - scores.get(1).score())
                : scores.get(0).score();
        return new ModelAnswer(who.name(), Judgements.confidence(timed.all(), policy.threshold(who.digest(), task)),
                Math.min(1, margin), timed.nanos() / 1e6);
    }

    private Digest commitment(String text) {
        return new Sha256().update(Utf8.encode(store.salt())).update(Utf8.encode(text)).digest();
    }

    private JsonObject decided(RoutingParams.Route wanted, String text, RoutingInput given, List<ModelAnswer> answered,
            Routed routed, Map<String, InferenceService.Timed> got, double millis,
            Consumer<JsonObject> progress, CancellationToken stop) {
        String at = environment.nowUtc();
        long index = store.decisions().append(given.policy(),
                DecisionRecord.decision(given, answered, routed, at, commitment(text), millis));
        bus.changed(Topic.ROUTING, RoutingNews.decision(index));
        JsonObject json = routed.toJson().with("task", given.contract().taskId())
                .with("data_class", given.contract().dataClass().id())
                .with("evidence_required", routed.outcome() == RouteOutcome.LOCAL)
                .with("route_created_at_utc", at).with("policy_digest", given.policy().digest().toString())
                .with("policy_name", given.policy().name())
                .with("circumstances", given.here().toJson()).with("index", index).with("ms", millis);
        if (routed.outcome() == RouteOutcome.LOCAL) {
            String name = routed.selected().orElseThrow().candidate().name();
            Classification answer = got.get(name).answer();
            Classification some = new Classification(
                    answer.scores().subList(0, Math.min(SHOWN_LABELS, answer.scores().size())), answer.notices());
            return json.with("answer",
                    JsonObject.of("model", name, "label", answer.scores().get(0).label(), "confidence",
                            answered.get(answered.size() - 1).confidence(),
                            "results", InferenceService.json(some)));
        }
        return routed.outcome() == RouteOutcome.NO_OP ? json
                : escalated(wanted, text, given, routed, index, json, progress, stop);
    }

    private JsonObject escalated(RoutingParams.Route wanted, String text, RoutingInput given, Routed routed, long index,
            JsonObject json, Consumer<JsonObject> progress, CancellationToken stop) {
        Redaction redaction = Redaction.of(text);
        Optional<Endpoint> endpoint = wanted.target().isPresent()
                ? Optional.of(targets.require(wanted.target().get(), "route, target"))
                : routed.selected().isPresent()
                        ? targets.find(routed.selected().get().candidate().elsewhere().orElseThrow().target())
                        : targets.all().stream()
                                .filter(one -> given.policy().allows(given.contract().dataClass(), one.reach()))
                                .findFirst();
        if (endpoint.isEmpty()) {
            return json.with("plan",
                    JsonObject.of("problem", "There is no endpoint yet.", "remedy",
                            "Add an endpoint: a model server on this device, or one by its address.",
                            "redacted", redaction.text(), "redactions", redaction.originals().size()));
        }
        List<String> labels = List.of();
        if (wanted.labels().isPresent()) {
            labels = wanted.labels().get();
        } else if (routed.selected().isPresent()) {
            labels = members.labels(routed.selected().get().candidate().name()).orElse(List.of());
        }
        String task = given.contract().taskId();
        Question question = labels.isEmpty() ? Question.open(task, redaction.text())
                : Question.forLabel(task, labels, redaction.text());
        Plan plan = new Plan(escalationClient.nextId(), task, given.contract().dataClass(), endpoint.get(),
                "To have the task \"" + task + "\" answered", redaction, question.body(endpoint.get()));
        if (!given.policy().allows(given.contract().dataClass(), endpoint.get().reach())) {
            throw new dev.tabitat.core.error.Refused("The policy does not let this kind of data go there.",
                    Finding.at("route, target").expected("data that may leave")
                            .found(given.contract().dataClass().id() + " to " + endpoint.get().origin())
                            .remedy("Change the policy, or ask a model in this tab."));
        }
        escalationClient.propose(plan, index, labels);
        Optional<String> consent = escalationClient.consent(plan);
        JsonObject shown = plan.toJson().with("original", text).with("consent", consent.orElse("none"));
        shown = targets.hasKey(endpoint.get()) ? shown.with("headers", JsonArray.of("Content-Type", "Authorization"))
                : shown;
        if (consent.isPresent() && consent.get().equals("always")) {
            return json.with("plan", shown).with("escalation",
                    escalationClient.sendAsAlways(plan.id(), progress, stop));
        }
        return json.with("plan", shown);
    }

    /** {@code {text, found: [{start, end, kind, what}], originals: {placeholder: words}}}. */
    public JsonObject redact(RoutingParams.Redact wanted) {
        String text = Utf8.replaceUnpairedSurrogates(wanted.input());
        if (Utf8.encodedLength(text) > MAX_BYTES) {
            throw new InvalidInput("The text is too long to look through at once.", Finding.at("input")
                    .expected("at most " + MAX_BYTES + " bytes").found(Utf8.encodedLength(text) + " bytes"));
        }
        Redaction redaction = Redaction.of(text);
        List<Json> found = new ArrayList<>();
        for (Sensitive one : redaction.found()) {
            found.add(one.toJson());
        }
        JsonObject.Builder originals = JsonObject.builder();
        redaction.originals().forEach(originals::put);
        return JsonObject.of("text", redaction.text(), "found", new JsonArray(found), "originals", originals.build());
    }

    /** The end of the log and what all of it says in sum. */
    public JsonObject routes(RoutingParams.Routes wanted) {
        List<DecisionRecord> all = store.decisions().all();
        List<Json> last = new ArrayList<>();
        for (DecisionRecord record : all.subList(Math.max(0, all.size() - wanted.last()), all.size())) {
            last.add(record.toJson());
        }
        return JsonObject.of("length", all.size(), "metrics", RouteMetrics.of(all), "records", new JsonArray(last),
                "consents", escalationClient.consents());
    }

    /** Decides everything in the log again. */
    public JsonObject replay() {
        List<DecisionRecord> all = store.decisions().all();
        DecisionLog.requireChain(all);
        return DecisionLog.replay(all).toJson();
    }

    /** The log as a file. */
    public Result export() {
        byte[] file = DecisionLog.write(store.decisions().all());
        return new Result(JsonObject.of("name", "tabitat-decisions.json", "type", "application/json", "bytes",
                file.length, "digest", Digest.of(file).toString()), Optional.of(Slices.of(file)));
    }

    /**
     * Finds from which confidence on a model's answers count, on examples that it did not learn from. With
     * {@code loosen} a goal that cannot be promised gives way to the next of {@link #GOALS}, and the evidence names the
     * one kept. The evidence is kept for routing; too few examples give a threshold that lets nothing through, and say
     * so.
     */
    public JsonObject calibrate(RoutingParams.Calibrate wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        StoredPackage stored = answers.named(wanted.model());
        DataSets.Part part = dataSets.take(wanted.dataset(), wanted.part(), "calibrate, dataset");
        String task = wanted.task().orElse(new CatalogEntry(stored).task());
        InferenceService.Ready ready = answers.ready(stored, "", AdapterStack.EMPTY);
        List<String> labels = new ArrayList<>();
        List<String> right = new ArrayList<>();
        List<double[]> probabilities = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        Breath breath = new Breath(progress, stop, part.examples().size(), "calibrate");
        for (Example example : part.examples()) {
            Classification answer = answers.answer(stored, ready, example.text(), ModelParams.MAX_LABELS).answer();
            if (labels.isEmpty()) {
                answer.scores().forEach(one -> labels.add(one.label()));
                part.labels().stream().filter(one -> !labels.contains(one)).forEach(labels::add);
            }
            right.add(example.label());
            probabilities.add(inOrder(answer, labels));
            lengths.add(Utf8.encodedLength(example.text()));
            breath.step();
        }
        Predictions predictions = new Predictions(labels, right, probabilities);
        int leastBytes = AnswerThreshold.shortest(lengths);
        double goal = wanted.goal();
        AnswerThreshold threshold = AnswerThreshold.calibrate(stored.digest(), task, part.dataset(), part.part(),
                leastBytes, predictions, goal);
        for (int i = 0; i < GOALS.length && wanted.loosen() && threshold.threshold().isEmpty(); i++) {
            if (GOALS[i] > goal) {
                AnswerThreshold looser = AnswerThreshold.calibrate(stored.digest(), task, part.dataset(), part.part(),
                        leastBytes, predictions, GOALS[i]);
                threshold = looser.threshold().isPresent() ? looser : threshold;
            }
        }
        policies.keep(threshold, task, stored.digest());
        JsonObject json = threshold.toJson().with("name", stored.name()).with("coverage", threshold.coverage().toJson())
                .with("accuracy", threshold.accuracy().toJson());
        return threshold.threshold().isPresent() ? json
                : json.with("notice",
                        "With " + threshold.n() + " examples to judge on, of which " + threshold.right()
                                + " are answered right, at most "
                                + Math.round(100 * threshold.goal())
                                + " % wrong cannot be promised: this model abstains. It takes " + threshold.needed()
                                + " right answers above some confidence, and none wrong, or more of both.");
    }

    private static double[] inOrder(Classification answer, List<String> labels) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            places.put(labels.get(i), i);
        }
        double[] p = new double[labels.size()];
        for (LabelScore one : answer.scores()) {
            p[places.get(one.label())] = one.score();
        }
        return p;
    }

    /** Lets messages in and reports now and then. */
    private final class Breath {

        private final Consumer<JsonObject> progress;
        private final CancellationToken stop;
        private final int total;
        private final String phase;
        private double last = environment.millis();
        private int done;

        Breath(Consumer<JsonObject> progress, CancellationToken stop, int total, String phase) {
            this.progress = progress;
            this.stop = stop;
            this.total = total;
            this.phase = phase;
        }

        void step() {
            done++;
            stop.check();
            if (environment.millis() - last >= BREATH_MILLIS) {
                environment.yieldToMessages();
                last = environment.millis();
                progress.accept(JsonObject.of("done", done, "total", total, "unit", "texts", "phase", phase));
            }
        }
    }

    /**
     * Three ways on the same texts, always the small model, always the large one, and the cascade; see
     * {@link RouteComparison#toJson()}.
     */
    public JsonObject compare(RoutingParams.CompareRoutes wanted, Consumer<JsonObject> progress,
            CancellationToken stop) {
        TaskContract contract = InferenceService.contract(RoutingParams.Choose.of(wanted.task()));
        DataSets.Part part = dataSets.take(wanted.dataset(), wanted.part(), "compareRoutes, dataset");
        List<StoredPackage> all = new ArrayList<>(packages.installed().values());
        RouterPolicy policy = policies.withEvidence(policies.own(), all);
        List<Candidate> candidates = answers.candidates(all);
        candidates.removeIf(one -> !one.taskId().equals(contract.taskId()));
        List<Ranked> way = new ArrayList<>();
        RoutingStep first = Router.next(new RoutingInput(contract, policy, candidates, here(MAX_BYTES)), List.of());
        List<ModelAnswer> unsure = new ArrayList<>();
        while (first instanceof RoutingStep.Ask ask) {
            way.add(ask.who());
            unsure.add(new ModelAnswer(ask.who().candidate().name(), 0, 0, 0));
            first = Router.next(new RoutingInput(contract, policy, candidates, here(MAX_BYTES)), unsure);
        }
        if (way.size() < 2) {
            throw new InvalidInput("There is no cascade to compare for this task.",
                    Finding.at("compareRoutes").expected("two calibrated models of which the dearer one answers more")
                            .found(way.size())
                            .remedy("Install and calibrate another model for it."));
        }
        String group = wanted.group().orElse(contract.taskId());
        RouteComparison comparison = new RouteComparison();
        List<String> none = wanted.none();
        Breath breath = new Breath(progress, stop, part.examples().size() + none.size(), "compare");
        for (Example example : part.examples()) {
            compare(comparison, contract, policy, candidates, way, example.text(), Optional.of(example.label()), group);
            breath.step();
        }
        for (String text : none) {
            compare(comparison, contract, policy, candidates, way, text, Optional.empty(), "none");
            breath.step();
        }
        return comparison.toJson().with("task", contract.taskId()).with("small", way.get(0).candidate().name())
                .with("large", way.get(way.size() - 1).candidate().name())
                .with("dataset", part.dataset().toString()).with("part", part.part())
                .with("policy_digest", policy.digest().toString()).with("how", "measured");
    }

    private void compare(RouteComparison into, TaskContract contract, RouterPolicy policy, List<Candidate> candidates,
            List<Ranked> way, String text, Optional<String> right, String group) {
        Map<String, InferenceService.Timed> got = new LinkedHashMap<>();
        for (Ranked one : way) {
            got.put(one.candidate().name(), answer(one.candidate().name(), text));
        }
        InferenceService.Timed small = got.get(way.get(0).candidate().name());
        InferenceService.Timed large = got.get(way.get(way.size() - 1).candidate().name());
        into.add("always-small", alone(group, right, small));
        into.add("always-large", alone(group, right, large));
        RoutingInput given = new RoutingInput(contract, policy, hindered(candidates, contract.taskId(), text),
                here(Utf8.encodedLength(text)));
        List<ModelAnswer> answered = new ArrayList<>();
        RoutingStep step = Router.next(given, answered);
        double millis = 0;
        while (step instanceof RoutingStep.Ask ask) {
            Candidate who = ask.who().candidate();
            InferenceService.Timed timed = got.get(who.name());
            if (timed == null) {
                timed = answer(who.name(), text);
                got.put(who.name(), timed);
            }
            millis += timed.nanos() / 1e6;
            Optional<LanguageObstacle> obstacle = obstacle(who, timed, policy, contract.taskId(), text);
            if (obstacle.isPresent()) {
                given = new RoutingInput(contract, policy, changed(given.candidates(), who.name(), obstacle.get()),
                        given.here());
                answered.clear();
            } else {
                answered.add(answered(who, timed, policy, contract.taskId()));
            }
            step = Router.next(given, answered);
        }
        Optional<Ranked> who = ((RoutingStep.Decided) step).routed().selected();
        boolean isRight = who.isEmpty() ? right.isEmpty() : isRight(got.get(who.get().candidate().name()), right);
        into.add("cascade", new RouteComparison.Result(group, right.isPresent(), who.isPresent(), isRight, millis, 0,
                answered.size() > 1, isRight(small, right)));
    }

    private static RouteComparison.Result alone(String group, Optional<String> right, InferenceService.Timed timed) {
        return new RouteComparison.Result(group, right.isPresent(), true, isRight(timed, right), timed.nanos() / 1e6, 0,
                false, isRight(timed, right));
    }

    private static boolean isRight(InferenceService.Timed timed, Optional<String> right) {
        return right.isPresent() && timed.answer().scores().get(0).label().equals(right.get());
    }
}
