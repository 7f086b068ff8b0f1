package dev.tabitat.web.view.models;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.models.ModelsState.Importing;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.PickedFile;
import dev.tabitat.web.view.screen.Screen;
import dev.tabitat.web.view.screen.Shared;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The controller of the models screen. */
public final class ModelsController implements Screen, ModelsActions {

    private final EngineCalls calls;
    private final PageServices page;
    private final Shared shared;
    private final PackagesController packages;
    private final BiConsumer<String, String> trial;
    /** The adapters of each base, by its name. */
    private final Lists lists;
    private final AddController add;
    private final TrialController trials;
    private final GeneratorTrials generators;
    private ModelsState state = ModelsState.FIRST;
    private boolean isOpen;

    /** @param trial opens the start screen with a model and its task */
    public ModelsController(EngineClient engine, PageServices page, Shared shared, PackagesController packages,
            BiConsumer<String, String> trial) {
        this.calls = new EngineCalls(engine, page);
        this.page = page;
        this.shared = shared;
        this.packages = packages;
        this.trial = trial;
        this.lists = new Lists(page, calls);
        this.add = new AddController(calls, page, packages, this::importPackage);
        this.trials = new TrialController(calls, page);
        this.generators = new GeneratorTrials(calls, page);
    }

    ModelsState state() {
        return state.with(trials.trial()).with(generators.trial());
    }

    AddController adding() {
        return add;
    }

    @Override
    public Lists lists() {
        return lists;
    }

    @Override
    public List<Html> render() {
        return ModelsScreen.render(state(), add.state(), shared.packages(), shared.status(), this, add);
    }

    @Override
    public void open() {
        state = state.withRemoving("").withError(Optional.empty());
        isOpen = true;
        lists.open();
        add.open();
    }

    @Override
    public void close() {
        isOpen = false;
        lists.close();
    }

    @Override
    public List<String> packageLists() {
        return List.of(PackagesController.CATALOG, PackagesController.DOWNLOADS, PackagesController.STORAGE);
    }

    @Override
    public boolean isBusy() {
        return state.importing().progress().isPresent();
    }

    /** The adapters follow the catalogue: see {@link #catalogued}. */
    @Override
    public void onEvent(String topic, JsonObject body) {
        if (topic.equals(Topic.BROKEN)) {
            lists.onEvent(topic);
        }
    }

    /** The catalogue was read again: the adapters of every base that is installed are requested. */
    public void catalogued() {
        for (JsonObject base : shared.packages().installed()) {
            String name = base.string("name");
            if (!lists.has(name)) {
                lists.add(name, List.of(), () -> askAdapters(name));
            }
        }
        if (isOpen) {
            lists.again();
        }
    }

    private void askAdapters(String base) {
        if (shared.packages().installed().stream().noneMatch(one -> one.string("name").equals(base))) {
            return;
        }
        lists.ask(base, EngineMethod.ADAPTERS, JsonObject.of("base", base),
                result -> state = state.withAdapters(base, (JsonArray) result),
                ignored -> state = state.withAdapters(base, JsonArray.EMPTY));
    }

    /** Inspects a model of the hub that another screen names. @param id {@code owner/name} */
    public void lookAtHub(String id) {
        add.typed(AddState.WHERE, id);
        add.inspectHub(id);
    }

    /** Keys changed: what a signature was worth under the keys before says nothing now. */
    public void keysChanged() {
        if (state.importing().report().filter(report -> report.stringOr("kind", "").equals("signature")).isPresent()) {
            state = state.with(Importing.NOTHING);
        }
    }

    private void failed(ApiError error) {
        state = state.withError(Optional.of(error));
    }

    @Override
    public void filter(String id) {
        state = state.withFilter(id);
        page.changed();
    }

    @Override
    public void install(String name) {
        packages.install(name);
    }

    @Override
    public void installMetered(String name) {
        packages.installMetered(name);
    }

    @Override
    public void pause(String name) {
        packages.pause(name, this::failed);
    }

    @Override
    public void cancel(String name) {
        packages.cancel(name);
    }

    @Override
    public void next(String name) {
        packages.next(name, this::failed);
    }

    @Override
    public void askRemove(String name) {
        state = state.withRemoving(name);
        page.focus("keep-" + name);
    }

    @Override
    public void keep(String name) {
        state = state.withRemoving("");
        page.focus("remove-" + name);
    }

    @Override
    public void remove(String name) {
        state = state.withRemoving("");
        change(EngineMethod.REMOVE, name);
    }

    @Override
    public void update(String name) {
        packages.update(name);
    }

    @Override
    public void rollback(String name) {
        change(EngineMethod.ROLLBACK, name);
    }

    @Override
    public void removePrevious(String name) {
        change(EngineMethod.REMOVE_PREVIOUS, name);
    }

    private void change(Method method, String name) {
        state = state.withError(Optional.empty());
        packages.change(method, name, this::failed);
    }

    @Override
    public void repair() {
        state = state.withError(Optional.empty());
        calls.call(EngineMethod.CHECK, JsonObject.of("repair", true), result -> packages.refresh(), this::failed);
    }

    @Override
    public void licence(String name) {
        boolean opens = !state.openLicence().equals(name);
        state = state.withOpenLicence(opens ? name : "");
        page.changed();
        if (opens && !state.licences().containsKey(name)) {
            calls.call(EngineMethod.LICENCE, JsonObject.of("model", name),
                    result -> state = state.withLicence(name, (JsonObject) result),
                    error -> state = state.withLicence(name,
                            JsonObject.of("text", error.message() + " " + error.remedy())));
        }
    }

    @Override
    public void tryModel(String name, String task) {
        trial.accept(name, task);
    }

    @Override
    public void exportPackage(String name, String format) {
        state = state.with(Importing.NOTHING);
        calls.export(JsonObject.of("what", "package", "root", name, "format", format),
                error -> state = state.with(Importing.failed(error)));
    }

    @Override
    public boolean drop(List<PickedFile> files) {
        return add.take(files);
    }

    private void importPackage(PickedFile file) {
        state = state.with(Importing.running(JsonObject.EMPTY));
        page.changed();
        calls.send(EngineMethod.IMPORT, JsonObject.EMPTY, file, result -> {
            state = state.with(Importing.done((JsonObject) result));
            packages.refresh();
        }, error -> state = state.with(Importing.failed(FileKinds.named(error, FileKinds.PACKAGES))),
                report -> state = state.with(Importing.running(report)));
    }

    @Override
    public void openTrial(String model, String kind) {
        trials.open(model, kind);
    }

    @Override
    public void closeTrial() {
        trials.close();
    }

    @Override
    public void typedTrial(String field, String text) {
        trials.typed(field, text);
    }

    @Override
    public void runTrial() {
        trials.run();
    }

    @Override
    public void typedPrompt(String model, String prompt) {
        generators.typed(model, prompt);
    }

    @Override
    public void generate(String model) {
        generators.run(model);
    }

    @Override
    public void stopGenerating() {
        generators.stop();
    }

    @Override
    public void showDownloads() {
        page.focus(ModelsScreen.DOWNLOADS);
    }
}
