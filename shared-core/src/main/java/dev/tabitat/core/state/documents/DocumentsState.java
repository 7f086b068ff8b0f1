package dev.tabitat.core.state.documents;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which records of documents are there.
 *
 * @param documents by id, the names of a document's records in ascending order: {@code head}, {@code text},
 * {@code passages}, {@code words}, {@code vectors/<source>/<first passage>}
 * @param drafts ids of the files that are kept and not read yet, or could not be read
 * @param gone ids of what was deleted; nothing else of these is in the state
 * @param protection how records are sealed, as it is stored; empty where they are plain
 */
public record DocumentsState(Map<String, List<String>> documents, Set<String> drafts, Set<String> gone,
        Optional<String> protection) {

    static final DocumentsState EMPTY = new DocumentsState(Map.of(), Set.of(), Set.of(), Optional.empty());

    public DocumentsState {
        documents = Collections.unmodifiableMap(new TreeMap<>(documents));
        drafts = Collections.unmodifiableSet(new TreeSet<>(drafts));
        gone = Collections.unmodifiableSet(new TreeSet<>(gone));
    }

    /** The documents and drafts of which something differs from another state. */
    public Set<String> changedSince(DocumentsState before) {
        Set<String> ids = new TreeSet<>();
        for (DocumentsState one : List.of(before, this)) {
            ids.addAll(one.documents.keySet());
            ids.addAll(one.drafts);
        }
        ids.removeIf(id -> drafts.contains(id) == before.drafts.contains(id)
                && documents.getOrDefault(id, List.of()).equals(before.documents.getOrDefault(id, List.of())));
        return ids;
    }
}
