package dev.tabitat.web.documents;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.store.PersistentNote;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.Optional;

/** The re-ranker that is installed, opened once; of several the first by its name. */
final class Rerankers {

    private static final String KIND = "reranker";

    private final TabStore store;
    private final DocumentEnvironment environment;
    private final FairLock opening;
    private Optional<Reranker> open = Optional.empty();

    Rerankers(TabStore store, DocumentEnvironment environment) {
        this.store = store;
        this.environment = environment;
        this.opening = environment.lock();
    }

    /** The package that would be used; empty where none is installed. */
    Optional<StoredPackage> installed() {
        StoredPackage first = null;
        for (StoredPackage one : store.packages().installed()) {
            if (isOne(one) && (first == null || one.name().compareTo(first.name()) < 0)) {
                first = one;
            }
        }
        return Optional.ofNullable(first);
    }

    private static boolean isOne(StoredPackage one) {
        try {
            return ImportedModel.is(one.manifest()) && ImportedModel.of(one.manifest()).kind().equals(KIND);
        } catch (TabitatException malformed) {
            return false;
        }
    }

    /** @throws TabitatException when it cannot be opened on this device */
    Reranker open(StoredPackage wanted) {
        return opening.withLock(() -> {
            if (open.isPresent() && open.get().stored().digest().equals(wanted.digest())) {
                return open.get();
            }
            if (open.isPresent()) {
                open.get().close();
                open = Optional.empty();
            }
            Reranker opened = Reranker.open(wanted, store.packages(),
                    environment.backend(PersistentNote.in(store, "int8")),
                    PersistentNote.in(store, StoredModel.NOTE + wanted.digest().hex()));
            open = Optional.of(opened);
            return opened;
        });
    }
}
