package dev.tabitat.web.view.screen;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Packages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The packages that several screens show: what is known of them, and what can be done with one. */
public final class PackagesController {

    /** The list of all packages, here and at the hosts. */
    public static final String CATALOG = "catalog";
    /** The queue of downloads. */
    public static final String DOWNLOADS = "downloads";
    /** What the packages take up; the page itself shows whether there is storage at all. */
    public static final String STORAGE = "storage";

    /** Is told what was read again. */
    public interface Listener {

        /** The catalogue was read. */
        default void catalogued() {}

        /** The storage was read. */
        void stored(JsonObject storage);
    }

    /** What becomes of a model that is being added. */
    public interface AdditionListener {

        /** It is in this tab. */
        void added(JsonObject result);

        /** It was not added; its download says why. @param error as the engine has it */
        default void failed(ApiError error) {}
    }

    /**
     * A model that is being added, or was until it was paused or failed.
     *
     * @param params of {@code addModel}
     * @param file the bytes of files of this device
     */
    private record Addition(JsonObject params, Optional<PickedFile> file, AdditionListener listener,
            EngineClient.Cancellation call) {}

    private final EngineCalls calls;
    private final PageServices page;
    private final Lists lists;
    private final Map<String, Addition> additions = new LinkedHashMap<>();
    private Packages packages = Packages.UNKNOWN;

    public PackagesController(EngineClient engine, PageServices page, Listener listener) {
        this.calls = new EngineCalls(engine, page);
        this.page = page;
        this.lists = new Lists(page, calls);
        lists.add(StartMethod.CATALOG,
                List.of(Topic.STORE, Topic.INSTALL, Topic.NETWORK, Topic.DEVICE, Topic.READY, Topic.STARTED),
                result -> {
                    packages = packages.withCatalog((JsonArray) result);
                    listener.catalogued();
                },
                error -> packages = packages.withError(error));
        lists.add(StartMethod.STORAGE,
                List.of(Topic.STORED_PACKAGES, Topic.INSTALL, Topic.NETWORK, Topic.READY, Topic.STARTED),
                result -> {
                    packages = packages.withStorage((JsonObject) result);
                    listener.stored((JsonObject) result);
                }, ignored -> {});
    }

    /** Follows the queue of downloads too, which only the engine of the whole app has. */
    public void followDownloads() {
        lists.add(EngineMethod.DOWNLOADS,
                List.of(Topic.STORED_PACKAGES, Topic.INSTALL, Topic.NETWORK, Topic.READY, Topic.STARTED),
                result -> queued((JsonArray) result), ignored -> {});
    }

    public Packages packages() {
        return packages;
    }

    /** Goes on with what another program knew. */
    public void goOn(Packages known) {
        packages = known;
    }

    /** Requests these lists when the next event concerns them. */
    public void expect(List<String> names) {
        lists.show(names);
    }

    /** Requests these lists now, and again when an event concerns them. */
    public void show(List<String> names) {
        lists.show(names);
        lists.refresh();
    }

    /** Requests what is shown now. */
    public void refresh() {
        lists.refresh();
    }

    /** Applies what an event says of a download; its progress alone changes no list. */
    public void onEvent(String topic, JsonObject body) {
        boolean isInstall = topic.equals(Topic.INSTALL);
        if (isInstall) {
            packages = packages.applied(body);
        }
        if (!isInstall || !body.has("report")) {
            lists.onEvent(topic, body);
        }
    }

    /** The tab is seen again. */
    public void seen() {
        lists.seen();
    }

    /** What is in the queue since an earlier visit. */
    private void queued(JsonArray downloads) {
        for (JsonObject one : downloads.objects()) {
            String name = one.string("name");
            if (!packages.downloads().containsKey(name)) {
                packages = packages.with(new Download(name, one.string("state"), Optional.of(one), Optional.empty()));
            }
        }
    }

    /** Installs a package, or takes its download up again; of a model that was being added, its adding. */
    public void install(String name) {
        if (!addAgain(name, false)) {
            download(EngineMethod.INSTALL, JsonObject.of("name", name));
        }
    }

    /** The same over a metered connection. */
    public void installMetered(String name) {
        if (!addAgain(name, true)) {
            download(EngineMethod.INSTALL, JsonObject.of("name", name, "allowMetered", true));
        }
    }

    /**
     * Adds a model of elsewhere; it is among the downloads while that goes on.
     *
     * @param params of {@code addModel}, its name among them
     * @param file the bytes of files of this device
     */
    public void add(JsonObject params, Optional<PickedFile> file, AdditionListener listener) {
        String name = params.string("name");
        packages = packages.with(new Download(name, "downloading", packages.report(name), Optional.empty()));
        page.changed();
        additions.put(name, new Addition(params, file, listener, () -> {}));
        EngineClient.Cancellation call = file.isPresent()
                ? calls.send(EngineMethod.ADD_MODEL, params, file.get(), result -> added(name, (JsonObject) result),
                        error -> addFailed(name, error), report -> progressed(name, report))
                : calls.call(EngineMethod.ADD_MODEL, params, (result, bytes) -> added(name, (JsonObject) result),
                        error -> addFailed(name, error), report -> progressed(name, report));
        if (additions.containsKey(name)) {
            additions.put(name, new Addition(params, file, listener, call));
        }
    }

    private void progressed(String name, JsonObject report) {
        if (packages.downloads().containsKey(name) && packages.downloads().get(name).isUnderWay()) {
            packages = packages.with(new Download(name, "downloading", Optional.of(report), Optional.empty()));
        }
    }

    private void added(String name, JsonObject result) {
        Addition done = additions.remove(name);
        packages = packages.without(name);
        refresh();
        if (done != null) {
            done.listener().added(result);
        }
    }

    /** What the person paused or gave up is no failure. */
    private void addFailed(String name, ApiError error) {
        if (error.code().equals("cancelled") || !packages.downloads().containsKey(name)) {
            return;
        }
        packages = packages.with(new Download(name, Download.FAILED, packages.report(name), Optional.of(error)));
        if (additions.containsKey(name)) {
            additions.get(name).listener().failed(error);
        }
    }

    /** @return whether it was being added, in this visit or an earlier one */
    private boolean addAgain(String name, boolean allowMetered) {
        Addition before = additions.get(name);
        Optional<JsonObject> kept = packages.report(name).flatMap(report -> report.findObject("add"))
                .filter(call -> call.has("source"));
        if (before == null && kept.isEmpty()) {
            return false;
        }
        JsonObject params = before != null ? before.params() : kept.get();
        add(allowMetered ? params.with("allowMetered", true) : params,
                before != null ? before.file() : Optional.empty(), before != null ? before.listener() : result -> {});
        return true;
    }

    /** Fetches what a newer version has that the installed one has not. */
    public void update(String name) {
        download(EngineMethod.UPDATE, JsonObject.of("name", name));
    }

    private void download(Method method, JsonObject params) {
        String name = params.string("name");
        packages = packages.with(new Download(name, "queued", packages.report(name), Optional.empty()));
        page.changed();
        calls.call(method, params, result -> {
            packages = packages.without(name);
            refresh();
        }, error -> {
            if (packages.downloads().containsKey(name) && !error.code().equals("cancelled")) {
                packages = packages
                        .with(new Download(name, Download.FAILED, packages.report(name), Optional.of(error)));
            }
        });
    }

    public void pause(String name, Consumer<ApiError> failed) {
        if (additions.containsKey(name)) {
            packages = packages.with(new Download(name, "paused", packages.report(name), Optional.empty()));
            additions.get(name).call().cancel();
            page.changed();
            return;
        }
        calls.call(EngineMethod.PAUSE, JsonObject.of("name", name), result -> {}, failed);
    }

    /** Gives a download up. */
    public void cancel(String name) {
        packages = packages.without(name);
        Addition given = additions.remove(name);
        if (given != null) {
            given.call().cancel();
        }
        calls.call(EngineMethod.CANCEL, JsonObject.of("name", name), result -> refresh(), alreadyGone -> {});
        page.changed();
    }

    /** Has a download come next. */
    public void next(String name, Consumer<ApiError> failed) {
        calls.call(EngineMethod.REORDER, JsonObject.of("names", name), result -> queued((JsonArray) result), failed);
    }

    /** Calls one of {@code rollback, remove, removePrevious} on a package. */
    public void change(Method method, String name, Consumer<ApiError> failed) {
        calls.call(method, JsonObject.of("name", name), result -> refresh(), failed);
    }
}
