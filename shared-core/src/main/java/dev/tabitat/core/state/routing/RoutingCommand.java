package dev.tabitat.core.state.routing;

import static dev.tabitat.core.state.routing.RoutingAggregate.CONSENT;
import static dev.tabitat.core.state.routing.RoutingAggregate.ENDPOINT;
import static dev.tabitat.core.state.routing.RoutingAggregate.MEMBER;
import static dev.tabitat.core.state.routing.RoutingAggregate.POLICY;
import static dev.tabitat.core.state.routing.RoutingAggregate.SETTINGS;
import static dev.tabitat.core.state.routing.RoutingAggregate.THRESHOLD;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be done to policy, thresholds, consents, endpoints and members. */
public sealed interface RoutingCommand<R> extends Command<RoutingState, R> {

    /** How many endpoints are kept. */
    int MAX_ENDPOINTS = 50;
    /** How many members are kept. */
    int MAX_MEMBERS = 100;
    /** How much of a wrong id or name a refusal shows. */
    int SHOWN_CHARS = 80;

    /** The error of whoever names an endpoint that is not there. @param where the method and its parameter */
    static InvalidInput noEndpoint(String where, String id) {
        return new InvalidInput("There is no such endpoint.",
                Finding.at(where).expected("the id of an endpoint that was added")
                        .found(id.length() > SHOWN_CHARS ? id.substring(0, SHOWN_CHARS) + "\u2026" : id));
    }

    /** The error of whoever names a member that is not there. */
    static InvalidInput noMember(String method, String name) {
        return new InvalidInput("There is no such member.", Finding.at(method + ", member")
                .expected("a name that was added").found(name.length() > SHOWN_CHARS ? "a long text" : name));
    }

    private static List<RecordChange> put(String key, Object before, Object after, String record) {
        return after.equals(before) ? List.of() : List.of(RecordChange.put(SETTINGS, key, record));
    }

    /** Sets the person's policy; an empty one leaves it to Tabitat's. */
    record SetPolicy(Optional<RouterPolicy> policy) implements RoutingCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(RoutingState state) {
            if (policy.equals(state.policy())) {
                return Decision.accept(List.of(), true);
            }
            return Decision.accept(List.of(policy.isPresent()
                    ? RecordChange.put(SETTINGS, POLICY, policy.get().toJson().toString())
                    : RecordChange.delete(SETTINGS, POLICY)), true);
        }
    }

    /** Keeps what a calibration found. @param key as in {@link RoutingState#thresholds} */
    record KeepThreshold(String key, AnswerThreshold threshold) implements RoutingCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(RoutingState state) {
            return Decision.accept(List.of(
                    RecordChange.put(SETTINGS, THRESHOLD + key, threshold.toJson().toString())), true);
        }
    }

    /** Keeps a consent, in place of an earlier one. @param key as in {@link RoutingState#consents} */
    record Consent(String key, JsonObject consent) implements RoutingCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(RoutingState state) {
            return Decision.accept(put(CONSENT + key, state.consents().get(key), consent, consent.toString()), true);
        }
    }

    /** Takes a consent back; all without a key. The outcome is how many there were. */
    record ForgetConsents(Optional<String> key) implements RoutingCommand<Integer> {

        @Override
        public Decision<Integer> decide(RoutingState state) {
            List<RecordChange> changes = new ArrayList<>();
            for (String one : state.consents().keySet()) {
                if (key.isEmpty() || key.get().equals(one)) {
                    changes.add(RecordChange.delete(SETTINGS, CONSENT + one));
                }
            }
            return Decision.accept(changes, changes.size());
        }
    }

    /** Adds an endpoint, or replaces what is known of the same one; refused where there are too many. */
    record AddEndpoint(StoredEndpoint added) implements RoutingCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(RoutingState state) {
            String id = added.endpoint().id();
            if (!state.endpoints().containsKey(id) && state.endpoints().size() >= MAX_ENDPOINTS) {
                return Decision.refuse(new Refused("There are too many endpoints.", Finding.at("targets")
                        .expected("at most " + MAX_ENDPOINTS).found("as many").remedy("Remove some first.")));
            }
            return Decision.accept(put(ENDPOINT + id, state.endpoints().get(id), added, added.record()), true);
        }
    }

    /** Removes an endpoint; its members stay, without one. Refused where there is none. */
    record RemoveEndpoint(String id) implements RoutingCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(RoutingState state) {
            return state.endpoints().containsKey(id)
                    ? Decision.accept(List.of(RecordChange.delete(SETTINGS, ENDPOINT + id)), true)
                    : Decision.refuse(noEndpoint("removeTarget, target", id));
        }
    }

    /**
     * Adds a member, or replaces what is known of one of that name; refused where its endpoint is not there or there
     * are too many.
     *
     * @param member as in {@link RoutingState#members}
     */
    record AddMember(JsonObject member) implements RoutingCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(RoutingState state) {
            String name = member.string("name");
            if (!state.endpoints().containsKey(member.string("target"))) {
                return Decision.refuse(noEndpoint("addMember, target", member.string("target")));
            }
            if (!state.members().containsKey(name) && state.members().size() >= MAX_MEMBERS) {
                return Decision.refuse(new Refused("There are too many members.", Finding.at("members")
                        .expected("at most " + MAX_MEMBERS).found("as many").remedy("Remove some first.")));
            }
            return Decision.accept(put(MEMBER + name, state.members().get(name), member, member.toString()), true);
        }
    }

    /** Removes a member; refused where there is none. */
    record RemoveMember(String name) implements RoutingCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(RoutingState state) {
            return state.members().containsKey(name)
                    ? Decision.accept(List.of(RecordChange.delete(SETTINGS, MEMBER + name)), true)
                    : Decision.refuse(noMember("removeMember", name));
        }
    }

    /**
     * Notes what was measured of a member; refused where it was removed or is another one since it was asked.
     *
     * @param asked the member as it was when it was asked
     * @param figures {@code {utility, latency_ms, scorecard}}
     */
    record NoteFigures(JsonObject asked, JsonObject figures) implements RoutingCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(RoutingState state) {
            String name = asked.string("name");
            JsonObject now = state.members().get(name);
            if (now == null) {
                return Decision.refuse(noMember("measureMember", name));
            }
            for (String part : List.of("target", "task", "labels")) {
                if (!now.get(part).equals(asked.get(part))) {
                    return Decision.refuse(new Refused("The member was changed while it was measured.",
                            Finding.at("measureMember, member").expected(part + " " + asked.get(part))
                                    .found(now.get(part)).remedy("Measure it again.")));
                }
            }
            JsonObject measured = now;
            for (String figure : figures.names()) {
                measured = measured.with(figure, figures.get(figure));
            }
            return Decision.accept(put(MEMBER + name, now, measured, measured.toString()), true);
        }
    }
}
