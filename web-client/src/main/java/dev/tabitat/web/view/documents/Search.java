package dev.tabitat.web.view.documents;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.DocumentMethod;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.view.parts.Copied;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.PageServices;
import java.util.Optional;

/** Asks documents: a moment after the last letter, the newest question only. */
final class Search implements SearchActions {

    private static final int TYPING_PAUSE_MS = 250;
    /** How many characters around a passage are shown in its card. */
    private static final int CONTEXT = 600;
    private static final long MAX_PASSAGES = 1000;

    private final EngineCalls calls;
    private final PageServices page;
    private final Runnable outdated;
    private Question question = Question.FIRST;
    private Found found = Found.NOTHING;
    private EngineClient.Cancellation searching = () -> {};
    private int typingTimer;
    private int asked;

    /** @param outdated is run when a passage turns out to be of a document that is no more */
    Search(EngineCalls calls, PageServices page, Runnable outdated) {
        this.calls = calls;
        this.page = page;
        this.outdated = outdated;
    }

    Question question() {
        return question;
    }

    Found found() {
        return found;
    }

    /** Documents are locked: nothing that was asked or found stays. */
    void lock() {
        searching.cancel();
        asked++;
        question = question.withQuery("").withOnly("");
        found = Found.NOTHING;
    }

    /** A document is no more: nothing of it stays among what was found. */
    void removed(String document) {
        question = question.only().equals(document) ? question.withOnly("") : question;
        found = found.withoutAround(document + "/");
        if (found.answer().isPresent()) {
            ask();
        }
    }

    @Override
    public void typed(String query) {
        question = question.withQuery(query);
        page.forget(typingTimer);
        page.hush();
        typingTimer = page.later(() -> ask(false), TYPING_PAUSE_MS);
    }

    /** Sends the newest query; an older one is cancelled, and its answer is ignored. */
    @Override
    public void ask() {
        ask(true);
    }

    /** @param rerank whether a re-ranker orders what is found, which takes it a while: not at every letter */
    private void ask(boolean rerank) {
        page.forget(typingTimer);
        searching.cancel();
        int ticket = ++asked;
        page.changed();
        if (question.query().trim().isEmpty()) {
            found = Found.NOTHING;
            return;
        }
        found = found.searching();
        searching = calls.call(DocumentMethod.SEARCH, rerank ? params() : params().with("rerank", false), result -> {
            if (ticket == asked) {
                found = Found.answered((JsonObject) result);
                page.announce(AskCard.announcement((JsonObject) result));
            }
        }, error -> {
            if (ticket == asked) {
                found = Found.failed(shown(error));
            }
        });
    }

    /** What the person stopped is no failure. */
    private static Optional<ApiError> shown(ApiError error) {
        return error.code().equals("cancelled") ? Optional.empty() : Optional.of(error);
    }

    private JsonObject params() {
        JsonObject params = JsonObject.of("query", Utf8.replaceUnpairedSurrogates(question.query().trim()), "mode",
                question.mode(), "k", number(question.k()));
        params = question.only().isEmpty() ? params : params.with("documents", JsonArray.of(question.only()));
        params = question.addedFrom().isEmpty() ? params
                : params.with("added_after", page.dayStart(question.addedFrom()));
        return question.addedBefore().isEmpty() ? params
                : params.with("added_before", page.dayStart(question.addedBefore()));
    }

    private static long number(String k) {
        try {
            return Math.max(1, Math.min(MAX_PASSAGES, Long.parseLong(k)));
        } catch (NumberFormatException none) {
            return 10;
        }
    }

    private void ask(Question next) {
        question = next;
        ask();
    }

    @Override
    public void mode(String mode) {
        ask(question.withMode(mode));
    }

    @Override
    public void only(String id) {
        ask(question.withOnly(id));
    }

    @Override
    public void addedFrom(String day) {
        ask(question.withAddedFrom(day));
    }

    @Override
    public void addedBefore(String day) {
        ask(question.withAddedBefore(day));
    }

    @Override
    public void atMost(String count) {
        ask(question.withK(count));
    }

    @Override
    public void showNearest() {
        found = found.withNearest(!found.showsNearest());
        page.changed();
    }

    @Override
    public void around(JsonObject passage) {
        String key = Found.key(passage);
        if (found.around().containsKey(key)) {
            found = found.withoutAround(key);
            page.changed();
            return;
        }
        int ticket = asked;
        calls.call(DocumentMethod.READ,
                JsonObject.of("document", passage.string("document"), "start",
                        Math.max(0, passage.integer("start") - CONTEXT), "end", passage.integer("end") + CONTEXT),
                result -> {
                    if (!((JsonObject) result).string("state").equals("there")) {
                        outdated.run();
                    } else if (ticket == asked) {
                        found = found.withAround(key, (JsonObject) result);
                    }
                }, error -> found = found.withError(error));
    }

    @Override
    public void cite(JsonObject passage) {
        String problem = page.copy(Citation.text(passage, page.address()));
        found = found.with(new Copied(Found.key(passage), problem));
        page.changed();
    }

    @Override
    public void showCited() {
        page.focus(DocumentReader.CITED);
    }
}
