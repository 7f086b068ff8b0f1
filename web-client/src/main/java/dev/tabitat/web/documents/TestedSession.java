package dev.tabitat.web.documents;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.store.StoredPackage;
import java.util.List;

/** Opens sessions whose known answers came out right on this device. */
final class TestedSession {

    private TestedSession() {}

    /**
     * On the fastest backend that gives the known answers, or else on the reference.
     *
     * @throws Unavailable when none gives them
     */
    static Session open(StoredModel model, StoredPackage stored, Backend fastest) {
        for (Backend backend : List.of(fastest, new ReferenceBackend())) {
            Session session = model.open(backend);
            if (model.test(backend.id(), session).passed()) {
                return session;
            }
            session.close();
        }
        throw new Unavailable("This model gives wrong answers on this device.", Finding.at(stored.name())
                .expected("its known answers").found("others").remedy("Install another one."));
    }
}
