package dev.tabitat.web.documents;

import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.documents.DocumentTextCodec;
import dev.tabitat.web.store.DocumentStore;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Texts of documents as they are needed; those not used for longest leave memory first. */
final class TextCache {

    /** Characters that stay in memory together: some 32 MB. */
    private static final long MOST = 16 << 20;

    private final DocumentStore store;
    private final Map<String, DocumentText> kept = new LinkedHashMap<>();

    TextCache(DocumentStore store) {
        this.store = store;
    }

    /** @throws dev.tabitat.core.error.DamagedData when it does not verify */
    DocumentText of(String id) {
        DocumentText text = kept.remove(id);
        if (text == null) {
            text = DocumentTextCodec.read(store.read(id, DocumentStore.TEXT));
        }
        kept.put(id, text);
        long characters = 0;
        for (DocumentText one : kept.values()) {
            characters += one.text().length();
        }
        for (Iterator<Map.Entry<String, DocumentText>> oldest = kept.entrySet().iterator(); characters > MOST
                && kept.size() > 1;) {
            characters -= oldest.next().getValue().text().length();
            oldest.remove();
        }
        return text;
    }

    void forget(String id) {
        kept.remove(id);
    }

    /** Forgets the texts of other documents than these. */
    void retain(Predicate<String> ids) {
        kept.keySet().removeIf(id -> !ids.test(id));
    }

    void forgetAll() {
        kept.clear();
    }
}
