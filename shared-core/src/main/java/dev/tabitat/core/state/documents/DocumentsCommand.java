package dev.tabitat.core.state.documents;

import static dev.tabitat.core.state.documents.DocumentsAggregate.DOCUMENTS;
import static dev.tabitat.core.state.documents.DocumentsAggregate.DRAFTS;
import static dev.tabitat.core.state.documents.DocumentsAggregate.GONE;
import static dev.tabitat.core.state.documents.DocumentsAggregate.HEAD;
import static dev.tabitat.core.state.documents.DocumentsAggregate.PROTECTION;
import static dev.tabitat.core.state.documents.DocumentsAggregate.SETTINGS;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be done to documents. Commands that write records decide which; the bytes come with the transaction. An
 * outcome of false means that the document was deleted: nothing is written then.
 */
public sealed interface DocumentsCommand<R> extends Command<DocumentsState, R> {

    private static RecordChange put(String table, String id, String name) {
        return RecordChange.put(table, id + "/" + name, "");
    }

    private static RecordChange delete(String table, String id, String name) {
        return RecordChange.delete(table, id + "/" + name);
    }

    /** Makes a draft visible, or changes what is known of it. */
    record PutDraft(String id) implements DocumentsCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(DocumentsState state) {
            return state.gone().contains(id) ? Decision.accept(List.of(), false)
                    : Decision.accept(List.of(put(DRAFTS, id, HEAD)), true);
        }
    }

    /** Deletes a draft; its pieces go with the transaction. */
    record DropDraft(String id) implements DocumentsCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(DocumentsState state) {
            return Decision.accept(state.drafts().contains(id) ? List.of(delete(DRAFTS, id, HEAD)) : List.of(), true);
        }
    }

    /** Makes a draft a document: its records become visible and the draft vanishes. */
    record Finish(String id, List<String> names) implements DocumentsCommand<Boolean> {

        public Finish {
            names = List.copyOf(names);
        }

        @Override
        public Decision<Boolean> decide(DocumentsState state) {
            if (state.gone().contains(id)) {
                return Decision.accept(List.of(), false);
            }
            List<RecordChange> changes = new ArrayList<>();
            for (String name : names) {
                changes.add(put(DOCUMENTS, id, name));
            }
            if (state.drafts().contains(id)) {
                changes.add(delete(DRAFTS, id, HEAD));
            }
            return Decision.accept(changes, true);
        }
    }

    /** Adds a record to a document, or puts another in its place. */
    record PutRecord(String id, String name) implements DocumentsCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(DocumentsState state) {
            return state.documents().containsKey(id) ? Decision.accept(List.of(put(DOCUMENTS, id, name)), true)
                    : Decision.accept(List.of(), false);
        }
    }

    /** Deletes the records whose names begin so, of every document, but those that begin otherwise too. */
    record DropRecords(String prefix, String exceptPrefix) implements DocumentsCommand<Integer> {

        @Override
        public Decision<Integer> decide(DocumentsState state) {
            List<RecordChange> changes = new ArrayList<>();
            state.documents().forEach((id, names) -> {
                for (String name : names) {
                    if (name.startsWith(prefix) && !name.startsWith(exceptPrefix)) {
                        changes.add(delete(DOCUMENTS, id, name));
                    }
                }
            });
            return Decision.accept(changes, changes.size());
        }
    }

    /** Writes a record anew, sealed or opened; the outcome is whether it is still there. */
    record Rewrite(String table, String id, String name) implements DocumentsCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(DocumentsState state) {
            boolean isThere = table.equals(DRAFTS) ? name.equals(HEAD) && state.drafts().contains(id)
                    : state.documents().getOrDefault(id, List.of()).contains(name);
            return Decision.accept(isThere ? List.of(put(table, id, name)) : List.of(), isThere);
        }
    }

    /** Deletes a document or a draft with everything that belongs to it; a tombstone stays. */
    record Delete(String id) implements DocumentsCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(DocumentsState state) {
            List<RecordChange> changes = new ArrayList<>();
            for (String name : state.documents().getOrDefault(id, List.of())) {
                changes.add(delete(DOCUMENTS, id, name));
            }
            if (state.drafts().contains(id)) {
                changes.add(delete(DRAFTS, id, HEAD));
            }
            if (changes.isEmpty()) {
                return Decision.accept(changes, false);
            }
            changes.add(put(DOCUMENTS, id, GONE));
            return Decision.accept(changes, true);
        }
    }

    /**
     * Changes how records are sealed; refused where another tab did since.
     *
     * @param before the protection that the change leads on from
     */
    record Protect(Optional<String> before, Optional<String> after) implements DocumentsCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(DocumentsState state) {
            return state.protection().equals(before)
                    ? Decision.accept(List.of(new RecordChange(SETTINGS, PROTECTION, after)), true)
                    : Decision.refuse(new Unavailable("Another tab is changing the protection.",
                            Finding.at("protection").expected("no change by others").found("one")
                                    .remedy("Wait a moment and try again.")));
        }
    }
}
