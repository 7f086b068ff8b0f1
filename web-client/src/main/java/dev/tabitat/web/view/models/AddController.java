package dev.tabitat.web.view.models;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.view.models.AddState.Consent;
import dev.tabitat.web.view.models.AddState.Hub;
import dev.tabitat.web.view.models.AddState.Inspection;
import dev.tabitat.web.view.models.AddState.Question;
import dev.tabitat.web.view.models.AddState.Search;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.PickedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The controller of {@code Add a model}: searches the hub, inspects models of anywhere and adds them. What is typed
 * stays until it is used, whatever fails.
 */
final class AddController implements AddActions {

    private static final String NEEDS_CONSENT = "needs_consent";

    private final EngineCalls calls;
    private final PageServices page;
    private final PackagesController packages;
    private final Consumer<PickedFile> importer;
    private AddState state = AddState.FIRST;
    /** The files that are inspected, with their list; empty for a model of elsewhere. */
    private List<PickedFile> files = List.of();
    private EngineClient.Cancellation running = () -> {};
    /** Counts questions, so that the answer to an older one is ignored. */
    private int asked;

    /** @param importer imports a file that is an archive of packages or a signature */
    AddController(EngineCalls calls, PageServices page, PackagesController packages, Consumer<PickedFile> importer) {
        this.calls = calls;
        this.page = page;
        this.packages = packages;
        this.importer = importer;
    }

    /** The screen is shown: how the page stands with its hub is requested, until it is known. */
    void open() {
        if (!state.hub().isKnown()) {
            calls.call(EngineMethod.HUB, JsonObject.EMPTY, result -> state = state.with(hub((JsonObject) result)),
                    askedAgainNextTime -> {});
        }
    }

    AddState state() {
        return state;
    }

    private static Hub hub(JsonObject answer) {
        return Hub.known(answer.stringOr("origin", ""), answer.string("token"));
    }

    @Override
    public void typed(String field, String text) {
        state = state.withField(field, text);
        page.changed();
    }

    @Override
    public void look() {
        AddInput input = state.input();
        if (input.isEmpty()) {
            page.focus(AddState.WHERE);
        } else if (input.isSource()) {
            inspect(input.source());
        } else {
            search(false);
        }
    }

    // The hub's search.

    private void search(boolean consent) {
        String query = state.field(AddState.WHERE).trim();
        int ticket = begin();
        state = state.with(new Search(query, true, Optional.empty(), Optional.empty()));
        page.changed();
        running = calls.call(EngineMethod.SEARCH_HUB, consented(JsonObject.of("query", query), consent),
                result -> searched(ticket, query, hits(result), Optional.empty()),
                error -> {
                    if (!asksConsent(ticket, error, Question.SEARCH)) {
                        searched(ticket, query, Optional.empty(), Optional.of(error));
                    }
                });
    }

    private static Optional<JsonArray> hits(Json result) {
        return Optional.of(((JsonObject) result).array("results"));
    }

    private void searched(int ticket, String query, Optional<JsonArray> hits, Optional<ApiError> error) {
        if (ticket == asked) {
            state = state.with(new Search(query, false, hits, error));
        }
    }

    // Inspection.

    @Override
    public void inspectHub(String id) {
        inspect(JsonObject.of("hub", id));
    }

    private void inspect(JsonObject source) {
        files = List.of();
        inspect(Inspection.begun(AddInput.label(source), source), false);
    }

    @Override
    public void inspectFiles(Object event) {
        page.picked(event, this::take);
    }

    /** Takes files that were chosen or dropped. @return whether there were any that can be read */
    boolean take(List<PickedFile> picked) {
        List<PickedFile> readable = new ArrayList<>();
        for (PickedFile one : picked) {
            if (one.content().isPresent() && !one.name().startsWith(".")) {
                readable.add(one);
            }
        }
        if (readable.isEmpty()) {
            return false;
        }
        if (readable.size() == 1 && isPackage(readable.get(0).name())) {
            importer.accept(readable.get(0));
            return true;
        }
        files = List.copyOf(readable);
        inspect(Inspection.begun(title(files), JsonObject.EMPTY), false);
        return true;
    }

    private static boolean isPackage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".tar") || lower.endsWith(".sig") || lower.endsWith(".json");
    }

    /** The folder's name, or the file's; of several files the first weight file's. */
    private static String title(List<PickedFile> files) {
        PickedFile first = files.get(0);
        int slash = first.path().indexOf('/');
        if (slash > 0) {
            return first.path().substring(0, slash);
        }
        for (PickedFile one : files) {
            String lower = one.name().toLowerCase(Locale.ROOT);
            if (lower.endsWith(".safetensors") || lower.endsWith(".onnx") || lower.endsWith(".gguf")) {
                return one.name();
            }
        }
        return first.name();
    }

    private void inspect(Inspection begun, boolean consent) {
        int ticket = begin();
        state = state.with(begun).withField(AddState.NAME, "");
        page.changed();
        JsonObject params = consented(JsonObject.of("source", source(begun)), consent);
        Consumer<Json> done = result -> {
            if (ticket == asked) {
                inspected(begun, (JsonObject) result);
            }
        };
        Consumer<ApiError> failed = error -> {
            if (!asksConsent(ticket, error, Question.INSPECT) && ticket == asked) {
                state = state.with(begun.withError(error));
            }
        };
        Optional<PickedFile> whole = whole();
        running = whole.isPresent()
                ? calls.send(EngineMethod.INSPECT_MODEL, params, whole.get(), done, failed, report -> {})
                : calls.call(EngineMethod.INSPECT_MODEL, params, done, failed);
    }

    private void inspected(Inspection begun, JsonObject plan) {
        Inspection found = begun.withPlan(plan);
        String wanted = begun.source().stringOr("file", "");
        List<JsonObject> choices = found.choices();
        for (int i = 0; i < choices.size(); i++) {
            if (!wanted.isEmpty() && choices.get(i).stringOr("file", "").equals(wanted)) {
                found = found.withChoice(i);
                break;
            }
        }
        state = state.with(found);
        page.focus(InspectionCard.CARD);
    }

    /** The source as the engine takes it: files are named, and their bytes go beside the call. */
    private JsonObject source(Inspection inspection) {
        if (files.isEmpty()) {
            return inspection.source();
        }
        List<Json> listed = new ArrayList<>();
        for (PickedFile one : files) {
            listed.add(JsonObject.of("path", path(one), "bytes", one.bytes()));
        }
        return JsonObject.of("files", new JsonArray(listed));
    }

    /** With the folder that was chosen: a model without a name of its own gets the folder's. */
    private static String path(PickedFile file) {
        return file.path().isEmpty() ? file.name() : file.path();
    }

    /** The files of this device as one; empty for a model of elsewhere. */
    private Optional<PickedFile> whole() {
        return files.isEmpty() ? Optional.empty() : Optional.of(page.joined(files));
    }

    /** The next question: answers to the one before are ignored, and it is cancelled. */
    private int begin() {
        running.cancel();
        running = () -> {};
        state = state.withConsent(Optional.empty()).withAdded(Optional.empty());
        return ++asked;
    }

    /** Says in each call whether the person has agreed just now: without that, a call is taken for a script's. */
    private static JsonObject consented(JsonObject params, boolean consent) {
        return params.with("consent", consent);
    }

    // Consent.

    /** @return whether the call failed for want of consent, which is then asked for */
    private boolean asksConsent(int ticket, ApiError error, Question question) {
        if (!error.code().equals(NEEDS_CONSENT) || ticket != asked) {
            return false;
        }
        state = state.withConsent(Optional.of(new Consent(error.where(), question)))
                .with(new Search(state.search().query(), false, state.search().hits(), Optional.empty()))
                .with(state.inspection().withStep(""));
        page.focus(AddSection.CONSENT);
        return true;
    }

    @Override
    public void allow() {
        if (state.consent().isEmpty()) {
            return;
        }
        switch (state.consent().get().question()) {
            case SEARCH -> search(true);
            case INSPECT -> inspect(Inspection.begun(state.inspection().label(), state.inspection().source()), true);
            default -> add(true);
        }
    }

    @Override
    public void decline() {
        state = state.withConsent(Optional.empty());
        page.focus(AddState.WHERE);
    }

    // What was inspected.

    @Override
    public void choose(int index) {
        state = state.with(state.inspection().withChoice(index));
        page.changed();
    }

    @Override
    public void again() {
        inspect(Inspection.begun(state.inspection().label(), state.inspection().source()), false);
    }

    @Override
    public void dismiss() {
        begin();
        files = List.of();
        state = state.with(Inspection.NONE);
        page.focus(AddState.WHERE);
    }

    @Override
    public void saveToken() {
        String passphrase = state.field(AddState.PASSPHRASE);
        boolean isLocked = state.hub().token().equals("locked");
        JsonObject params = JsonObject.of("passphrase", passphrase);
        calls.call(isLocked ? EngineMethod.UNLOCK_HUB : EngineMethod.SET_HUB_TOKEN,
                isLocked ? params : params.with("token", state.field(AddState.TOKEN).trim()), result -> {
                    state = state.withField(AddState.TOKEN, "").withField(AddState.PASSPHRASE, "")
                            .with(hub((JsonObject) result));
                    again();
                }, error -> state = state.with(state.hub().withError(error)));
    }

    @Override
    public void forgetToken() {
        calls.call(EngineMethod.REMOVE_HUB_TOKEN, JsonObject.EMPTY,
                result -> state = state.with(hub((JsonObject) result)),
                error -> state = state.with(state.hub().withError(error)));
    }

    @Override
    public void add() {
        add(false);
    }

    private void add(boolean consent) {
        Inspection inspection = state.inspection();
        JsonObject params = consented(JsonObject.of("source", source(inspection)), consent);
        Optional<JsonObject> chosen = inspection.chosen();
        if (chosen.isPresent()) {
            String quantization = chosen.get().stringOr("quantization", "");
            params = quantization.equals("q8") || quantization.equals("q4")
                    ? params.with("quantization", quantization)
                    : params;
            params = chosen.get().stringOr("file", "").isEmpty() ? params
                    : params.with("file", chosen.get().string("file"));
        }
        String name = state.name();
        params = params.with("name", name);
        begin();
        state = state.with(Inspection.NONE);
        packages.add(params, whole(), new PackagesController.AdditionListener() {
            @Override
            public void added(JsonObject result) {
                state = state.withAdded(Optional.of(result));
            }

            @Override
            public void failed(ApiError error) {
                if (error.code().equals(NEEDS_CONSENT)) {
                    packages.cancel(name);
                    state = state.with(inspection);
                    asksConsent(asked, error, Question.ADD);
                }
            }
        });
        page.announce("Adding " + name + ".");
        page.focus(ModelsScreen.DOWNLOADS);
    }
}
