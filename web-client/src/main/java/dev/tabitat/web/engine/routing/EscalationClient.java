package dev.tabitat.web.engine.routing;

import dev.tabitat.core.decisions.DecisionRecord;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.escalation.AnswerStream;
import dev.tabitat.core.escalation.ConnectSources;
import dev.tabitat.core.escalation.Endpoint;
import dev.tabitat.core.escalation.EndpointAnswer;
import dev.tabitat.core.escalation.Plan;
import dev.tabitat.core.escalation.Question;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.ledger.LedgerEntry;
import dev.tabitat.core.routing.ExecutionScope;
import dev.tabitat.core.state.routing.RoutingCommand;
import dev.tabitat.core.state.routing.RoutingState;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.EndpointConnection;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.RoutingParams;
import dev.tabitat.web.store.AggregateStore;
import dev.tabitat.web.store.DecisionStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The client that sends approved requests to endpoints: exactly the approved bytes, and nothing else. */
public final class EscalationClient {

    private static final String PURPOSE = "escalation";
    private static final int MAX_PLANS = 50;
    private static final int MAX_ERROR_LENGTH = 1000;

    private final AggregateStore<RoutingState> state;
    private final DecisionStore decisions;
    private final EngineEnvironment environment;
    private final Bus bus;
    private final Ledger ledger;
    private final Targets targets;
    private final Map<String, Waiting> plans = new LinkedHashMap<>();
    private long lastPlan;

    public EscalationClient(AggregateStore<RoutingState> state, DecisionStore decisions, EngineEnvironment environment,
            Bus bus, Ledger ledger, Targets targets) {
        this.state = state;
        this.decisions = decisions;
        this.environment = environment;
        this.bus = bus;
        this.ledger = ledger;
        this.targets = targets;
    }

    /** A plan that waits for a person. @param decision index of its record; labels empty for an answer in words */
    private record Waiting(Plan plan, long decision, List<String> labels) {
    }

    String nextId() {
        return "plan-" + ++lastPlan;
    }

    /** What the person said before of plans like this: {@code always}, {@code never} or nothing. */
    Optional<String> consent(Plan plan) {
        // A version of the app without revisions may have taken it back.
        state.compareSettings();
        return Optional.ofNullable(state.state().consents().get(consentKey(plan)))
                .map(consent -> consent.string("choice"));
    }

    private static String consentKey(Plan plan) {
        return Digest.of(Utf8.encode(plan.consentKey())).hex();
    }

    /** Keeps a plan until it is approved, or this tab closes. */
    void propose(Plan plan, long decision, List<String> labels) {
        plans.put(plan.id(), new Waiting(plan, decision, labels));
        if (plans.size() > MAX_PLANS) {
            plans.remove(plans.keySet().iterator().next());
        }
    }

    /**
     * Does with a plan what the person says. With a digest it is refused unless the plan is that of those bytes.
     */
    public JsonObject approve(RoutingParams.Approve said, Consumer<JsonObject> progress, CancellationToken stop) {
        String id = said.plan();
        Waiting waiting = plans.get(id);
        if (waiting == null) {
            throw new InvalidInput("There is no such plan.",
                    Finding.at("approve, plan").expected("the id of a plan of this visit")
                            .found(id.length() > 80 ? "a long text" : id)
                            .remedy("Route the text again."));
        }
        String choice = said.choice();
        if (said.digest().isPresent() && !said.digest().get().equals(waiting.plan().digest().toString())) {
            throw new Refused("These are not the bytes that were shown.", Finding.at("approve, digest")
                    .expected(waiting.plan().digest()).found(said.digest().get()));
        }
        if (!choice.equals("once")) {
            state.commit(new RoutingCommand.Consent(consentKey(waiting.plan()),
                    JsonObject.of("choice", choice, "task", waiting.plan().task(), "data_class",
                            waiting.plan().dataClass().id(),
                            "endpoint", waiting.plan().endpoint().url(), "model", waiting.plan().endpoint().model(),
                            "since_utc", environment.nowUtc())));
        }
        if (choice.equals("never")) {
            plans.remove(id);
            note(waiting, choice, 0, 0, 0, "refused");
            return JsonObject.of("plan", id, "outcome", "refused", "sent_bytes", 0, "received_bytes", 0);
        }
        return send(waiting, choice, said.patienceMs(), progress, stop);
    }

    /** Sends a plan that an earlier consent covers. */
    JsonObject sendAsAlways(String id, Consumer<JsonObject> progress, CancellationToken stop) {
        return send(plans.get(id), "always", RoutingParams.PATIENCE_MILLIS, progress, stop);
    }

    private void note(Waiting waiting, String choice, long sent, long received, double millis, String outcome) {
        long index = decisions.append(DecisionRecord.escalation(waiting.decision(), waiting.plan().digest(), choice,
                waiting.plan().endpoint().origin(), sent, received, millis, outcome));
        bus.changed(Topic.ROUTING, RoutingNews.decision(index));
    }

    private JsonObject send(Waiting waiting, String choice, int patienceMillis, Consumer<JsonObject> progress,
            CancellationToken stop) {
        Plan plan = waiting.plan();
        double start = environment.millis();
        Exchange exchange = new Exchange();
        try {
            EndpointAnswer answered = ask(plan.endpoint(), plan.body(), exchange, patienceMillis,
                    text -> progress.accept(JsonObject.of("done", text.length(), "total", 0, "unit", "characters",
                            "phase", "answer", "text", plan.redaction().fill(text))),
                    stop).requireText(plan.endpoint().url() + plan.endpoint().dialect().chatPath());
            plans.remove(plan.id());
            note(waiting, choice, exchange.sent, exchange.received, environment.millis() - start, "answered");
            JsonObject json = JsonObject.of("plan", plan.id(), "outcome", "answered", "destination",
                    plan.endpoint().toJson(), "text", answered.text(),
                    "filled", plan.redaction().fill(answered.text()), "sent_bytes", exchange.sent, "received_bytes",
                    exchange.received, "ms", environment.millis() - start);
            json = answered.tokens() < 0 ? json : json.with("tokens", answered.tokens());
            json = json.with("finish_reason", answered.ending().id());
            json = answered.notice().isEmpty() ? json : json.with("notice", answered.notice());
            // What is cut short may go on to say otherwise, and a refusal names labels without giving one.
            Optional<String> label = answered.isCutShort() || answered.isRefusal() ? Optional.empty()
                    : Question.label(answered.text(), waiting.labels());
            return label.isPresent() ? json.with("label", label.get()) : json;
        } catch (TabitatException e) {
            String code = dev.tabitat.core.api.ApiError.of(e).code();
            note(waiting, choice, exchange.sent, exchange.received, environment.millis() - start, code);
            throw e;
        }
    }

    /** What went and came, also where it ended badly. */
    static final class Exchange {
        private long sent;
        private long received;

        long sent() {
            return sent;
        }

        long received() {
            return received;
        }
    }

    /**
     * Calls an endpoint; the bytes sent and received are entered in the ledger in every case.
     *
     * @param told receives all of the answer so far
     * @return the answer, which may be empty or cut short
     */
    EndpointAnswer ask(Endpoint endpoint, byte[] body, Exchange exchange, int patienceMillis, Consumer<String> told,
            CancellationToken stop) {
        EndpointConnection line = environment.endpoints();
        Optional<String> key = targets.key(endpoint);
        requireOpenWay(endpoint, line);
        exchange.sent = body.length;
        // Counted and written when it is sent, so that the page shows it before the answer comes. Where the connection
        // breaks, how much
        // of it went is unknown: all of it counts.
        ledger.request(endpoint.origin(), PURPOSE, exchange.sent, 0);
        ledger.flush();
        EndpointConnection.Reply reply = line.ask(endpoint.url() + endpoint.dialect().chatPath(), key,
                Optional.of(body),
                patienceMillis, stop);
        try {
            return read(endpoint, reply, exchange, told);
        } finally {
            reply.close();
            ledger.add(new LedgerEntry(endpoint.origin(), PURPOSE, 0, 0, exchange.received));
        }
    }

    private static EndpointAnswer read(Endpoint endpoint, EndpointConnection.Reply reply, Exchange exchange,
            Consumer<String> told) {
        if (reply.status() != 200) {
            byte[] first = reply.next();
            exchange.received += first.length;
            throw complaint(endpoint, reply.status(), first);
        }
        AnswerStream stream = new AnswerStream(endpoint.dialect());
        StringBuilder sofar = new StringBuilder();
        for (byte[] piece = reply.next(); piece.length > 0; piece = reply.next()) {
            exchange.received += piece.length;
            String more = stream.take(piece);
            if (!more.isEmpty()) {
                told.accept(sofar.append(more).toString());
            }
        }
        return stream.finish();
    }

    private static TabitatException complaint(Endpoint endpoint, int status, byte[] body) {
        String words;
        try {
            words = Utf8.decode(body);
        } catch (TabitatException e) {
            words = body.length + " bytes that are no text";
        }
        words = words.length() > MAX_ERROR_LENGTH ? words.substring(0, MAX_ERROR_LENGTH) + "\u2026" : words;
        Finding finding = Finding.at(endpoint.url() + endpoint.dialect().chatPath()).expected("status 200")
                .found(status + ": " + words);
        if (status == 401 || status == 403) {
            return new Refused("The endpoint does not let this key in.",
                    finding.remedy("Add the endpoint again with its key."));
        }
        return new Unavailable(
                status == 404 ? "The endpoint does not offer this model or this API." : "The endpoint failed.",
                finding.remedy(
                        status == 404 ? "Look at its list of models." : "Try again later, or another endpoint."));
    }

    /** @throws Refused when the page's own policy or the browser's rules stand in the way */
    static void requireOpenWay(Endpoint endpoint, EndpointConnection line) {
        if (line.self().startsWith("https:") && endpoint.url().startsWith("http:")
                && endpoint.reach() == ExecutionScope.NETWORK) {
            throw new Refused("A page under https may not call an endpoint under plain http.",
                    Finding.at(endpoint.origin()).expected("https").found("http (mixed content)")
                            .remedy("Put the endpoint behind https, or run it on this device."));
        }
        String policy;
        try {
            policy = line.securityPolicy();
        } catch (TabitatException offline) {
            // Without its host the page cannot read its own policy; the browser still keeps to it.
            return;
        }
        ConnectSources sources = ConnectSources.of(policy);
        if (!sources.allows(endpoint.origin(), line.self())) {
            throw new Refused("This page's security policy does not let it connect there.", Finding
                    .at("Content-Security-Policy, connect-src").expected(endpoint.origin()).found(sources.words())
                    .remedy("Start Tabitat's host with --endpoint " + endpoint.origin() + " and reload the page."));
        }
    }

    /** What was agreed to for always or never. */
    JsonArray consents() {
        return RoutingNews.consents(state.current());
    }

    /** Takes a consent back; all without an id. @return {@code {forgotten}} */
    public JsonObject forget(RoutingParams.ForgetConsent wanted) {
        return JsonObject.of("forgotten", state.commit(new RoutingCommand.ForgetConsents(wanted.id())));
    }
}
