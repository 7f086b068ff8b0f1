package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.start.StartState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the start screen shows, as the start program leaves it to the whole app, which goes on with it. */
record Handover(StartState start, Packages packages, PageStatus status) {

    JsonObject toJson() {
        JsonObject.Builder left = JsonObject.builder().put("text", start.text()).put("sample", start.sample())
                .put("ready", start.ready());
        start.answer().ifPresent(one -> left.put("answer", one));
        start.error().ifPresent(error -> left.put("answer_error", error.toJson()));
        packages.catalog().ifPresent(all -> left.put("catalog", all));
        packages.storage().ifPresent(one -> left.put("storage", one));
        status.signIn().ifPresent(why -> left.put("sign_in", why));
        status.notKept().ifPresent(why -> left.put("not_kept", why));
        return left.put("newer_app", status.newerApp()).put("start_kept", status.isStartKept())
                .put("saves_data", status.savesData()).build();
    }

    static Handover read(JsonObject left) {
        StartState first = StartState.FIRST;
        return new Handover(
                new StartState(left.string("text"), left.string("sample"), first.task(), first.model(),
                        left.bool("ready"), left.findObject("answer"),
                        left.findObject("answer_error").map(ApiError::fromJson), Optional.empty(), List.of()),
                new Packages(left.findArray("catalog"), Optional.empty(), Map.of(), left.findObject("storage")),
                new PageStatus(true, left.bool("saves_data"), Optional.empty(), left.findString("sign_in"),
                        left.findString("not_kept"), left.bool("start_kept"), left.bool("newer_app"),
                        Optional.empty()));
    }
}
