package dev.tabitat.web.view.documents;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.protocol.DocumentMethod;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.documents.Library.Said;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Fields;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.PickedFile;
import dev.tabitat.web.view.screen.Screen;
import dev.tabitat.web.view.screen.Shared;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The controller of the documents screen. */
public final class DocumentsController implements Screen, DocumentsActions {

    /** The id of the list's heading. */
    private static final String HEADING = "fh";
    private static final int IDLE_MINUTES = 10;

    private final EngineCalls calls;
    private final PageServices page;
    private final Shared shared;
    private final PackagesController packages;
    private final Lists lists;
    private final Intake intake;
    private final Search search;
    private final OpenDocument document;
    private final Consumer<String> hubModels;
    private Library library = Library.UNKNOWN;
    private Fields fields = Fields.NONE;
    private boolean isWanted;
    private boolean isStorageKnown;
    private boolean isUnreached;
    private String hub = "";

    /** @param hubModels opens the models screen with a model of the hub, by {@code owner/name} */
    public DocumentsController(EngineClient engine, PageServices page, Shared shared, PackagesController packages,
            Consumer<String> hubModels) {
        this.calls = new EngineCalls(engine, page);
        this.page = page;
        this.shared = shared;
        this.packages = packages;
        this.hubModels = hubModels;
        this.lists = new Lists(page, calls);
        lists.add(DocumentMethod.LIST, List.of(Topic.DOCUMENTS_AS_A_WHOLE), result -> {
            library = library.withList((JsonArray) result);
            reached();
        }, this::unreached);
        lists.add(DocumentMethod.STATUS, List.of(Topic.DOCUMENTS_AS_A_WHOLE, Topic.STORED_PACKAGES),
                result -> status((JsonObject) result),
                this::unreached);
        this.document = new OpenDocument(calls, page);
        this.search = new Search(calls, page, this::changedHere);
        this.intake = new Intake(calls, this::handed);
    }

    private void handed(String notice, Optional<Library.Refusal> refusal, int arriving) {
        Said said = notice.isEmpty() ? library.said() : library.said().withNotice(notice);
        library = library.withArriving(arriving).with(refusal.isPresent() ? said.with(refusal.get()) : said);
        changedHere();
    }

    private void said(Said now) {
        library = library.with(now);
    }

    /** The list could not be read; the next answer takes this back. */
    private void unreached(ApiError error) {
        isUnreached = true;
        said(library.said().withError(Optional.of(error)));
    }

    private void reached() {
        if (isUnreached) {
            isUnreached = false;
            said(library.said().withError(Optional.empty()));
        }
    }

    /** Something was done here: the lists are requested as after an event. */
    private void changedHere() {
        lists.onEvent(Topic.DOCUMENTS);
    }

    DocumentsState state() {
        return new DocumentsState(library, search.question(), search.found(), document.opened(), fields, hub);
    }

    /** Whether documents are in this tab's memory only, as far as is known. */
    public boolean isInMemory() {
        return library.isInMemory();
    }

    /** The id of the passage whose document is open; empty for none. */
    public String openPassage() {
        Opened opened = document.opened();
        return opened.document().isEmpty() ? ""
                : "passage-" + opened.document() + "/" + opened.start() + "-" + opened.end();
    }

    /**
     * What is known of the storage: whether it was refused, and, once, whether an earlier tab left the worker of
     * documents something to do. Documents that were in memory may be in the store from now on, which every screen
     * shows.
     */
    public void storageKnown(JsonObject storage) {
        boolean isRefused = storage.stringOr("mode", "").equals("memory");
        library = library.withStorageRefused(isRefused);
        if (!isRefused && library.isInMemory()) {
            calls.call(DocumentMethod.STATUS, JsonObject.EMPTY, result -> status((JsonObject) result), this::unreached);
        }
        if (!isStorageKnown
                && storage.find("documents_unfinished").orElse(JsonBool.FALSE) instanceof JsonBool unfinished
                && unfinished.value()) {
            calls.call(DocumentMethod.STATUS, JsonObject.EMPTY, ignored -> {}, ignored -> {});
        }
        isStorageKnown = true;
    }

    @Override
    public Lists lists() {
        return lists;
    }

    @Override
    public List<Html> render() {
        return DocumentsScreen.render(state(), shared.packages(), this, search);
    }

    @Override
    public void open() {
        isWanted = true;
        lists.open();
        if (hub.isEmpty()) {
            calls.call(EngineMethod.HUB, JsonObject.EMPTY, result -> hub = host(((JsonObject) result)
                    .find("origin").orElse(null) instanceof JsonString origin ? origin.value() : ""), noHub -> {});
        }
    }

    private static String host(String origin) {
        return origin.startsWith("https://") ? origin.substring("https://".length()) : origin;
    }

    @Override
    public List<String> packageLists() {
        return List.of(PackagesController.CATALOG, PackagesController.DOWNLOADS);
    }

    @Override
    public boolean isBusy() {
        return !library.said().busy().isEmpty() || library.arriving() > 0;
    }

    /** Nothing is applied or requested before the screen was open once: that would start the worker. */
    @Override
    public void onEvent(String topic, JsonObject body) {
        if (!isWanted) {
            return;
        }
        if (topic.equals(Topic.DOCUMENTS)) {
            library = library.following(body.findObject("documents").orElse(JsonObject.EMPTY));
            apply(body.findObject("status"), body.findObject("progress"));
        }
        lists.onEvent(topic, body);
    }

    private void apply(Optional<JsonObject> status, Optional<JsonObject> progress) {
        if (status.isPresent()) {
            status(status.get());
        }
        if (progress.isPresent()) {
            library = library.withStatus(library.status().orElse(JsonObject.EMPTY).with("now", progress.get()));
        }
    }

    private void status(JsonObject now) {
        boolean wasLocked = library.isLocked();
        library = library.withStatus(now);
        if (library.isLocked() && !wasLocked) {
            search.lock();
            library = library.locked();
            document.forget();
            fields = Fields.NONE;
            changedHere();
        } else if (wasLocked && !library.isLocked() && document.isOpen()) {
            document.readCited();
        }
    }

    @Override
    public void navigated(String fragment) {
        library = library.withRemoving("");
        Optional<Citation> citation = Citation.of(fragment);
        isWanted |= citation.isPresent();
        document.show(citation);
    }

    @Override
    public void read(int start, int end) {
        document.read(start, end);
    }

    @Override
    public void files(Object event) {
        page.picked(event, this::drop);
    }

    @Override
    public boolean drop(List<PickedFile> files) {
        said(library.said().given());
        said(library.said().withLeftOut(intake.add(files)));
        library = library.withArriving(intake.arriving());
        page.changed();
        return true;
    }

    @Override
    public void dismissRefusals() {
        said(library.said().withoutRefusals());
        page.changed();
    }

    @Override
    public void importFile(Object event) {
        page.picked(event, files -> {
            if (files.get(0).content().isPresent()) {
                importFile(files.get(0));
            }
        });
    }

    private void importFile(PickedFile file) {
        begin("Checking the file\u2026");
        calls.send(DocumentMethod.IMPORT, passphrase("unseals"), file, result -> {
            JsonObject report = (JsonObject) result;
            end(Format.count(report.integer("added"), "document", "documents") + " added; "
                    + report.integer("present") + " were here already.");
            fields = Fields.NONE;
            for (JsonObject one : report.array("refused").objects()) {
                said(library.said().with(new Library.Refusal(one.string("title"),
                        new ApiError("DamagedData", "damaged_data", one.string("reason"), "", "", "", ""))));
            }
        }, error -> failed(FileKinds.named(error, FileKinds.DOCUMENTS_EXPORT)), report -> {});
    }

    /** The parameters of a call that may have a passphrase. */
    private JsonObject passphrase(String field) {
        return fields.get(field).isEmpty() ? JsonObject.EMPTY : JsonObject.of("passphrase", fields.get(field));
    }

    @Override
    public void askRemove(String id) {
        library = library.withRemoving(id);
        page.focus("keep-" + id);
    }

    @Override
    public void keep(String id) {
        library = library.withRemoving("");
        page.focus("delete-" + id);
    }

    @Override
    public void remove(String id) {
        String title = library.title(id);
        act(DocumentMethod.REMOVE, JsonObject.of("id", id), "", done -> {
            end("\u201c" + VisibleText.isolated(title) + "\u201d is deleted for good: "
                    + Format.count(done.integer("records"), "record", "records") + ", "
                    + Format.bytes(done.number("freed_bytes")) + ".");
            removed(id);
        });
    }

    /**
     * Nothing of it stays on the page: it leaves the list and the answers, and where it is open, its tombstone is
     * shown.
     */
    private void removed(String id) {
        library = library.without(id);
        search.removed(id);
        if (document.opened().document().equals(id)) {
            document.forget();
            document.read(0, DocumentReader.AROUND);
        }
        page.reveal(HEADING, DocumentReader.TITLE);
    }

    @Override
    public void removeLocked() {
        begin("Deleting\u2026");
        removeLocked(library.lockedIds(), 0);
    }

    /** Deletes documents that cannot be told apart, one after the other, as long as they stay locked. */
    private void removeLocked(List<String> ids, int done) {
        if (done == ids.size() || !library.isLocked()) {
            end(Format.count(done, "locked document is", "locked documents are") + " deleted for good.");
            library = library.withRemoving("");
            page.reveal(HEADING, DocumentReader.TITLE);
            return;
        }
        calls.call(DocumentMethod.REMOVE, JsonObject.of("id", ids.get(done)), result -> removeLocked(ids, done + 1),
                this::failed);
    }

    @Override
    public void pause() {
        act(DocumentMethod.PAUSE, JsonObject.EMPTY, "", this::done);
    }

    @Override
    public void resume() {
        act(DocumentMethod.RESUME, JsonObject.EMPTY, "", this::done);
    }

    @Override
    public void reindex(String encoder) {
        act(DocumentMethod.REINDEX, JsonObject.of("encoder", encoder), "", this::done);
    }

    @Override
    public void installEncoder() {
        packages.install(EncoderCard.OFFERED);
    }

    @Override
    public void lookAtRecommended() {
        hubModels.accept(EncoderCard.RECOMMENDED);
    }

    @Override
    public void field(String name, String text) {
        fields = fields.with(name, text);
        page.changed();
    }

    @Override
    public void protect() {
        if (state().canProtect()) {
            act(DocumentMethod.PROTECT, JsonObject.of("passphrase", fields.get("new")), "Encrypting\u2026", this::used);
        }
    }

    @Override
    public void unprotect() {
        act(DocumentMethod.UNPROTECT, JsonObject.of("passphrase", fields.get("ends")), "Decrypting\u2026", this::used);
    }

    @Override
    public void lock() {
        act(DocumentMethod.LOCK, JsonObject.EMPTY, "", this::done);
    }

    @Override
    public void unlock() {
        String idle = fields.get("idle");
        act(DocumentMethod.UNLOCK,
                JsonObject.of("passphrase", fields.get("opens"), "idle_minutes",
                        idle.isEmpty() ? IDLE_MINUTES : Integer.parseInt(idle)),
                "Opening\u2026", this::used);
    }

    @Override
    public void export() {
        begin("Packing\u2026");
        calls.call(DocumentMethod.EXPORT, passphrase("seals"), (result, bytes) -> {
            calls.saveFile(((JsonObject) result).stringOr("name", "tabitat-documents.bin"), bytes);
            end("The file is with your downloads.");
            fields = Fields.NONE;
        }, this::failed, report -> {});
    }

    private void act(Method method, JsonObject params, String busy, Consumer<JsonObject> done) {
        begin(busy);
        calls.call(method, params, result -> done.accept((JsonObject) result), this::failed);
    }

    private void done(JsonObject result) {
        end("");
        if (result.has("protection")) {
            status(result);
        }
    }

    /** The same, when what was typed has been used. */
    private void used(JsonObject result) {
        fields = Fields.NONE;
        done(result);
    }

    private void begin(String busy) {
        said(library.said().begun(busy));
        page.changed();
    }

    private void end(String notice) {
        said(library.said().ended(notice));
        changedHere();
    }

    private void failed(ApiError error) {
        library = library.withRemoving("");
        said(library.said().failed(error.code().equals("cancelled") ? Optional.empty() : Optional.of(error)));
        changedHere();
    }
}
