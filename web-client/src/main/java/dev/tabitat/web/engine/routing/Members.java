package dev.tabitat.web.engine.routing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.escalation.Endpoint;
import dev.tabitat.core.escalation.EndpointAnswer;
import dev.tabitat.core.escalation.Question;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.fitness.Evaluator;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.fitness.Scorecard;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.Candidate;
import dev.tabitat.core.routing.Estimate;
import dev.tabitat.core.routing.Membership;
import dev.tabitat.core.sensitivity.Redaction;
import dev.tabitat.core.state.routing.RoutingCommand;
import dev.tabitat.core.state.routing.RoutingState;
import dev.tabitat.core.state.routing.StoredEndpoint;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.catalog.DataSets;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.params.RoutingParams;
import dev.tabitat.web.store.AggregateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Members of the ecology that answer elsewhere, by an endpoint. What they are good for is claimed until the frozen
 * evaluator has measured it through the endpoint, each text of which a person approved first.
 */
public final class Members {

    private static final int MAX_NAME_LENGTH = 80;
    private static final int MAX_LABELS = 256;
    private static final double UNDECIDED = 1e-6;

    private final AggregateStore<RoutingState> state;
    private final EngineEnvironment environment;
    private final Targets targets;
    private final EscalationClient escalationClient;
    private final DataSets dataSets;

    public Members(AggregateStore<RoutingState> state, EngineEnvironment environment, Targets targets,
            EscalationClient escalationClient,
            DataSets dataSets) {
        this.state = state;
        this.environment = environment;
        this.targets = targets;
        this.escalationClient = escalationClient;
        this.dataSets = dataSets;
    }

    /** {@code [{name, target, task, labels, device, utility, latency_ms, digest, reach, scorecard?}]}. */
    public JsonArray list() {
        List<Json> all = new ArrayList<>();
        for (JsonObject member : state.current().members().values()) {
            all.add(shown(member));
        }
        return new JsonArray(all);
    }

    private JsonObject shown(JsonObject record) {
        return shown(record, state.state());
    }

    /** A member with its digest and what is known of its endpoint. */
    static JsonObject shown(JsonObject record, RoutingState state) {
        JsonObject json = record.with("digest", digest(record).toString());
        StoredEndpoint stored = state.endpoints().get(record.string("target"));
        return stored == null ? json.with("problem", "Its endpoint was removed.")
                : json.with("reach", stored.endpoint().reach().id()).with("endpoint", stored.endpoint().toJson());
    }

    /** Of what it is; not of how well it does. */
    private static Digest digest(JsonObject record) {
        return Digest.of(CanonicalJson.bytes(JsonObject.of("name", record.string("name"), "target",
                record.string("target"), "task", record.string("task"), "labels", record.array("labels"))));
    }

    /** Registers one; its figures are claims. */
    public JsonObject add(RoutingParams.AddMember given) {
        String name = given.name().trim();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-_/:".indexOf(c) >= 0)) {
                throw new InvalidInput("A member's name is made of letters, digits and . - _ / :",
                        Finding.at("addMember, name").expected("for example laptop/qwen2.5:7b").found("'" + c + "'"));
            }
        }
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new InvalidInput("A member has a short name.", Finding.at("addMember, name")
                    .expected("1 to " + MAX_NAME_LENGTH + " characters").found(name.length()));
        }
        Endpoint endpoint = targets.require(given.target(), "addMember, target");
        String task = given.task().trim();
        List<String> labels = given.labels();
        if (task.isEmpty() || task.length() > 200 || labels.size() < 2 || labels.size() > MAX_LABELS
                || labels.stream().anyMatch(one -> one.isEmpty() || one.length() > 200)) {
            throw new InvalidInput("A member does one task, with two labels or more.", Finding.at("addMember")
                    .expected("a task, 2 to " + MAX_LABELS + " short labels").found(labels.size() + " labels"));
        }
        JsonObject record = JsonObject.of("name", name, "target", endpoint.id(), "task", task, "labels",
                JsonArray.ofStrings(labels), "since_utc", environment.nowUtc());
        record = given.device().isPresent() ? record.with("device", given.device().get()) : record;
        if (given.utility().isPresent()) {
            double value = given.utility().get().value();
            if (!(value >= 0 && value <= 1)) {
                throw new InvalidInput("A utility lies in 0 to 1.",
                        Finding.at("addMember, utility").expected("{value: 0 to 1, n}").found(value));
            }
            record = record.with("utility",
                    JsonObject.of("value", value, "n", given.utility().get().n(), "how", "claimed"));
        }
        double latency = given.latencyMs();
        record = latency > 0 && latency < 1e9
                ? record.with("latency_ms", JsonObject.of("value", latency, "n", 0, "how", "claimed"))
                : record;
        state.commit(new RoutingCommand.AddMember(record));
        return shown(record);
    }

    private JsonObject require(String name, String method) {
        JsonObject member = state.current().members().get(name);
        if (member == null) {
            throw RoutingCommand.noMember(method, name);
        }
        return member;
    }

    public JsonObject remove(RoutingParams.Member given) {
        state.commit(new RoutingCommand.RemoveMember(given.member()));
        return JsonObject.of("name", given.member(), "removed", true);
    }

    /** As candidates, those whose endpoint is there. */
    List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        for (JsonObject one : list().objects()) {
            Optional<Endpoint> endpoint = targets.find(one.string("target"));
            if (endpoint.isPresent()) {
                Endpoint to = endpoint.get();
                all.add(new Candidate(one.string("name"), Digest.parse(one.string("digest")), one.string("task"),
                        "text", "label-scores", List.of(), List.of(Candidate.REMOTE),
                        new Estimate(0, Known.CLAIMED, 0), estimate(one, "utility"), new Estimate(0, Known.CHECKED, 0),
                        estimate(one, "latency_ms"), Candidate.Condition.READY,
                        Optional.of(new Membership(to.reach(), to.id(), to.model(), to.costPerMillionTokens(),
                                to.currency()))));
            }
        }
        return all;
    }

    private static Estimate estimate(JsonObject record, String name) {
        return record.findObject(name)
                .map(one -> new Estimate(one.number("value"), Known.parse(one.string("how"), name), one.integer("n")))
                .orElse(Estimate.UNKNOWN);
    }

    /** The labels of a member, by name. */
    Optional<List<String>> labels(String name) {
        return Optional.ofNullable(state.current().members().get(name)).map(member -> member.array("labels").strings());
    }

    /**
     * Judges a member by the frozen evaluator. Without {@code approve} nothing leaves: the answer says what would, with
     * a digest over all of it; that digest as {@code approve} lets it go.
     */
    public JsonObject measure(RoutingParams.MeasureMember wanted, Consumer<JsonObject> progress,
            CancellationToken stop) {
        JsonObject record = require(wanted.member(), "measureMember");
        Endpoint endpoint = targets.require(record.string("target"), "measureMember");
        List<String> labels = record.array("labels").strings();
        DataSets.Part part = dataSets.take(wanted.dataset(), wanted.part(), "measureMember, dataset");
        List<byte[]> bodies = new ArrayList<>();
        Sha256 all = new Sha256();
        long bytes = 0;
        int redacted = 0;
        for (Example example : part.examples()) {
            if (!labels.contains(example.label())) {
                throw new InvalidInput("The examples have a label that the member does not have.",
                        Finding.at("measureMember, dataset").expected(labels).found(example.label()));
            }
            Redaction redaction = Redaction.of(Utf8.replaceUnpairedSurrogates(example.text()));
            redacted += redaction.isChanged() ? 1 : 0;
            byte[] body = Question.forLabel(record.string("task"), labels, redaction.text()).body(endpoint);
            bodies.add(body);
            all.update(body);
            bytes += body.length;
        }
        String digest = all.digest().toString();
        if (wanted.approve().isEmpty()) {
            return JsonObject.of("member", record.string("name"), "destination", endpoint.toJson(), "texts",
                    bodies.size(), "bytes", bytes, "redacted_texts", redacted, "digest", digest,
                    "first_body", Utf8.decode(bodies.get(0)), "approval_required", true);
        }
        if (!wanted.approve().get().equals(digest)) {
            throw new Refused("These are not the bytes that were shown.", Finding.at("measureMember, approve")
                    .expected(digest).found("another digest").remedy("Look at them again."));
        }
        return judged(record, endpoint, part, bodies, wanted.patienceMs(), progress, stop);
    }

    private JsonObject judged(JsonObject record, Endpoint endpoint, DataSets.Part part, List<byte[]> bodies,
            int patience, Consumer<JsonObject> progress, CancellationToken stop) {
        List<String> labels = record.array("labels").strings();
        List<String> right = new ArrayList<>();
        List<double[]> probabilities = new ArrayList<>();
        double[] millis = new double[bodies.size()];
        long sent = 0;
        int undecided = 0;
        for (int i = 0; i < bodies.size(); i++) {
            stop.check();
            EscalationClient.Exchange exchange = new EscalationClient.Exchange();
            double start = environment.millis();
            EndpointAnswer answer = escalationClient.ask(endpoint, bodies.get(i), exchange, patience, text -> {}, stop);
            millis[i] = Math.max(0, environment.millis() - start);
            sent += exchange.sent();
            Optional<String> label = answer.isCutShort() || answer.isRefusal() ? Optional.empty()
                    : Question.label(answer.text(), labels);
            undecided += label.isEmpty() ? 1 : 0;
            right.add(part.examples().get(i).label());
            probabilities.add(oneHot(labels, label, part.examples().get(i).label()));
            progress.accept(JsonObject.of("done", i + 1, "total", bodies.size(), "unit", "texts", "phase", "measure"));
        }
        Evaluator.Judged judged = Evaluator.judge(new Predictions(labels, right, probabilities));
        Digest id = digest(record);
        Scorecard card = new Scorecard(id.toString(), part.part(), part.dataset(), "endpoint " + endpoint.origin(),
                "elsewhere", judged,
                new Scorecard.Costs(millis, 0, 0, sent, 0, 0), OptionalDouble.empty(), Optional.empty());
        JsonObject scorecard = card.toJson();
        double median = scorecard.object("latency").number("p50_ms");
        JsonObject figures = JsonObject
                .of("utility", JsonObject.of("value", judged.macroF1().value(), "n", right.size(), "how", "measured"))
                .with("latency_ms", JsonObject.of("value", median, "n", right.size(), "how", "measured"))
                .with("scorecard", JsonObject.of("digest", card.digest().toString(), "dataset",
                        part.dataset().toString(), "part", part.part(), "accuracy", scorecard.object("accuracy")));
        state.commit(new RoutingCommand.NoteFigures(record, figures));
        return scorecard.with("member", record.string("name")).with("undecided", undecided);
    }

    /** An endpoint says a label, and not how sure it is. An answer without a label counts as a wrong one. */
    private static double[] oneHot(List<String> labels, Optional<String> label, String right) {
        double[] p = new double[labels.size()];
        int at = label.map(labels::indexOf).orElse(labels.get(0).equals(right) ? 1 : 0);
        for (int i = 0; i < p.length; i++) {
            p[i] = i == at ? 1 - UNDECIDED * (p.length - 1) : UNDECIDED;
        }
        return p;
    }
}
