package dev.tabitat.web.view.route;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Entries;
import dev.tabitat.web.view.parts.Fields;
import dev.tabitat.web.view.parts.Packages;
import java.util.Optional;

/**
 * The state of the route screen.
 *
 * @param fields what is typed in the fields about endpoints and members, by field
 */
record RouteState(Ask ask, Outcome outcome, Policy policy, Endpoints endpoints, Log log, Fields fields) {

    /** What is asked. @param mayLeave whether the text may leave once its bytes have been seen */
    record Ask(String text, String task, String dataClass, boolean mayLeave) {

        static final Ask FIRST = new Ask("", Packages.LANGUAGE_TASK, "general", true);
    }

    /**
     * What became of the text.
     *
     * @param isBusy whether it is being decided
     * @param decision what {@code route} answered last
     * @param error why it did not
     * @param streaming the answer from outside as it streams in; empty for none
     * @param isSending whether bytes are being sent, or answered
     * @param sent what became of the last plan
     * @param sendError why its answer did not arrive
     */
    record Outcome(boolean isBusy, Optional<JsonObject> decision, Optional<ApiError> error, String streaming,
            boolean isSending, Optional<JsonObject> sent, Optional<ApiError> sendError) {

        static final Outcome NONE = new Outcome(false, Optional.empty(), Optional.empty(), "", false, Optional.empty(),
                Optional.empty());

        /** The decision before stays in sight. */
        Outcome deciding() {
            return new Outcome(true, decision, Optional.empty(), "", isSending, Optional.empty(), Optional.empty());
        }

        static Outcome decided(JsonObject decision) {
            return new Outcome(false, Optional.of(decision), Optional.empty(), "", false,
                    decision.findObject("escalation"), Optional.empty());
        }

        static Outcome failed(ApiError error) {
            return new Outcome(false, Optional.empty(), Optional.of(error), "", false, Optional.empty(),
                    Optional.empty());
        }

        Outcome sending(boolean anything) {
            return new Outcome(isBusy, decision, error, "", anything, sent, Optional.empty());
        }

        Outcome streamed(String text) {
            return new Outcome(isBusy, decision, error, text, isSending, sent, sendError);
        }

        Outcome answered(JsonObject result) {
            return new Outcome(isBusy, decision, error, streaming, false, Optional.of(result), Optional.empty());
        }

        Outcome notAnswered(ApiError reason) {
            return new Outcome(isBusy, decision, error, streaming, false, sent, Optional.of(reason));
        }
    }

    /**
     * The policy.
     *
     * @param answer of {@code policy}
     * @param draft as it is being edited; empty for as it is
     * @param error why it was not read or changed
     */
    record Policy(Optional<JsonObject> answer, Optional<String> draft, Optional<ApiError> error) {

        static final Policy UNKNOWN = new Policy(Optional.empty(), Optional.empty(), Optional.empty());

        Policy withAnswer(JsonObject now) {
            return new Policy(Optional.of(now), draft, error);
        }

        Policy withDraft(String json) {
            return new Policy(answer, Optional.of(json), error);
        }

        Policy withError(Optional<ApiError> reason) {
            return new Policy(answer, draft, reason);
        }
    }

    /**
     * Who can be asked outside this tab.
     *
     * @param targets what {@code targets} answered
     * @param members what {@code members} answered
     * @param discovered what was found on this device; empty before the first search
     * @param isLooking whether it is being searched
     * @param error why the last thing done with one failed
     */
    record Endpoints(JsonArray targets, JsonArray members, Optional<JsonArray> discovered, boolean isLooking,
            Optional<ApiError> error) {

        static final Endpoints UNKNOWN = new Endpoints(JsonArray.EMPTY, JsonArray.EMPTY, Optional.empty(), false,
                Optional.empty());

        /** What an event says of endpoints and members is applied. */
        Endpoints following(JsonObject body) {
            return new Endpoints(
                    body.findObject("targets").isPresent()
                            ? Entries.changed(targets, "id", body.object("targets"))
                            : targets,
                    body.findObject("members").isPresent()
                            ? Entries.changed(members, "name", body.object("members"))
                            : members,
                    discovered, isLooking, error);
        }

        Endpoints withTargets(JsonArray now) {
            return new Endpoints(now, members, discovered, isLooking, error);
        }

        Endpoints withMembers(JsonArray now) {
            return new Endpoints(targets, now, discovered, isLooking, error);
        }

        Endpoints looking() {
            return new Endpoints(targets, members, discovered, true, Optional.empty());
        }

        Endpoints found(JsonArray now) {
            return new Endpoints(targets, members, Optional.of(now), false, error);
        }

        /** Nothing is searched any more. */
        Endpoints failed(ApiError reason) {
            return new Endpoints(targets, members, discovered, false, Optional.of(reason));
        }

        Endpoints withoutError() {
            return new Endpoints(targets, members, discovered, isLooking, Optional.empty());
        }
    }

    /** The log of decisions. @param answer of {@code routes} @param replayed what {@code replayDecisions} found */
    record Log(Optional<JsonObject> answer, Optional<JsonObject> replayed, Optional<ApiError> error) {

        static final Log UNKNOWN = new Log(Optional.empty(), Optional.empty(), Optional.empty());

        Log withAnswer(JsonObject now) {
            return new Log(Optional.of(now), replayed, Optional.empty());
        }

        /** What an event says of consents is applied. */
        Log following(JsonObject body) {
            return answer.isPresent() && body.has("consents")
                    ? new Log(Optional.of(answer.get().with("consents", body.array("consents"))), replayed, error)
                    : this;
        }

        Log withReplayed(JsonObject found) {
            return new Log(answer, Optional.of(found), error);
        }

        Log failed(ApiError reason) {
            return new Log(answer, replayed, Optional.of(reason));
        }
    }

    static final RouteState FIRST = new RouteState(Ask.FIRST, Outcome.NONE, Policy.UNKNOWN, Endpoints.UNKNOWN,
            Log.UNKNOWN, Fields.NONE);

    String field(String name) {
        return fields.get(name);
    }

    RouteState with(Ask now) {
        return new RouteState(now, outcome, policy, endpoints, log, fields);
    }

    RouteState with(Outcome now) {
        return new RouteState(ask, now, policy, endpoints, log, fields);
    }

    RouteState with(Policy now) {
        return new RouteState(ask, outcome, now, endpoints, log, fields);
    }

    RouteState with(Endpoints now) {
        return new RouteState(ask, outcome, policy, now, log, fields);
    }

    RouteState with(Log now) {
        return new RouteState(ask, outcome, policy, endpoints, now, fields);
    }

    RouteState with(Fields now) {
        return new RouteState(ask, outcome, policy, endpoints, log, now);
    }
}
