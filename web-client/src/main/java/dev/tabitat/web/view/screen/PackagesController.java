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
import java.util.List;
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

    private final EngineCalls calls;
    private final PageServices page;
    private final Lists lists;
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

    /** Installs a package, or takes its download up again. */
    public void install(String name) {
        download(EngineMethod.INSTALL, JsonObject.of("name", name));
    }

    /** The same over a metered connection. */
    public void installMetered(String name) {
        download(EngineMethod.INSTALL, JsonObject.of("name", name, "allowMetered", true));
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
        calls.call(EngineMethod.PAUSE, JsonObject.of("name", name), result -> {}, failed);
    }

    /** Gives a download up. */
    public void cancel(String name) {
        packages = packages.without(name);
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
