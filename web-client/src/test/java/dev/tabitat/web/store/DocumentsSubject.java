package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.documents.DocumentsAggregate;
import dev.tabitat.core.state.documents.DocumentsCommand;
import dev.tabitat.core.state.documents.DocumentsState;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.selftest.PlainCipher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Documents with their bytes, by the store that writes both. */
final class DocumentsSubject implements Subject<DocumentsState> {

    private static final DocumentsAggregate AGGREGATE = new DocumentsAggregate();
    private static final VectorSource SOURCE = new VectorSource(Digest.of(Utf8.encode("encoder")),
            VectorSource.LAYOUT);
    private static final JsonObject HEAD = JsonObject.of("name", "a.txt");
    private static final int DEVIATIONS = 3;

    private final Map<String, Command<DocumentsState, Boolean>> given = new LinkedHashMap<>();

    DocumentsSubject() {
        given.put("draft", new DocumentsCommand.PutDraft("a"));
        given.put("fail", new DocumentsCommand.PutDraft("a"));
        given.put("drop", new DocumentsCommand.DropDraft("a"));
        given.put("finish", new DocumentsCommand.Finish("a", List.of(DocumentStore.TEXT, DocumentStore.HEAD)));
        given.put("embed", new DocumentsCommand.PutRecord("a",
                DocumentStore.vectorsName(SOURCE, 0)));
        given.put("words", new DocumentsCommand.PutRecord("a", DocumentStore.WORDS));
        given.put("delete", new DocumentsCommand.Delete("a"));
        given.put("other", new DocumentsCommand.PutDraft("b"));
        given.put("not other", new DocumentsCommand.DropDraft("b"));
    }

    @Override
    public String name() {
        return AGGREGATE.name();
    }

    @Override
    public List<String> commands() {
        return List.copyOf(given.keySet());
    }

    @Override
    public List<List<String>> beginnings() {
        return List.of(List.of(), List.of("draft"), List.of("draft", "finish"));
    }

    @Override
    public List<List<String>> possible() {
        return List.of(List.of("draft", "finish"), List.of("fail", "drop", "finish", "delete", "other"),
                List.of("embed", "words", "delete", "draft"));
    }

    @Override
    public List<List<String>> three() {
        return List.of(List.of("embed", "words"), List.of("delete"));
    }

    @Override
    public int deviations() {
        return DEVIATIONS;
    }

    @Override
    public List<String> toAndFro() {
        return List.of("other", "not other");
    }

    @Override
    public Opened<DocumentsState> open(RecordStore records, ClockAndRandom environment,
            Consumer<DocumentsState> told) {
        DocumentStore store = TabStore.open(records, environment, "tabitat/test").documents(new PlainCipher(7));
        store.state().onChange((before, after, isOwn) -> told.accept(after));
        return new Opened<>() {

            @Override
            public String run(String command) {
                return String.valueOf(act(store, command));
            }

            @Override
            public DocumentsState current() {
                return store.state().current();
            }

            @Override
            public void heard() {
                store.refresh();
            }
        };
    }

    private static boolean act(DocumentStore store, String command) {
        byte[] bytes = Utf8.encode(command);
        switch (command) {
            case "draft" -> {
                store.putPiece("a", 0, bytes);
                return store.putDraft("a", HEAD);
            }
            case "finish" -> {
                return store.finish("a", List.of(new DocumentStore.Part(DocumentStore.TEXT, bytes),
                        new DocumentStore.Part(DocumentStore.HEAD, bytes)));
            }
            case "embed" -> {
                return store.putVectors("a", SOURCE, 0, bytes);
            }
            case "words" -> {
                return store.replaceWords("a", bytes);
            }
            case "fail" -> {
                return store.failDraft("a", HEAD);
            }
            case "delete" -> {
                return store.delete("a", "2026-11-30T12:00:00Z").isDeleted();
            }
            case "other" -> {
                return store.putDraft("b", HEAD);
            }
            default -> {
                store.dropDraft(command.equals("drop") ? "a" : "b");
                return true;
            }
        }
    }

    /** Fails where a record is left of what was deleted, or a document has no head. */
    @Override
    public DocumentsState stateOf(RecordStore records) {
        List<RecordChange> changes = new ArrayList<>();
        for (Table table : List.of(Table.DOCUMENTS, Table.DRAFTS)) {
            for (String key : records.keys(table)) {
                changes.add(RecordChange.put(table.id(), key, ""));
            }
        }
        records.texts(Table.SETTINGS)
                .forEach((key, text) -> changes.add(RecordChange.put(Table.SETTINGS.id(), key, text)));
        DocumentsState state = AGGREGATE.apply(AGGREGATE.empty(), changes);
        for (String id : state.gone()) {
            if (records.keys(Table.DOCUMENTS).stream().filter(key -> key.startsWith(id + "/")).count() != 1) {
                throw new AssertionError("traces of " + id + ": " + records.keys(Table.DOCUMENTS));
            }
        }
        state.documents().forEach((id, names) -> {
            if (!names.contains(DocumentStore.HEAD)) {
                throw new AssertionError("no head of " + id + ": " + names);
            }
        });
        return state;
    }

    @Override
    public Modelled<DocumentsState> model(DocumentsState before, String command) {
        Decision.Accepted<Boolean> accepted = (Decision.Accepted<Boolean>) given.get(command).decide(before);
        return new Modelled<>(AGGREGATE.apply(before, accepted.changes()), String.valueOf(accepted.outcome()));
    }
}
