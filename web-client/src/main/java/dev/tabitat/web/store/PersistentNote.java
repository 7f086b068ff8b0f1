package dev.tabitat.web.store;

import dev.tabitat.core.error.TabitatException;
import java.util.Optional;

/** Where something is noted for the next visit. */
public interface PersistentNote {

    /** Nothing is kept. */
    PersistentNote NONE = new PersistentNote() {
        @Override
        public Optional<String> read() {
            return Optional.empty();
        }

        @Override
        public void write(String note) {}
    };

    /** One setting of a store; what cannot be noted there is measured again on the next visit. */
    static PersistentNote in(TabStore store, String name) {
        return new PersistentNote() {
            @Override
            public Optional<String> read() {
                return store.setting(name);
            }

            @Override
            public void write(String note) {
                try {
                    store.set(name, note);
                } catch (TabitatException full) {
                    return;
                }
            }
        };
    }

    Optional<String> read();

    void write(String note);
}
