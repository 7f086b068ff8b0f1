package dev.tabitat.web.view.lineage;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.LabMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.lineage.LineageState.Replay;
import dev.tabitat.web.view.parts.Copied;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.PickedFile;
import dev.tabitat.web.view.screen.Screen;
import java.util.List;
import java.util.Optional;

/** The controller of the lineage screen. */
public final class LineageController implements Screen, LineageActions {

    private final EngineCalls calls;
    private final PageServices page;
    private final Lists lists;
    private LineageState state = LineageState.FIRST;

    public LineageController(EngineClient engine, PageServices page) {
        this.calls = new EngineCalls(engine, page);
        this.page = page;
        this.lists = new Lists(page, calls);
        lists.add(EngineMethod.LINEAGE, List.of(Topic.LINEAGE, Topic.STORE_AS_A_WHOLE),
                result -> state = state.withLineage((JsonObject) result), error -> state = state.withError(error));
    }

    LineageState state() {
        return state;
    }

    @Override
    public Lists lists() {
        return lists;
    }

    /** The records are the revisions: what the graph has already is not requested again. */
    @Override
    public void onEvent(String topic, JsonObject body) {
        boolean isKnown = topic.equals(Topic.LINEAGE) && state.lineage().isPresent()
                && body.integerOr(Announcement.LENGTH, Long.MAX_VALUE) <= state.lineage().get().integer("length");
        if (!isKnown) {
            lists.onEvent(topic, body);
        }
    }

    @Override
    public List<Html> render() {
        return LineageScreen.render(state, this);
    }

    @Override
    public List<String> packageLists() {
        return List.of();
    }

    @Override
    public void select(String id) {
        state = state.withSelected(id);
        page.changed();
    }

    @Override
    public void showDigest(String digest) {
        state = state.withWholeDigest(state.wholeDigest().equals(digest) ? "" : digest);
        page.changed();
    }

    @Override
    public void copy(JsonObject record) {
        String text = JsonWriter.pretty(record);
        String problem = page.copy(text);
        state = state.with(new Copied(text, problem));
        page.changed();
    }

    @Override
    public void replay(String digest) {
        if (state.replay().isRunning()) {
            return;
        }
        state = state.with(Replay.RUNNING);
        page.changed();
        calls.call(LabMethod.REPLAY, JsonObject.of("root", digest),
                result -> state = state.with(new Replay(false, Optional.of((JsonObject) result), Optional.empty())),
                error -> state = state.with(new Replay(false, Optional.empty(), Optional.of(error))));
    }

    @Override
    public void exportLineage(String format) {
        if (!format.equals("prov")) {
            calls.export(JsonObject.of("what", "lineage", "format", format), error -> state = state.withError(error));
            return;
        }
        calls.call(EngineMethod.EXPORT, JsonObject.of("what", "lineage", "format", "prov"),
                (result, bytes) -> calls.save("tabitat-lineage.prov.json", "application/json", bytes),
                error -> state = state.withError(error), report -> {});
    }

    @Override
    public void exportPackage(String name) {
        calls.export(JsonObject.of("what", "package", "format", "oci", "root", name),
                error -> state = state.withError(error));
    }

    @Override
    public void importLineage(Object event) {
        page.picked(event, this::drop);
    }

    @Override
    public boolean drop(List<PickedFile> files) {
        PickedFile file = files.get(0);
        if (file.content().isEmpty()) {
            return false;
        }
        state = state.withImported(Optional.empty(), Optional.empty());
        calls.send(EngineMethod.IMPORT, JsonObject.EMPTY, file, result -> {
            state = state.withImported(Optional.of((JsonObject) result), Optional.empty());
            lists.refresh();
        }, error -> state = state.withImported(Optional.empty(),
                Optional.of(FileKinds.named(error, FileKinds.LINEAGE))), report -> {});
        return true;
    }
}
