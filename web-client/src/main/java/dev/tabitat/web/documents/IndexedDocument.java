package dev.tabitat.web.documents;

import dev.tabitat.core.retrieval.Passage;
import java.util.List;

/** An indexed document: its description and its rows of the indexes. */
final class IndexedDocument {

    final String id;
    final DocumentHead head;
    final List<Passage> passages;
    /** The row of its first passage among all words. */
    int first;
    /** How many of its passages, from the first on, have vectors. */
    int embedded;

    IndexedDocument(String id, DocumentHead head, List<Passage> passages, int first) {
        this.id = id;
        this.head = head;
        this.passages = passages;
        this.first = first;
    }

    boolean isWhole() {
        return embedded == passages.size();
    }
}
