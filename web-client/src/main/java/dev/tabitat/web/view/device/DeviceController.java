package dev.tabitat.web.view.device;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.PageMethod;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.device.DeviceState.Check;
import dev.tabitat.web.view.device.DeviceState.Connections;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Entries;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.Screen;
import dev.tabitat.web.view.screen.Shared;
import java.util.List;
import java.util.Optional;

/** The controller of the device screen. */
public final class DeviceController implements Screen, DeviceActions {

    private static final String DEVICE = "device";

    private final EngineCalls calls;
    private final PageServices page;
    private final Shared shared;
    private final PackagesController packages;
    private final Runnable keysChanged;
    private final Lists lists;
    private DeviceState state = DeviceState.FIRST;
    private boolean isMeasured;

    /** @param keysChanged is run after keys came, went, or are trusted otherwise */
    public DeviceController(EngineClient engine, PageServices page, Shared shared, PackagesController packages,
            Runnable keysChanged) {
        this.calls = new EngineCalls(engine, page);
        this.page = page;
        this.shared = shared;
        this.packages = packages;
        this.keysChanged = keysChanged;
        this.lists = new Lists(page, calls);
        lists.add(DEVICE, List.of(Topic.DEVICE, Topic.READY, Topic.STORED_PACKAGES), this::askDevice);
        // Answered by the engine from what it has counted: no request to a host, so no further event.
        lists.add(StartMethod.LEDGER, List.of(Topic.LEDGER, Topic.STARTED, Topic.READY),
                result -> state = state.withLedger((JsonObject) result), ignored -> {});
        lists.add("connections", List.of(Topic.NETWORK), this::askConnections);
        lists.add(EngineMethod.KEYS, List.of(Topic.STORE_AS_A_WHOLE),
                result -> state = state.with(state.keys().withAnswer((JsonObject) result)),
                error -> state = state.with(state.keys().failed(error)));
    }

    /** The first time it is measured too, which takes a moment. */
    private void askDevice() {
        JsonObject params = isMeasured ? JsonObject.EMPTY : JsonObject.of("measure", true);
        isMeasured = true;
        lists.ask(DEVICE, EngineMethod.DEVICE, params, result -> state = state.withDevice((JsonObject) result),
                ignored -> {});
    }

    /** The policy is that of the page: it is read once. */
    private void askConnections() {
        if (state.connections().answer().isEmpty()) {
            lists.ask("connections", EngineMethod.CONNECTIONS, JsonObject.EMPTY,
                    result -> state = state.with(new Connections(Optional.of((JsonObject) result), false)),
                    failed -> state = state.with(new Connections(Optional.empty(), true)));
        }
    }

    DeviceState state() {
        return state;
    }

    @Override
    public Lists lists() {
        return lists;
    }

    @Override
    public void onEvent(String topic, JsonObject body) {
        Optional<JsonObject> known = state.keys().answer();
        if (topic.equals(Topic.STORE) && known.isPresent()) {
            state = state.with(state.keys().withAnswer(Entries.keys(known.get(), body)));
        }
        lists.onEvent(topic, body);
    }

    @Override
    public List<Html> render() {
        return DeviceScreen.render(state, shared.packages(), this);
    }

    @Override
    public List<String> packageLists() {
        return List.of(PackagesController.STORAGE);
    }

    @Override
    public boolean isBusy() {
        return state.check().isRunning();
    }

    @Override
    public void check() {
        check(false);
    }

    @Override
    public void repair() {
        check(true);
    }

    private void check(boolean repairs) {
        state = state.with(state.check().running());
        page.changed();
        calls.call(EngineMethod.CHECK, JsonObject.of("repair", repairs), result -> {
            state = state.with(Check.done((JsonObject) result));
            packages.refresh();
        }, error -> state = state.with(state.check().failed(error)));
    }

    @Override
    public void persist() {
        calls.call(PageMethod.PERSIST, JsonObject.EMPTY,
                result -> state = state.withPersisted(((JsonObject) result).boolOr("persisted", false)),
                error -> state = state.withPersisted(false));
    }

    @Override
    public void exportDevice() {
        if (state.device().isPresent()) {
            page.download("DeviceProfile.json", "application/json",
                    JsonWriter.pretty(state.device().get().without("backends")));
        }
    }

    @Override
    public void typed(String field, String text) {
        state = state.with(state.keys().withField(field, text));
        page.changed();
    }

    @Override
    public void makeKey() {
        keys(EngineMethod.MAKE_KEY, JsonObject.of("name", field("name")));
    }

    @Override
    public void exportKey(String id) {
        keys(EngineMethod.EXPORT_KEY, JsonObject.of("id", id, "passphrase", field("passphrase")));
    }

    @Override
    public void importKey() {
        keys(EngineMethod.IMPORT_KEY, JsonObject.of("file", field("file"), "passphrase", field("opens")));
    }

    @Override
    public void trust() {
        keys(EngineMethod.TRUST, JsonObject.of("name", field("whose"), "publicKey", field("pem")));
    }

    @Override
    public void untrust(String id) {
        keys(EngineMethod.UNTRUST, JsonObject.of("id", id));
    }

    private String field(String name) {
        return state.keys().fields().get(name);
    }

    private void keys(EngineMethod method, JsonObject params) {
        boolean isSlow = method == EngineMethod.EXPORT_KEY || method == EngineMethod.IMPORT_KEY;
        state = state.with(state.keys().working(isSlow ? "Working on the passphrase\u2026" : ""));
        page.changed();
        calls.call(method, params, (result, bytes) -> {
            JsonObject done = (JsonObject) result;
            state = state.with(state.keys().done(notice(method, done)));
            if (method != EngineMethod.EXPORT_KEY) {
                keysChanged.run();
            }
            calls.save(done.stringOr("name", ""), "application/json", bytes);
        }, error -> state = state.with(state.keys().failed(error)), report -> {});
    }

    private static String notice(EngineMethod method, JsonObject done) {
        return switch (method) {
            case MAKE_KEY -> "The key is made.";
            case EXPORT_KEY -> "The file is with your downloads. Keep its passphrase apart from it.";
            case IMPORT_KEY -> "The key of " + done.string("name") + " is back.";
            case TRUST -> "You trust the key of " + done.string("name") + " now.";
            default -> "It is not trusted any more.";
        };
    }
}
