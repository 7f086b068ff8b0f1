package dev.tabitat.web.view.route;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.core.text.Split;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Fields;
import dev.tabitat.web.view.route.RouteState.Ask;
import dev.tabitat.web.view.route.RouteState.Outcome;
import dev.tabitat.web.view.route.RouteState.Policy;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.Screen;
import dev.tabitat.web.view.screen.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The controller of the route screen. */
public final class RouteController implements Screen, RouteActions {

    private final EngineCalls calls;
    private final PageServices page;
    private final Shared shared;
    private final Lists lists;
    private RouteState state = RouteState.FIRST;
    private EngineClient.Cancellation asking = () -> {};

    public RouteController(EngineClient engine, PageServices page, Shared shared) {
        this.calls = new EngineCalls(engine, page);
        this.page = page;
        this.shared = shared;
        this.lists = new Lists(page, calls);
        lists.add(EngineMethod.POLICY, List.of(Topic.ROUTING_AS_A_WHOLE, Topic.STORED_PACKAGES),
                result -> state = state.with(state.policy().withAnswer((JsonObject) result)),
                error -> state = state.with(state.policy().withError(Optional.of(error))));
        lists.add(EngineMethod.TARGETS, List.of(Topic.ROUTING_AS_A_WHOLE),
                result -> state = state.with(state.endpoints().withTargets((JsonArray) result)), this::failed);
        lists.add(EngineMethod.MEMBERS, List.of(Topic.ROUTING_AS_A_WHOLE),
                result -> state = state.with(state.endpoints().withMembers((JsonArray) result)), this::failed);
        lists.add(EngineMethod.ROUTES, List.of(Topic.DECISIONS),
                result -> state = state.with(state.log().withAnswer((JsonObject) result)),
                error -> state = state.with(state.log().failed(error)));
    }

    private void failed(ApiError error) {
        state = state.with(state.endpoints().failed(error));
    }

    RouteState state() {
        return state;
    }

    @Override
    public Lists lists() {
        return lists;
    }

    /** Applies what changed; only what follows from the whole of it, policy and log, is requested again. */
    @Override
    public void onEvent(String topic, JsonObject body) {
        if (topic.equals(Topic.ROUTING)) {
            state = state.with(state.endpoints().following(body)).with(state.log().following(body));
            if (body.has("policy")) {
                lists.refresh(EngineMethod.POLICY.wireName());
            }
        }
        if (!body.has(Announcement.HERE)) {
            lists.onEvent(topic, body);
        }
    }

    @Override
    public List<Html> render() {
        return RouteScreen.render(state, shared.packages(), this);
    }

    @Override
    public List<String> packageLists() {
        return List.of(PackagesController.CATALOG);
    }

    @Override
    public void typed(String text) {
        Ask ask = state.ask();
        state = state.with(new Ask(text, ask.task(), ask.dataClass(), ask.mayLeave()));
    }

    @Override
    public void useTask(String task) {
        Ask ask = state.ask();
        state = state.with(new Ask(ask.text(), task, ask.dataClass(), ask.mayLeave()));
    }

    @Override
    public void useDataClass(String id) {
        Ask ask = state.ask();
        state = state.with(new Ask(ask.text(), ask.task(), id, ask.mayLeave()));
    }

    @Override
    public void mayLeave(boolean may) {
        Ask ask = state.ask();
        state = state.with(new Ask(ask.text(), ask.task(), ask.dataClass(), may));
    }

    @Override
    public void decide() {
        if (state.outcome().isBusy()) {
            return;
        }
        state = state.with(state.outcome().deciding());
        page.changed();
        Ask ask = state.ask();
        JsonObject params = JsonObject.of("task", ask.task(), "input", Utf8.replaceUnpairedSurrogates(ask.text()),
                "data_class", ask.dataClass(), "escalation", ask.mayLeave() ? "with_approval" : "never");
        calls.call(EngineMethod.ROUTE, params, result -> state = state.with(Outcome.decided((JsonObject) result)),
                error -> state = state.with(Outcome.failed(error)));
    }

    @Override
    public void approve(String choice) {
        Optional<JsonObject> plan = state.outcome().decision().flatMap(decision -> decision.findObject("plan"));
        if (plan.isEmpty()) {
            return;
        }
        String id = plan.get().string("id");
        state = state.with(state.outcome().sending(!choice.equals("never")));
        page.changed();
        asking = calls.call(EngineMethod.APPROVE,
                JsonObject.of("plan", id, "digest", plan.get().string("digest"), "choice", choice),
                (result, bytes) -> {
                    if (isShown(id)) {
                        state = state.with(state.outcome().answered((JsonObject) result));
                    }
                }, error -> {
                    if (isShown(id)) {
                        state = state.with(state.outcome().notAnswered(error));
                    }
                }, report -> {
                    if (isShown(id)) {
                        state = state.with(state.outcome().streamed(report.stringOr("text", "")));
                    }
                });
    }

    /** Whether this plan is still the one on the screen: an answer to another must not stand below it. */
    private boolean isShown(String plan) {
        return state.outcome().decision().flatMap(decision -> decision.findObject("plan"))
                .filter(one -> one.stringOr("id", "").equals(plan)).isPresent();
    }

    @Override
    public void stop() {
        asking.cancel();
    }

    @Override
    public void draft(String json) {
        state = state.with(state.policy().withDraft(json));
    }

    @Override
    public void usePolicy() {
        Policy policy = state.policy();
        String json = policy.draft().or(() -> policy.answer().map(one -> one.object("policy").toString())).orElse("");
        try {
            policy(JsonObject.of("set",
                    JsonReader.readObject(Utf8.replaceUnpairedSurrogates(json), JsonLimits.DEFAULT)));
        } catch (TabitatException malformed) {
            state = state.with(policy.withError(Optional.of(ApiError.of(malformed))));
            page.changed();
        }
    }

    @Override
    public void resetPolicy() {
        policy(JsonObject.of("reset", true));
    }

    private void policy(JsonObject params) {
        state = state.with(state.policy().withError(Optional.empty()));
        calls.call(EngineMethod.POLICY, params,
                result -> state = state
                        .with(new Policy(Optional.of((JsonObject) result), Optional.empty(), Optional.empty())),
                error -> state = state.with(state.policy().withError(Optional.of(error))));
    }

    @Override
    public void savePolicy() {
        if (state.policy().answer().isPresent()) {
            page.download("RouterPolicy.json", "application/json",
                    JsonWriter.pretty(state.policy().answer().get().object("policy")));
        }
    }

    @Override
    public void field(String name, String text) {
        state = state.with(state.fields().with(name, text));
    }

    @Override
    public void discover() {
        state = state.with(state.endpoints().looking());
        page.changed();
        calls.call(EngineMethod.DISCOVER, JsonObject.EMPTY,
                result -> state = state.with(state.endpoints().found((JsonArray) result)), this::failed);
    }

    /** Changes endpoints, members or consents; the event about it says what is new. */
    private void change(Method method, JsonObject params) {
        state = state.with(state.endpoints().withoutError());
        calls.call(method, params, result -> {}, this::failed);
    }

    /** The same with what is typed in the fields, which are empty when it is done. */
    private void submit(Method method, JsonObject params) {
        state = state.with(state.endpoints().withoutError());
        calls.call(method, params, result -> state = state.with(Fields.NONE), this::failed);
    }

    @Override
    public void addTarget() {
        String url = state.field("target-url");
        JsonObject target = JsonObject.of("name",
                state.field("target-name").isEmpty() ? url : state.field("target-name"), "url", url, "dialect",
                state.field("dialect").isEmpty() ? "ollama" : state.field("dialect"), "model",
                state.field("target-model"));
        submit(EngineMethod.ADD_TARGET, state.field("target-key").isEmpty() ? target
                : target.with("key", state.field("target-key")).with("passphrase", state.field("target-pass")));
    }

    @Override
    public void addFound(String url, String dialect, String model) {
        change(EngineMethod.ADD_TARGET,
                JsonObject.of("name", model + " on this device", "url", url, "dialect", dialect, "model", model));
    }

    @Override
    public void removeTarget(String id) {
        change(EngineMethod.REMOVE_TARGET, JsonObject.of("target", id));
    }

    @Override
    public void unlockTarget(String id) {
        submit(EngineMethod.UNLOCK_TARGET, JsonObject.of("target", id, "passphrase", state.field("unlock")));
    }

    @Override
    public void addMember() {
        List<JsonObject> targets = state.endpoints().targets().objects();
        String id = targets.isEmpty() ? "" : targets.get(0).string("id");
        for (JsonObject one : targets) {
            id = one.string("name").equals(state.field("member-target")) ? one.string("id") : id;
        }
        List<Json> labels = new ArrayList<>();
        for (String label : Split.array(state.field("member-labels"), ',')) {
            if (!label.trim().isEmpty()) {
                labels.add(Json.of(label.trim()));
            }
        }
        submit(EngineMethod.ADD_MEMBER, JsonObject.of("name", state.field("member-name"), "target", id, "task",
                state.field("member-task"), "labels", labels));
    }

    @Override
    public void removeMember(String name) {
        change(EngineMethod.REMOVE_MEMBER, JsonObject.of("member", name));
    }

    @Override
    public void forgetConsent(String id) {
        change(EngineMethod.FORGET_CONSENT, JsonObject.of("id", id));
    }

    @Override
    public void replayLog() {
        calls.call(EngineMethod.REPLAY_DECISIONS, JsonObject.EMPTY,
                result -> state = state.with(state.log().withReplayed((JsonObject) result)),
                error -> state = state.with(state.log().failed(error)));
    }

    @Override
    public void exportLog() {
        calls.export(JsonObject.of("what", "decisions", "format", "json"),
                error -> state = state.with(state.log().failed(error)));
    }

    @Override
    public String language(String code) {
        return page.language(code);
    }
}
