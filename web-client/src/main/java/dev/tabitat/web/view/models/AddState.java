package dev.tabitat.web.view.models;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.importing.ImportNames;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.view.parts.Fields;
import java.util.List;
import java.util.Optional;

/**
 * The state of {@code Add a model}.
 *
 * @param fields what is typed in its fields, by field
 * @param hub how the page stands with its hub
 * @param consent what waits for the person's consent; empty for nothing
 * @param search what was searched for last
 * @param inspection the model that was inspected last
 * @param added what {@code addModel} answered last; empty before that, and once the person has seen it
 */
record AddState(Fields fields, Hub hub, Optional<Consent> consent, Search search, Inspection inspection,
        Optional<JsonObject> added) {

    /** The box for names, links and words. */
    static final String WHERE = "add-where";
    /** The name that an added model gets here. */
    static final String NAME = "add-name";
    /** The access token of a hub. */
    static final String TOKEN = "hub-token";
    /** The passphrase that seals the token. */
    static final String PASSPHRASE = "hub-passphrase";

    static final AddState FIRST = new AddState(Fields.NONE, Hub.UNKNOWN, Optional.empty(), Search.NONE,
            Inspection.NONE, Optional.empty());

    /**
     * The hub that the host of the page names, as {@code hub} answers.
     *
     * @param isKnown whether the engine has answered
     * @param origin empty where the host was started without a hub
     * @param token {@code none}, {@code locked} or {@code open}
     * @param error why the token could not be kept or unlocked; empty where it could
     */
    record Hub(boolean isKnown, String origin, String token, Optional<ApiError> error) {

        static final Hub UNKNOWN = new Hub(false, "", "none", Optional.empty());

        static Hub known(String origin, String token) {
            return new Hub(true, origin, token, Optional.empty());
        }

        Hub withError(ApiError reason) {
            return new Hub(isKnown, origin, token, Optional.of(reason));
        }

        boolean isAbsent() {
            return isKnown && origin.isEmpty();
        }
    }

    /**
     * A first request to an origin that the person has not agreed to; nothing was sent.
     *
     * @param origin scheme, host and port
     * @param question what is called again, with the person's consent
     */
    record Consent(String origin, Question question) {}

    /** What is asked of the engine and may need consent. */
    enum Question {
        SEARCH,
        INSPECT,
        ADD
    }

    /**
     * A search of the hub.
     *
     * @param query the words; empty before the first search
     * @param hits {@code [{id, downloads, ...}]}; empty before the answer
     */
    record Search(String query, boolean isBusy, Optional<JsonArray> hits, Optional<ApiError> error) {

        static final Search NONE = new Search("", false, Optional.empty(), Optional.empty());
    }

    /**
     * An inspection of one model.
     *
     * @param label what the model is called in sentences; empty before the first inspection
     * @param source as {@code inspectModel} takes it; empty for files of this device
     * @param step what is read just now, as a sentence; empty where nothing is
     * @param plan what {@code inspectModel} answered
     * @param choice which of the plan's choices is taken
     */
    record Inspection(String label, JsonObject source, String step, Optional<JsonObject> plan, Optional<ApiError> error,
            int choice) {

        static final Inspection NONE = new Inspection("", JsonObject.EMPTY, "", Optional.empty(), Optional.empty(), 0);

        static Inspection begun(String label, JsonObject source) {
            return new Inspection(label, source, "Reading what " + label + " is\u2026", Optional.empty(),
                    Optional.empty(), 0);
        }

        boolean isBusy() {
            return !step.isEmpty();
        }

        Inspection withStep(String now) {
            return new Inspection(label, source, now, plan, error, choice);
        }

        Inspection withPlan(JsonObject found) {
            return new Inspection(label, source, "", Optional.of(found), Optional.empty(), 0);
        }

        Inspection withError(ApiError reason) {
            return new Inspection(label, source, "", Optional.empty(), Optional.of(reason), 0);
        }

        Inspection withChoice(int index) {
            return new Inspection(label, source, step, plan, error, index);
        }

        /** The choices of the plan; none where there is one way only. */
        List<JsonObject> choices() {
            return plan.flatMap(found -> found.findArray("choices")).orElse(JsonArray.EMPTY).objects();
        }

        /** The choice that is taken; empty where there is one way only. */
        Optional<JsonObject> chosen() {
            List<JsonObject> all = choices();
            return choice < all.size() ? Optional.of(all.get(choice)) : Optional.empty();
        }
    }

    String field(String name) {
        return fields.get(name);
    }

    /** The name that the model gets: as typed, or made of what was inspected and the choice that is taken. */
    String name() {
        String typed = field(NAME).trim();
        String made = inspection.plan().map(plan -> plan.stringOr("name", "")).orElse("");
        Optional<JsonObject> chosen = inspection.chosen();
        if (!typed.isEmpty() || made.isEmpty() || chosen.isEmpty() || inspection.choice() == 0) {
            return typed.isEmpty() ? made : typed;
        }
        PackageName name = PackageName.parse(made);
        return name.name() + ":" + ImportNames.of("m", chosen.get().stringOr("quantization", "")).tag();
    }

    /** What is typed in the box. */
    AddInput input() {
        return AddInput.parse(field(WHERE), hub.origin());
    }

    AddState withField(String name, String text) {
        return new AddState(fields.with(name, text), hub, consent, search, inspection, added);
    }

    AddState with(Hub now) {
        return new AddState(fields, now, consent, search, inspection, added);
    }

    AddState withConsent(Optional<Consent> now) {
        return new AddState(fields, hub, now, search, inspection, added);
    }

    AddState with(Search now) {
        return new AddState(fields, hub, consent, now, inspection, added);
    }

    AddState with(Inspection now) {
        return new AddState(fields, hub, consent, search, now, added);
    }

    AddState withAdded(Optional<JsonObject> result) {
        return new AddState(fields, hub, consent, search, inspection, result);
    }
}
