package dev.tabitat.core.state.documents;

import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.ForeignMark;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.RecordRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The records of documents: table {@code documents} by {@code <id>/<name>}, with {@code <id>/gone} for one that was
 * deleted; in table {@code drafts} {@code <id>/head}, without the pieces of the file; and the setting
 * {@code documents/protection}. Both tables are of bytes, so that texts of changes are empty.
 */
public final class DocumentsAggregate implements Aggregate<DocumentsState> {

    public static final String NAME = "documents";
    public static final String DOCUMENTS = "documents";
    public static final String DRAFTS = "drafts";
    public static final String SETTINGS = "settings";
    public static final String PROTECTION = "documents/protection";
    /** A text that is another one after each change of documents or their protection, by whatever version. */
    public static final String REVISION = "documents/revision";
    public static final String HEAD = "head";
    public static final String GONE = "gone";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<RecordRange> ranges() {
        return List.of(new RecordRange(DOCUMENTS, ""), new RecordRange(DRAFTS, ""),
                new RecordRange(SETTINGS, PROTECTION));
    }

    @Override
    public Optional<ForeignMark> foreignMark() {
        return Optional.of(new ForeignMark(SETTINGS, REVISION, false));
    }

    @Override
    public boolean hasPrivateTexts() {
        return true;
    }

    @Override
    public DocumentsState empty() {
        return DocumentsState.EMPTY;
    }

    @Override
    public DocumentsState apply(DocumentsState state, List<RecordChange> changes) {
        Map<String, Set<String>> changed = new TreeMap<>();
        Set<String> drafts = new TreeSet<>(state.drafts());
        Set<String> gone = new TreeSet<>(state.gone());
        Optional<String> protection = state.protection();
        for (RecordChange change : changes) {
            int slash = change.key().indexOf('/');
            String id = change.key().substring(0, Math.max(0, slash));
            String name = change.key().substring(slash + 1);
            if (change.table().equals(SETTINGS)) {
                protection = change.key().equals(PROTECTION) ? change.text() : protection;
            } else if (change.table().equals(DRAFTS)) {
                if (name.equals(HEAD)) {
                    put(drafts, id, change);
                }
            } else if (change.table().equals(DOCUMENTS)) {
                if (name.equals(GONE)) {
                    put(gone, id, change);
                } else {
                    if (!changed.containsKey(id)) {
                        changed.put(id, new TreeSet<>(state.documents().getOrDefault(id, List.of())));
                    }
                    put(changed.get(id), name, change);
                }
            }
        }
        Map<String, List<String>> documents = new TreeMap<>(state.documents());
        for (Map.Entry<String, Set<String>> one : changed.entrySet()) {
            List<String> names = Collections.unmodifiableList(new ArrayList<>(one.getValue()));
            if (names.isEmpty()) {
                documents.remove(one.getKey());
            } else {
                documents.put(one.getKey(), names);
            }
        }
        documents.keySet().removeAll(gone);
        drafts.removeAll(gone);
        return new DocumentsState(documents, drafts, gone, protection);
    }

    private static void put(Set<String> set, String member, RecordChange change) {
        if (change.text().isPresent()) {
            set.add(member);
        } else {
            set.remove(member);
        }
    }
}
